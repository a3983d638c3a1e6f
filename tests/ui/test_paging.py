"""Lists by key, against a referee who sorts and counts by hand."""

import datetime as dt
import random

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import QueryDict

from ui.paging import Page, keyset_page, page_links

pytestmark = pytest.mark.django_db

SIZE = 4
START = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


@pytest.fixture(params=[0, 1, 3, 4, 5, 8, 9, 23])
def sessions(request):
    """Rows whose moments clash often, so that the key must break the tie."""
    dice = random.Random(request.param)  # noqa: S311 - the same rows every time
    rows = [
        Session(
            session_key=f"{number:04d}",
            expire_date=START + dt.timedelta(microseconds=dice.randrange(4)),
        )
        for number in range(request.param)
    ]
    dice.shuffle(rows)
    Session.objects.bulk_create(rows)
    return rows


def referee(rows, *, descending):
    ordered = sorted(
        rows, key=lambda row: (row.expire_date, row.pk), reverse=descending
    )
    return [row.pk for row in ordered]


def page_of(cursor, order):
    return keyset_page(Session.objects.all(), order=order, cursor=cursor, size=SIZE)


def keys(page):
    return [row.pk for row in page.items]


@pytest.mark.parametrize("order", ["expire_date", "-expire_date"])
class TestKeysetPage:
    def test_walks_every_row_once_and_in_order(self, sessions, order):
        seen, page = [], page_of("", order)
        seen += keys(page)
        while page.next_cursor:
            assert len(page.items) == SIZE
            page = page_of(page.next_cursor, order)
            seen += keys(page)

        assert seen == referee(sessions, descending=order.startswith("-"))

    def test_walks_back_over_the_same_pages(self, sessions, order):
        page, there = page_of("", order), []
        while page.next_cursor:
            there.append(keys(page))
            page = page_of(page.next_cursor, order)

        back = []
        while page.previous_cursor:
            page = page_of(page.previous_cursor, order)
            back.insert(0, keys(page))

        assert back == there

    def test_offers_no_step_where_there_is_nothing(self, sessions, order):
        page = page_of("", order)

        assert page.previous_cursor is None
        assert (page.next_cursor is None) == (len(sessions) <= SIZE)
        assert page.is_whole == (len(sessions) <= SIZE)

    @pytest.mark.parametrize("cursor", ["x", "'; --", "a:b:c", "%00", "9" * 5_000])
    def test_shows_page_one_for_a_cursor_it_did_not_write(
        self, sessions, order, cursor
    ):
        assert keys(page_of(cursor, order)) == keys(page_of("", order))


class TestCursor:
    @pytest.fixture
    def groups(self):
        Group.objects.bulk_create(Group(name=f"Group {n:02d}") for n in range(20))

    def test_of_another_list_means_page_one(self, groups):
        by_name = keyset_page(Group.objects.all(), order="name", size=5)
        by_key = keyset_page(Group.objects.all(), order="pk", size=5)

        crossed = keyset_page(
            Group.objects.all(), order="pk", size=5, cursor=by_name.next_cursor
        )

        assert crossed.items == by_key.items
        assert crossed.previous_cursor is None

    @pytest.mark.parametrize("content", ["[]", "{}", "3", '["a"]', "not json"])
    def test_signed_but_senseless_means_page_one(self, groups, content):
        cursor = signing.dumps(content, salt="ui.paging.name", compress=True)

        page = keyset_page(Group.objects.all(), order="name", size=5, cursor=cursor)

        assert page.items[0].name == "Group 00"

    def test_that_was_changed_means_page_one(self, groups):
        page = keyset_page(Group.objects.all(), order="name", size=5)
        changed = "A" + page.next_cursor[1:]

        again = keyset_page(Group.objects.all(), order="name", size=5, cursor=changed)

        assert again.items == page.items

    def test_costs_the_same_on_every_page(self, groups, django_assert_num_queries):
        cursor = ""
        for _ in range(4):
            with django_assert_num_queries(1):
                page = keyset_page(
                    Group.objects.all(), order="name", size=5, cursor=cursor
                )
            cursor = page.next_cursor

        with django_assert_num_queries(1):
            keyset_page(
                Group.objects.all(), order="name", size=5, cursor=page.previous_cursor
            )

    def test_stands_firm_when_its_own_row_is_gone(self, groups):
        first = keyset_page(Group.objects.all(), order="name", size=5)
        Group.objects.filter(pk=first.items[-1].pk).delete()

        second = keyset_page(
            Group.objects.all(), order="name", size=5, cursor=first.next_cursor
        )

        assert second.items[0].name == "Group 05"


class TestPageLinks:
    def test_keep_the_filters_of_the_list(self):
        page = Page(items=[], next_cursor="n", previous_cursor=None)

        links = page_links(page, QueryDict("state=a&state=b&at=old"))

        assert links.next == "?state=a&state=b&at=n"
        assert links.previous == ""
