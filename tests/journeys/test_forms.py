"""Forms that go wrong: what was typed comes back, and the way to mend it is linked."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agreements.models import Clause
from collab.models import Decision
from tests import browser
from tests.builders import agreements, forums, people
from tests.journeys.walking import able_to_sign_in, with_app

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def made(site):
    """Two bodies, a governance lead, and a member who takes part."""
    now = timezone.now()
    made = agreements.partnership(now, slug="vale", name="Vale Care Partners")
    with_app(made.lead)
    board = forums.forum(made.collaborative, now)
    forums.seat(board, made.bodies[0], now, made.signatory(made.bodies[0]))
    return made


@pytest.fixture
def member(made):
    now = timezone.now()
    return able_to_sign_in(
        people.member("Leila Hassan", made.collaborative, made.bodies[0], now)
    )


class TestLoggingADecision:
    @pytest.fixture
    def desk(self, doorway, member):
        with doorway.person(member) as desk:
            yield desk.follows("Vale Care Partners").follows("Log a decision")

    def test_names_each_empty_field(self, desk):
        desk.presses("Log this decision")
        desk.reads_errors("what was proposed", "why", "who was there")
        desk.finds_no_fault()

    def test_brings_back_what_is_too_long_or_of_the_wrong_kind(self, desk):
        long = "Too long. " * 501
        desk.fills("What was proposed", long).fills("Why", "Because <b>we</b> must")
        desk.fills("Who took no part", "Leila Hassan of Nowhere")
        desk.unfolds("More about this decision").fills("Value", "250k")
        desk.fill_parts("Day of the decision", day="31", month="2", year="2026")
        desk.presses("Log this decision")

        desk.reads_errors("What was proposed", "Value", "Day of the decision")
        expect(desk.field("What was proposed")).to_have_value(long)
        expect(desk.field("Why")).to_have_value("Because <b>we</b> must")
        expect(desk.field("Who took no part")).to_have_value("Leila Hassan of Nowhere")
        expect(desk.field("Value")).to_have_value("250k")
        expect(desk.part("Day of the decision", "Day")).to_have_value("31")

    def test_is_logged_once_though_sent_twice(self, doorway, made, member):
        with doorway.person(member, scripts=False) as desk:
            desk.follows("Vale Care Partners").follows("Log a decision")
            desk.fills("What was proposed", "Open two flats").fills("Why", "They wait.")
            desk.ticks("Signatory of").ticks("Approved").presses_twice(
                "Log this decision"
            )
            desk.reads_title("Open two flats")

        assert Decision.objects.count() == 1

    def test_shows_what_was_typed_where_the_session_is_over(self, desk):
        desk.fills("What was proposed", "Open two flats").fills("Why", "They wait.")
        desk.page.context.clear_cookies(name="sessionid")
        desk.presses("Log this decision")

        desk.reads_title("You have been signed out")
        desk.reads("Open two flats", "They wait.", "It has not been saved.")
        browser.axe_clean(desk.page)

    def test_in_a_tab_from_before_signing_in_again_loses_nothing(self, desk, member):
        desk.fills("What was proposed", "Open two flats").fills("Why", "They wait.")
        other = desk.another_tab()
        other.starts().presses("Sign out").signs_in(member)
        desk.presses("Log this decision")

        desk.reads_title("This form could not be accepted")
        desk.reads("Open two flats", "They wait.", "It has not been saved.")
        browser.axe_clean(desk.page)


class TestWritingAClause:
    @pytest.fixture
    def draft(self, made):
        return agreements.draft(made, timezone.now())

    @pytest.fixture
    def desk(self, doorway, made, draft):
        with doorway.person(made.lead) as desk:
            yield desk.follows("Finish the draft of")

    def test_names_each_empty_field(self, desk):
        desk.presses("Add a clause").presses("Save").reads_errors("heading", "text")

    def test_brings_back_what_is_too_long(self, desk):
        desk.presses("Add a clause").fills("Heading", "H" * 201)
        desk.fills("Text", "The parties\n\nagree.").presses("Save")

        desk.reads_errors("Heading")
        expect(desk.field("Heading")).to_have_value("H" * 201)
        expect(desk.field("Text")).to_have_value("The parties\n\nagree.")

    def test_is_there_once_though_sent_twice(self, doorway, made, draft):
        with doorway.person(made.lead, scripts=False) as desk:
            desk.follows("Finish the draft of").presses("Add a clause")
            desk.fills("Heading", "Leaving").fills("Text", "By notice.")
            desk.presses_twice("Save").reads("3. Leaving")

        assert Clause.objects.filter(version=draft, heading="Leaving").count() == 1

    def test_in_two_tabs_shows_both_texts(self, desk):
        other = desk.another_tab()
        other.starts().follows("Finish the draft of").follows("Change clause 1")
        desk.follows("Change clause 1").fills("Text", "Mine.")
        other.fills("Text", "Theirs.").presses("Save")
        desk.presses("Save")

        desk.reads("Theirs.", "What you typed is below")
        expect(desk.field("Text")).to_have_value("Mine.")
        desk.finds_no_fault()


class TestProposingADelegation:
    def test_brings_back_what_is_of_the_wrong_kind(self, doorway, made):
        lead = with_app(people.leads_of(made.bodies[0], timezone.now())[0])
        with doorway.person(lead) as desk:
            desk.follows("Organisations").follows(made.bodies[0].name)
            desk.follows("Who may bind it").follows("Propose a delegation")
            desk.fills("Up to", "lots").fills("Where it is written", "S" * 201)
            desk.fill_parts("First day", day="1", month="13", year="2026")
            desk.presses("Propose")

            desk.reads_errors("Up to", "First day", "Where it is written")
            expect(desk.field("Up to")).to_have_value("lots")
            expect(desk.part("First day", "Month")).to_have_value("13")
            desk.finds_no_fault()


class TestAddingAnOrganisation:
    def test_brings_back_what_is_of_the_wrong_kind(self, doorway, site):
        ada = with_app(people.administrator("Ada Ministrator", timezone.now()))
        with doorway.person(ada) as desk:
            desk.follows("Organisations").follows("Add an organisation")
            desk.presses("Add organisation").reads_errors("name", "source")
            desk.fills("Name", "N" * 300).fills("ODS code", "!?")
            desk.presses("Add organisation")

            desk.reads_errors("Name", "ODS code must be 3 to 10 letters")
            expect(desk.field("Name")).to_have_value("N" * 300)
            expect(desk.field("ODS code")).to_have_value(re.compile(r"!\?"))
            desk.finds_no_fault()
