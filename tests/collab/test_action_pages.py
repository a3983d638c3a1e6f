"""The list of actions, an action's page, its forms, and what is owed elsewhere."""

import datetime as dt
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collab.forms.actions import OpenActionForm
from collab.models import Action, Document
from collab.rules.periods import london_day
from tests.builders import actions as build
from tests.builders import people
from tests.collab.pages import at
from tests.collab.pages import text_of as words_of

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
MOST_QUERIES = 12


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def here(now):
    return build.scene(now)


@pytest.fixture
def action(here, now):
    return here.opened(now)


def overdue(here, now, **given):
    """An action that was to be done ten days ago."""
    return here.opened(now - 40 * DAY, days=30, **given)


@pytest.fixture
def here_before(now):
    """The same people, who worked together before."""
    return build.scene(now - 50 * DAY)


def text_of(response):
    return html.unescape(words_of(response))


def page_of(action, page="action"):
    return at(page, "vale", action.reference)


def day_fields(day, name="due_on"):
    return {
        f"{name}_day": day.day,
        f"{name}_month": day.month,
        f"{name}_year": day.year,
    }


def owner_key(person, body):
    return f"{person.uid}/{body.uid}"


class TestTheList:
    def test_shows_what_is_not_over_with_the_overdue_first(
        self, here_before, now, sign_in
    ):
        here = here_before
        here.opened(now, what="Later thing", days=5)
        overdue(here, now, what="Late thing")
        done = here.opened(now, what="Shown thing", days=9)
        build.shown(done, here.owner, now)
        over = here.opened(now, what="Closed thing")
        build.shown(over, here.owner, now)
        build.closed(over, here.other, now)

        said = text_of(sign_in(here.other).get(at("actions", "vale")))

        assert said.index("Late thing") < said.index("Later thing")
        assert "days overdue Overdue" in said
        assert "Northfield Trust: Owen Owner" in said
        assert "Evidence given" in said
        assert "Closed thing" not in said

    @pytest.mark.parametrize(
        ("asked", "seen"),
        [
            ({"state": "overdue"}, {"Late"}),
            ({"state": "closed"}, {"Closed"}),
            ({"state": "all"}, {"Late", "Closed", "Ours"}),
            ({"whose": "mine"}, {"Ours"}),
            ({"whose": "ours"}, {"Ours"}),
        ],
    )
    def test_is_narrowed(self, here_before, now, sign_in, asked, seen):
        here = here_before
        overdue(here, now, what="Late")
        closed = here.opened(now, what="Closed")
        build.shown(closed, here.owner, now)
        build.closed(closed, here.other, now)
        build.opened(
            *(here.collaborative, here.other, here.other_body, now),
            by=here.lead,
            what="Ours",
        )

        said = text_of(sign_in(here.other).get(at("actions", "vale"), asked))

        found = {word for word in ("Late", "Closed", "Ours") if f" {word} " in said}
        assert {word for word in found if f"A-00{_number(word)} {word}" in said} == seen

    def test_is_narrowed_by_organisation_and_says_where_nothing_fits(
        self, here, action, sign_in
    ):
        browser = sign_in(here.other)
        theirs = browser.get(at("actions", "vale"), {"organisation": here.body.uid})
        others = browser.get(
            at("actions", "vale"), {"organisation": here.other_body.uid}
        )

        assert "A-001" in text_of(theirs)
        assert "No action fits." in text_of(others)

    def test_costs_the_same_with_one_and_with_twenty(self, here, action, now, sign_in):
        browser = sign_in(here.other)
        one = queries_of(browser, at("actions", "vale"))
        for number in range(19):
            here.opened(now, what=f"Thing {number}")

        assert queries_of(browser, at("actions", "vale")) == one
        assert one <= MOST_QUERIES

    def test_pages_by_key(self, here, now, sign_in):
        for number in range(26):
            here.opened(now, what=f"Thing {number}")
        browser = sign_in(here.other)
        first = browser.get(at("actions", "vale"))
        link = re.search(r'href="(\?at=[^"]+)"', first.content.decode()).group(1)
        second = browser.get(at("actions", "vale") + html.unescape(link))

        assert "A-026" not in text_of(first)
        assert "A-026" in text_of(second)

    def test_says_that_an_action_needs_a_new_owner(
        self, here, action, now, sign_in, client
    ):
        gone(here, now)
        said = text_of(sign_in(here.lead).get(at("actions", "vale")))
        shown = text_of(client.get(page_of(action)))
        home = text_of(client.get("/"))

        assert "Northfield Trust: needs a new owner" in said
        assert "It needs a new owner: Owen Owner has no post" in shown
        assert "Find somebody for A-001" in home


def _number(word):
    return {"Late": 1, "Closed": 2, "Ours": 3}[word]


