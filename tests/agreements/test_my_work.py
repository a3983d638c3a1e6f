"""My work: one list of what waits for a person, and why it is theirs."""

import datetime as dt
import itertools
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from collab import registries
from collab.grants import rights_of
from collab.registries import WorkItem
from collab.rules.authority import Terms
from collab.rules.periods import london_day
from collab.selectors.work import Work, WorkList
from collab.services import deputies
from tests.agreements.pages import words
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
DAY = dt.timedelta(days=1)


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


def work_of(user, now, **narrowed):
    return WorkList(Work(user=user, rights=rights_of(user, now), now=now, **narrowed))


def asked(made, now, *, title="Partnership agreement", due_on=None):
    return build.send_out(build.draft(made, now, title=title), made, now, due_on=due_on)


def titles(user, now, **narrowed):
    return [item.title for item in work_of(user, now, **narrowed).page().items]


def questions(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as made:
        assert browser.get(address).status_code == 200
    return len(made)


class TestASignatory:
    def test_is_told_what_to_sign_for_whom_and_by_when(self, made, today_now, sign_in):
        version = asked(made, today_now)
        body = made.bodies[0]

        page = sign_in(made.signatory(body)).get("/")

        said = words(page)
        assert "1 thing waits for you" in said
        assert f"You are asked to sign for {body}." in said
        assert "in 2 weeks" in said
        href = reverse(
            "agreements:sign",
            args=[made.collaborative.slug, version.agreement.reference, 1],
        )
        assert f'href="{href}"' in page.content.decode()

    def test_finds_nothing_once_it_is_signed(self, made, today_now):
        version, body = asked(made, today_now), made.bodies[0]
        signatory = made.signatory(body)
        build.sign(version, body, signatory, today_now)

        assert titles(signatory, today_now) == []

    def test_passes_it_to_a_deputy_while_they_stand_in(self, made, today_now):
        version, body = asked(made, today_now), made.bodies[0]
        absent = made.signatory(body)
        deputy = people.person("Di Deputy", today_now)
        people.deputise(deputy, people.appoint(absent, body, today_now), today_now)
        people.give(Role.MEMBER, deputy, made.collaborative, today_now)

        (item,) = work_of(deputy, today_now).page().items

        assert version.agreement.reference in item.title
        assert item.body == (
            f"{absent.name} was asked to sign for {body}; you are their deputy."
        )

    def test_is_not_disturbed_by_what_others_sign(self, made, today_now):
        asked(made, today_now)
        stranger = people.member("Sam", made.collaborative, made.bodies[0], today_now)

        assert titles(stranger, today_now) == []


class TestWhoSentItOut:
    def test_sees_how_many_have_not_signed_and_from_when(self, made, today_now):
        due = london_day(today_now + 3 * DAY)
        version = asked(made, today_now, due_on=due)
        build.sign(version, made.bodies[0], made.signatory(made.bodies[0]), today_now)

        (item,) = work_of(made.lead, today_now).page().items

        assert item.body == "You sent it out. 1 body has not signed."
        assert item.due_on == due

    def test_sees_drafts_that_are_theirs_to_finish(self, made, today_now):
        build.draft(made, today_now, title="Data sharing")

        (item,) = work_of(made.lead, today_now).page().items

        assert item.title.startswith("Finish the draft of")
        assert item.title.endswith("Data sharing")
        assert item.due_on is None


class TestAGovernanceLead:
    @pytest.mark.parametrize(("days", "there"), [(30, True), (31, False)])
    def test_sees_to_an_agreement_that_ends_within_30_days(
        self, made, today_now, days, there
    ):
        last = london_day(today_now) + days * DAY
        version = build.in_force(made, today_now, expires_on=last)
        member = people.member("Mo", made.collaborative, made.bodies[0], today_now)

        items = work_of(made.lead, today_now).page().items

        found = [(item.title, item.due_on) for item in items if item.kind == "review"]
        assert found == ([(f"End of {version.agreement}", last)] if there else [])
        assert titles(member, today_now) == []


class TestAnOrganisationLead:
    def test_confirms_what_the_other_proposed_and_why_is_said(self, made, today_now):
        body = made.bodies[0]
        first, second = people.leads_of(body, today_now)
        holder = people.person("Hal Holder", today_now)
        people.appoint(holder, body, today_now)
        people.propose_delegation(holder, body, first, today_now)

        (item,) = work_of(second, today_now).page().items

        assert item.title.startswith("Confirm or refuse: Sign agreements")
        assert item.body == (
            f"{first.name} proposed it for {body}; you lead its people."
        )
        assert titles(first, today_now) == []

    def test_is_warned_of_a_deputy_that_waits_too(self, made, today_now):
        body = made.bodies[0]
        first, second = people.leads_of(body, today_now)
        absent = people.appoint(
            people.person("Abe Absent", today_now), body, today_now, post="Secretary"
        )
        stand_in = people.person("Di Deputy", today_now)
        people.appoint(stand_in, body, today_now)
        deputies.propose_deputy(
            appointment_id=absent.pk,
            user_id=stand_in.pk,
            terms=Terms(starts_on=london_day(today_now), source="Letter"),
            actor=first,
            now=today_now,
        )

        assert titles(second, today_now) == [
            "Confirm or refuse: Deputy for Abe Absent, Secretary for Di Deputy"
        ]


class TestTheList:
    def test_is_ordered_by_urgency_and_grouped_in_words(self, made, today_now, sign_in):
        today = london_day(today_now)
        for title, days in [("Later", 30), ("Soon", 3), ("Now", 0)]:
            asked(made, today_now, title=title, due_on=today + days * DAY)

        said = words(sign_in(made.signatory(made.bodies[0])).get("/"))

        order = ["Due today", "Now", "Due in the next 7 days", "Soon", "Due later"]
        where = [said.index(word, said.index("What waits for you")) for word in order]
        assert where == sorted(where)
        assert "3 things wait for you: 1 is due today and 1 is due in the next" in said

    def test_says_what_is_overdue(self, made, today_now, sign_in):
        before = today_now - 20 * DAY
        old = build.partnership(before, "Old Trust", "Older Council")
        asked(old, before, due_on=london_day(before + DAY))

        said = words(sign_in(old.signatory(old.bodies[0])).get("/"))

        assert "Overdue" in said
        assert "19 days overdue" in said
        assert "1 thing waits for you, and it is overdue." in said

    def test_says_what_happens_next_where_nothing_waits(self, made, today_now, sign_in):
        nobody = people.member("Mo", made.collaborative, made.bodies[0], today_now)

        said = words(sign_in(nobody).get("/"))

        assert "Nothing waits for you. When you are asked to sign" in said

    def test_is_narrowed_by_kind_and_collaborative(self, made, today_now, sign_in):
        asked(made, today_now, title="To be followed")
        build.draft(made, today_now, title="To be finished")
        browser = sign_in(made.lead)

        drafts = words(browser.get("/", {"kind": "draft"}))
        assert "To be finished" in drafts
        assert "To be followed" not in drafts
        here = words(browser.get("/", {"collaborative": made.collaborative.slug}))
        assert "To be finished" in here
        assert "To be followed" in here
        assert "Sent out by you (1)" in here

    def test_shows_everything_where_the_narrowing_means_nothing(
        self, made, today_now, sign_in
    ):
        asked(made, today_now, title="Here it is")

        said = words(sign_in(made.lead).get("/", {"collaborative": "nowhere"}))

        assert "Here it is" in said

    def test_offers_the_rest_of_a_collaborative_from_its_page(
        self, made, today_now, sign_in
    ):
        for number in range(6):
            build.draft(made, today_now, title=f"Draft {number}")

        said = words(sign_in(made.lead).get(f"/{made.collaborative.slug}/"))

        assert "Everything that waits for you here" in said


class TestPaging:
    @pytest.fixture
    def crowded(self, made, today_now, monkeypatch):
        """Thirty things of four sources, two of which list their own."""
        monkeypatch.setattr(registries.work, "_work", dict(registries.work._work))
        today = london_day(today_now)

        def listed(user, rights, now):
            return [
                WorkItem(
                    title=f"Listed {number}",
                    body="",
                    link=f"/{number}",
                    kind="review",
                    due_on=today + number % 3 * DAY if number % 4 else None,
                    collaborative_id=made.collaborative.pk,
                )
                for number in range(12)
            ]

        registries.register_work_items("a listed source", listed)
        for number in range(4):
            asked(made, today_now, title=f"A{number}", due_on=today + number % 3 * DAY)
        for number in range(3):
            build.draft(made, today_now, title=f"Draft {number}")
        return made.lead

    @pytest.mark.parametrize("size", [1, 4, 7, 18, 19])
    def test_forwards_gives_each_thing_once_in_order(self, crowded, today_now, size):
        work = work_of(crowded, today_now)
        everything = work.page(size=100).items
        found, cursor = [], ""
        while cursor is not None:
            page = work.page(cursor, size=size)
            found += page.items
            cursor = page.next_cursor

        assert found == everything
        assert len(found) == 19
        days = [item.due_on or dt.date.max for item in found]
        assert days == sorted(days)

    @pytest.mark.parametrize("size", [1, 4, 7])
    def test_backwards_leads_to_the_same_pages(self, crowded, today_now, size):
        work, pages, cursor = work_of(crowded, today_now), [], ""
        while cursor is not None:
            pages.append(work.page(cursor, size=size))
            cursor = pages[-1].next_cursor

        for before, after in itertools.pairwise(pages):
            assert work.page(after.previous_cursor, size=size).items == before.items
        assert pages[0].previous_cursor is None

    def test_keeps_the_filters(self, crowded, today_now, sign_in, monkeypatch):
        monkeypatch.setattr("collab.selectors.work.PAGE_SIZE", 5)
        said = sign_in(crowded).get("/", {"kind": "review"}).content.decode()

        links = re.findall(r'href="(\?[^"]+)"', said)
        assert len(links) == 1
        assert "kind=review" in links[0]

    def test_takes_a_foreign_cursor_for_the_beginning(self, crowded, today_now):
        work = work_of(crowded, today_now)

        assert work.page("nonsense").items == work.page().items

    def test_agrees_with_its_counts(self, crowded, today_now):
        for kind, many in work_of(crowded, today_now).tally().by_kind.items():
            narrowed = work_of(crowded, today_now, kind=kind)
            assert len(narrowed.page(size=100).items) == many
            assert narrowed.tally().total == many


class TestQueries:
    def test_are_at_most_twelve_and_no_more_with_more_work(
        self, made, today_now, sign_in
    ):
        lead = people.leads_of(made.bodies[0], today_now)[0]
        for user in (made.lead, made.signatory(made.bodies[0]), lead):
            browser = sign_in(user)
            few = questions(browser, "/")
            assert few <= MOST_QUERIES
        browser = sign_in(made.lead)
        few = questions(browser, "/")
        for number in range(8):
            asked(made, today_now, title=f"Agreement {number}")
            build.draft(made, today_now, title=f"Draft {number}")

        assert questions(browser, "/") == few

    def test_of_somebody_with_every_role_are_at_most_twelve(self, today_now, sign_in):
        body = people.organisation_with_two_leads("Vale Trust", today_now)
        lead = people.leads_of(body, today_now)[0]
        together = people.collaborative_with([body], today_now, slug="vale")
        people.give(Role.GOVERNANCE_LEAD, lead, together, today_now)

        assert questions(sign_in(lead), "/") <= MOST_QUERIES
