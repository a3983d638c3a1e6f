"""Entries that follow every act, and the search that reads them."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements.enums import VersionStatus
from agreements.models import Clause
from collab.grants import fresh_rights
from collab.models import Organisation, Persona, SearchEntry
from collab.selectors.searching import NEWEST, SIZE, search
from collab.services import organisations
from collab.services.searching import forget_entries
from tests.builders import people
from tests.builders.acts import any_act
from tests.builders.agreements import partnership
from tests.collab.test_search_words import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners(now):
    return partnership(now)


def persona(partners, now, name, story="Esther's story"):
    with any_act(now):
        row = Persona(collaborative=partners.collaborative, name=name, story=story)
        row.save()
    return row


def found_by(user, now, typed, **more):
    rights = fresh_rights(user, now)
    return search(user=user, rights=rights, now=now, typed=typed, **more)


def titles(found):
    return [hit.entry.title for hit in found.hits]


class TestAnEntry:
    def test_is_written_with_its_record(self, partners, now):
        row = persona(partners, now, "Esther")
        entry = SearchEntry.objects.get(object_uid=row.uid)

        assert (entry.kind, entry.title) == ("Persona", "Esther")
        assert entry.audience == f"collaborative:{partners.collaborative.uid}"
        assert entry.collaborative_uid == partners.collaborative.uid

    def test_follows_a_change_and_keeps_its_key(self, partners, now):
        row = persona(partners, now, "Esther")
        before = SearchEntry.objects.get(object_uid=row.uid)
        with any_act(now):
            row.name = "Gunnar"
            row.save()

        assert SearchEntry.objects.get(object_uid=row.uid).pk == before.pk
        assert titles(found_by(partners.lead, now, "gunnar")) == ["Gunnar"]
        assert titles(found_by(partners.lead, now, "esther gunnar")) == ["Gunnar"]

    def test_is_gone_with_its_record(self, partners, now):
        row = persona(partners, now, "Esther")
        with any_act(now):
            row.delete()

        assert not SearchEntry.objects.filter(object_uid=row.uid).exists()
        assert found_by(partners.lead, now, "esther").hits == []

    def test_is_not_left_by_an_act_that_fails(self, partners, now):
        with pytest.raises(RuntimeError), any_act(now):
            Persona(
                collaborative=partners.collaborative, name="Esther", story="Home"
            ).save()
            raise RuntimeError

        assert not SearchEntry.objects.filter(title="Esther").exists()

    def test_is_not_left_by_a_savepoint_that_is_taken_back(self, partners, now):
        with any_act(now) as record:
            record.about(partners.collaborative)
            with pytest.raises(RuntimeError), transaction.atomic():
                Persona(
                    collaborative=partners.collaborative, name="Esther", story="Home"
                ).save()
                raise RuntimeError

        assert not SearchEntry.objects.filter(title="Esther").exists()

    def test_is_written_for_each_row_of_a_load(self, now):
        with any_act(now):
            Organisation.objects.bulk_create(
                Organisation(name=f"Loaded {n}", sector="council") for n in range(3)
            )

        assert SearchEntry.objects.filter(title__startswith="Loaded").count() == 3

    def test_costs_nothing_where_nothing_it_says_changed(self, partners, now):
        body = partners.bodies[0]
        with any_act(now), CaptureQueriesContext(connection) as queries:
            body.region_code = "Y62"
            body.save()

        assert not [q for q in queries if "searchentry" in q["sql"]]

    def test_takes_two_statements_at_most_for_many_records(self, partners, now):
        with CaptureQueriesContext(connection) as queries, any_act(now):
            Persona.objects.create_each(
                Persona(
                    collaborative=partners.collaborative, name=f"P{n}", story="Home"
                )
                for n in range(30)
            )

        assert len([q for q in queries if "searchentry" in q["sql"]]) == 1

    def test_follows_the_name_of_an_organisation(self, partners, now):
        organisations.rename_organisation(
            organisation_id=partners.bodies[0].pk,
            new_name="Zenith Trust",
            happened_on=dt.date(2026, 3, 1),
            source="Order 2",
            actor=people.administrator("Al Admin", now),
            now=now,
        )
        kinds = {hit.entry.kind for hit in found_by(partners.lead, now, "zenith").hits}

        assert {"Organisation", "Member"} <= kinds

    def test_follows_the_name_of_a_person(self, partners, now):
        user = partners.signatory(partners.bodies[0])
        people.appoint(user, partners.bodies[0], now, post="Medical director")
        with any_act(now):
            user.name = "Zora Newname"
            user.save()

        assert any(
            "Zora Newname" in title
            for title in titles(found_by(partners.lead, now, "zora medical director"))
        )

    def test_can_be_forgotten_for_good(self, partners, now):
        row = persona(partners, now, "Esther")
        forget_entries(object_uids=[row.uid])

        assert found_by(partners.lead, now, "esther").hits == []


class TestSearch:
    def test_gives_the_newest_first(self, partners, now):
        for name in ("Esther One", "Esther Two", "Esther Three"):
            persona(partners, now, name)

        assert titles(found_by(partners.lead, now, "esther")) == [
            *("Esther Three", "Esther Two", "Esther One")
        ]

    def test_wants_all_words(self, partners, now):
        persona(partners, now, "Esther", "Crisis beds")
        persona(partners, now, "Gunnar", "Crisis line")

        assert titles(found_by(partners.lead, now, "crisis gunnar")) == ["Gunnar"]

    def test_takes_the_last_word_for_a_beginning(self, partners, now):
        persona(partners, now, "Esther", "Safeguarding at home")

        assert titles(found_by(partners.lead, now, "home safeg")) == ["Esther"]
        assert found_by(partners.lead, now, "safeg home").hits == []

    def test_overlooks_accents_and_capitals(self, partners, now):
        persona(partners, now, "Siân")

        assert titles(found_by(partners.lead, now, "SIAN")) == ["Siân"]

    @pytest.mark.parametrize("typed", HOSTILE)
    def test_takes_operators_for_words(self, partners, now, typed):
        persona(partners, now, "Esther", typed.replace("\0", ""))

        for asked in (typed, f"{typed} esther", f"esther {typed}"):
            found = found_by(partners.lead, now, asked)
            assert "Esther" in titles(found) or not found.words

    def test_of_nothing_finds_nothing(self, partners, now):
        persona(partners, now, "Esther")

        assert found_by(partners.lead, now, " ... ").hits == []

    def test_narrows_to_a_kind(self, partners, now):
        persona(partners, now, "Northfield")
        kinds = {
            hit.entry.kind
            for hit in found_by(partners.lead, now, "northfield", kind="Persona").hits
        }

        assert kinds == {"Persona"}

    def test_pages_by_key_without_losing_or_doubling_any(self, partners, now):
        made = [persona(partners, now, f"Esther {n}").uid for n in range(SIZE * 2 + 5)]
        seen, cursor = [], ""
        while cursor is not None:
            found = found_by(partners.lead, now, "esther", cursor=cursor)
            seen += [hit.entry.object_uid for hit in found.hits]
            cursor = found.next_cursor

        assert seen == made[::-1]

    def test_takes_the_cursor_of_another_search_for_the_beginning(self, partners, now):
        for n in range(SIZE + 5):
            persona(partners, now, f"Esther {n}")
        cursor = found_by(partners.lead, now, "esther").next_cursor

        again = found_by(partners.lead, now, "story", cursor=cursor)

        assert titles(again)[0] == f"Esther {SIZE + 4}"

    def test_finds_what_is_older_than_the_newest_stretch(self, partners, now):
        row = persona(partners, now, "Needle")
        with any_act(now):
            Organisation.objects.bulk_create(
                Organisation(name=f"Hay {n}", sector="council")
                for n in range(NEWEST + 20)
            )

        found = found_by(partners.lead, now, "needle")

        assert [hit.entry.object_uid for hit in found.hits] == [row.uid]

    def test_asks_as_many_queries_for_one_hit_as_for_many(self, partners, now):
        def queries_of(typed):
            user = type(partners.lead).objects.get(pk=partners.lead.pk)
            rights = fresh_rights(user, now)
            with CaptureQueriesContext(connection) as queries:
                search(user=user, rights=rights, now=now, typed=typed)
            return len(queries)

        persona(partners, now, "Gunnar", "Alone")
        for n in range(20):
            persona(partners, now, f"Esther {n}")

        assert queries_of("esther") == queries_of("gunnar") <= 12

    def test_leaves_out_the_words_of_texts_that_nobody_goes_by(self, partners, now):
        from tests.builders.agreements import draft

        version = draft(partners, now)
        clause = Clause.objects.filter(version=version).first()
        assert SearchEntry.objects.filter(object_uid=clause.uid).exists()
        with any_act(now):
            version.status = VersionStatus.WITHDRAWN
            version.save()

        assert not SearchEntry.objects.filter(object_uid=clause.uid).exists()


class TestRebuilding:
    def test_writes_what_is_missing(self, partners, now):
        persona(partners, now, "Esther")
        SearchEntry.objects.all().delete()
        call_command("rebuild_search", "--missing", verbosity=0)

        assert titles(found_by(partners.lead, now, "esther")) == ["Esther"]

    def test_says_the_same_as_the_acts_said(self, partners, now):
        persona(partners, now, "Esther")
        columns = ("object_uid", "title", "text", "address", "audience", "terms")
        before = set(SearchEntry.objects.values_list(*columns))
        call_command("rebuild_search", verbosity=0)

        assert set(SearchEntry.objects.values_list(*columns)) == before

    def test_removes_what_is_gone(self, partners, now):
        row = persona(partners, now, "Esther")
        entry = SearchEntry.objects.get(object_uid=row.uid)
        SearchEntry.objects.filter(pk=entry.pk).update(object_uid="per_gone")
        call_command("rebuild_search", verbosity=0)

        assert not SearchEntry.objects.filter(object_uid="per_gone").exists()
        assert SearchEntry.objects.filter(object_uid=row.uid).exists()