def gone(here, now):
    from collab.services.leavers import record_leaver

    record_leaver(
        user_id=here.owner.pk,
        organisation_id=here.body.pk,
        reason="Retired",
        actor=people.leads_of(here.body, now)[0],
        now=now,
    )


def queries_of(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


class TestOpening:
    def typed(self, here, now, **changed):
        return {
            "what": "Write the protocol.",
            "owner": owner_key(here.owner, here.body),
            "decision": "",
            **day_fields(london_day(now + 9 * DAY)),
            **changed,
        }

    def test_takes_a_page_and_a_post(self, here, now, sign_in):
        browser = sign_in(here.other)
        form = browser.get(at("open_action", "vale"))
        answer = browser.post(at("open_action", "vale"), self.typed(here, now))
        action = Action.objects.get()

        assert len(OpenActionForm(owners=[]).fields) <= 6
        assert form.status_code == 200
        assert answer["Location"] == page_of(action)
        assert (action.owner, action.organisation) == (here.owner, here.body)

    def test_says_where_it_comes_from(self, here, now, sign_in):
        decision = build.decided(here.collaborative, here.other_body, here.lead, now)
        browser = sign_in(here.other)
        offered = browser.get(
            at("open_action", "vale"), {"decision": decision.reference}
        )
        browser.post(
            at("open_action", "vale"),
            self.typed(here, now, decision=decision.reference),
        )

        assert f'value="{decision.reference}"' in offered.content.decode()
        assert Action.objects.get().decision == decision
        page = reverse("collab:decision", args=["vale", decision.reference])
        assert "A-001 Write the protocol." in text_of(browser.get(page))

    @pytest.mark.parametrize(
        ("wrong", "error"),
        [
            ({"what": ""}, "what is to be done"),
            ({"owner": ""}, "Choose who does it"),
            ({"due_on_day": "41"}, "real date"),
            ({"due_on_year": "2001"}, "must not have passed"),
            ({"decision": "nonsense"}, "Enter a reference such as 2026-001"),
            ({"decision": "2001-001"}, "There is no decision with this reference"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_wrong(
        self, here, now, sign_in, wrong, error
    ):
        typed = self.typed(here, now, **wrong)
        page = sign_in(here.other).post(at("open_action", "vale"), typed)

        assert page.status_code == 200
        assert error in text_of(page)
        assert not Action.objects.exists()
        if typed["what"]:
            assert "Write the protocol." in page.content.decode()

    def test_sent_twice_leads_to_the_one_action(self, here, now, sign_in):
        browser = sign_in(here.other)
        answers = [
            browser.post(at("open_action", "vale"), self.typed(here, now))
            for _ in range(2)
        ]

        assert {each["Location"] for each in answers} == {page_of(Action.objects.get())}


PDF = build.PDF


class TestGivingEvidence:
    def test_takes_words_and_a_file_that_the_others_can_open(
        self, here, action, sign_in
    ):
        file = io.BytesIO(PDF)
        file.name = "letter.pdf"
        browser = sign_in(here.owner)
        browser.post(
            page_of(action, "give_evidence"), {"words": "Agreed.", "file": file}
        )
        kept = Document.objects.get()
        reader = sign_in(here.other)
        shown = reader.get(page_of(action)).content.decode()

        assert "letter.pdf" in shown
        assert f"/documents/{kept.uid}" in shown
        given = reader.get(f"/documents/{kept.uid}/download")
        assert b"".join(given.streaming_content) == PDF

    def test_refuses_what_is_no_such_file_and_keeps_the_words(
        self, here, action, sign_in
    ):
        file = io.BytesIO(b"MZ not a paper")
        file.name = "letter.pdf"
        page = sign_in(here.owner).post(
            page_of(action, "give_evidence"), {"words": "Agreed.", "file": file}
        )

        assert "Choose a PDF" in text_of(page)
        assert "Agreed." in page.content.decode()
        assert not Document.objects.exists()

    def test_needs_no_file(self, here, action, sign_in):
        sign_in(here.owner).post(page_of(action, "give_evidence"), {"words": "Done."})

        assert Action.objects.get().status == "done"

    def test_of_what_is_over_keeps_no_file(self, here, action, now, sign_in):
        build.shown(action, here.owner, now)
        build.closed(action, here.other, now)
        file = io.BytesIO(PDF)
        file.name = "letter.pdf"
        page = sign_in(here.owner).post(
            page_of(action, "give_evidence"), {"words": "More.", "file": file}
        )

        assert "This action is over" in text_of(page)
        assert not Document.objects.exists()


class TestAnActionsPage:
    def test_says_whose_move_it_is(self, here, action, now, sign_in):
        browser = sign_in(here.owner)
        before = text_of(browser.get(page_of(action)))
        build.shown(action, here.owner, now)
        after = text_of(browser.get(page_of(action)))

        assert "It is Owen Owner's move" in before
        assert "It is somebody else's move" in after
        assert "close this action" not in after

    def test_offers_the_others_to_close_it(self, here, action, now, sign_in):
        build.shown(action, here.owner, now)
        browser = sign_in(here.other)
        page = browser.get(page_of(action))
        assert "It is done: close this action" in text_of(page)
        revision = Action.objects.get().revision
        browser.post(page_of(action, "close_action"), {"revision": revision})

        assert "Otto Other looked at the evidence" in text_of(
            browser.get(page_of(action))
        )

    def test_refuses_a_word_on_what_was_not_read(self, here, action, now, sign_in):
        build.shown(action, here.owner, now)
        revision = Action.objects.get().revision
        build.shown(action, here.colleague, now, words="And the letter.")
        browser = sign_in(here.other)
        answer = browser.post(
            page_of(action, "close_action"), {"revision": revision}, follow=True
        )

        assert "Read it again" in text_of(answer)
        assert Action.objects.get().status == "done"

    def test_says_why_it_was_returned(self, here, action, now, sign_in):
        build.shown(action, here.owner, now)
        browser = sign_in(here.other)
        browser.post(
            page_of(action, "return_action"),
            {"revision": Action.objects.get().revision, "reason": "No minute."},
        )

        said = text_of(sign_in(here.owner).get(page_of(action)))
        assert "The last evidence was not accepted: No minute." in said

    def test_of_a_condition_names_the_decision_and_who_closes_it(
        self, here, now, sign_in
    ):
        condition = here.condition(now)
        build.shown(condition, here.owner, now)
        said = text_of(sign_in(here.other).get(page_of(condition)))

        assert "2026" in condition.decision.reference
        assert "takes no effect until this condition is met" in said
        assert "It is a governance lead's move" in said

    def test_lets_a_lead_change_and_drop_it(self, here, action, sign_in):
        browser = sign_in(here.lead)
        action = Action.objects.get()
        changed = {
            "owner": owner_key(here.other, here.other_body),
            "reason": "Better placed.",
            "revision": action.revision,
            **day_fields(action.due_on + DAY),
        }
        browser.post(page_of(action, "change_action"), changed)
        again = Action.objects.get()
        assert (again.owner, again.due_on) == (here.other, action.due_on + DAY)

        stale = browser.post(page_of(action, "change_action"), changed)
        assert "changed after you read it" in text_of(stale)
        browser.post(
            page_of(action, "drop_action"),
            {"reason": "Done elsewhere.", "revision": again.revision},
        )
        assert "It is no longer needed. Done elsewhere." in text_of(
            browser.get(page_of(action))
        )

    def test_costs_the_same_with_one_and_with_twenty_pieces_of_evidence(
        self, here, action, now, sign_in
    ):
        build.shown(action, here.owner, now)
        browser = sign_in(here.other)
        one = queries_of(browser, page_of(action))
        for number in range(19):
            build.shown(action, here.owner, now, words=f"Piece {number}")

        assert queries_of(browser, page_of(action)) == one
        assert one <= MOST_QUERIES

    def test_is_found_by_its_reference(self, here, action, sign_in):
        answer = sign_in(here.other).get("/go", {"reference": "A-001"})

        assert answer.status_code in (200, 302)


class TestWhatIsOwed:
    def test_stands_on_the_collaboratives_page(self, here_before, now, sign_in):
        overdue(here_before, now, what="Late thing")
        said = text_of(sign_in(here_before.other).get("/vale/"))

        assert "What is owed" in said
        assert "A-001 Late thing" in said

    def test_stands_in_the_work_of_its_owner_and_of_who_may_close_it(
        self, here, action, now, sign_in
    ):
        assert "Do A-001" in text_of(sign_in(here.owner).get("/"))
        assert "A-001" not in text_of(sign_in(here.lead).get("/"))
        build.shown(action, here.colleague, now)

        assert "A-001" not in text_of(sign_in(here.owner).get("/"))
        assert "A-001" not in text_of(sign_in(here.colleague).get("/"))
        for person in (here.lead, here.other):
            said = text_of(sign_in(person).get("/"))
            assert "Is A-001 done?" in said
            assert "Cara Colleague says so, for Northfield Trust" in said

    def test_falls_due_in_the_next_90_days_of_its_body(self, here, action, sign_in):
        address = reverse("collab:next_90_days", args=["vale"])

        assert "A-001" in text_of(sign_in(here.owner).get(address))
        assert "A-001" in text_of(sign_in(here.lead).get(address))
        assert "A-001" not in text_of(sign_in(here.other).get(address))
