"""Authority to sign: two leads give it, one alone cannot, and it can be ended."""

import pytest
from django.utils import timezone

from tests import browser
from tests.builders import people
from tests.journeys.walking import with_app

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

WORDS = "Sign agreements, up to £250,000"


class TestAuthorityToSign:
    def test_takes_two_leads_and_ends_at_a_word(self, doorway):
        self.doorway = doorway
        self.given_a_body_with_two_leads_and_a_manager()
        self.when_one_lead_proposes_a_delegation()
        self.then_that_lead_alone_cannot_confirm_it()
        self.then_the_manager_has_no_authority_yet()
        self.when_the_other_lead_confirms_it()
        self.then_the_manager_sees_it_as_theirs()
        self.when_a_lead_ends_it()
        self.then_the_manager_has_it_no_longer()

    def given_a_body_with_two_leads_and_a_manager(self):
        now = timezone.now()
        body = people.organisation_with_two_leads("Ferry Hospitals NHS Trust", now)
        self.first, self.second = map(with_app, people.leads_of(body, now))
        self.manager = with_app(people.person("Sunita Rao", now))
        people.appoint(self.manager, body, now, post="Chief executive")

    def when_one_lead_proposes_a_delegation(self):
        with self.doorway.person(self.first) as lead:
            lead.follows("Organisations").follows("Ferry Hospitals NHS Trust")
            lead.follows("Who may bind it").reads("No delegation is on record.")
            lead.follows("Propose a delegation")
            lead.presses("Propose").reads_errors("Select who", "where it is written")
            lead.chooses("Who", "Sunita Rao").ticks("Sign agreements")
            lead.fills("Up to", "250,000")
            lead.fills(
                "Where it is written", "Scheme of delegation 2026, paragraph 4.2"
            )
            lead.presses("Propose").reads("It now waits for a second person")
            self.address = lead.path()

    def then_that_lead_alone_cannot_confirm_it(self):
        with self.doorway.person(self.first) as lead:
            lead.misses("Confirm or refuse")
            lead.opens(self.address)
            lead.misses_button("Confirm").reads("Waiting for a second person")
            lead.reads("paragraph 4.2").finds_no_fault()

    def then_the_manager_has_no_authority_yet(self):
        with self.doorway.person(self.manager) as manager:
            manager.follows("My account").follows("My authority")
            manager.reads("No organisation has given you authority")

    def when_the_other_lead_confirms_it(self):
        with self.doorway.person(self.second) as lead:
            lead.follows(f"Confirm or refuse: {WORDS} for Sunita Rao")
            lead.reads("£250,000", "Chief executive").presses("Confirm")
            lead.reads("In effect").misses_button("Confirm")

    def then_the_manager_sees_it_as_theirs(self):
        with self.doorway.person(self.manager) as manager:
            manager.follows("My account").follows("My authority")
            manager.reads("Ferry Hospitals NHS Trust").follows(WORDS)
            manager.reads("In effect", self.first.name, self.second.name)

    def when_a_lead_ends_it(self):
        with self.doorway.person(self.first) as lead:
            lead.opens(self.address)
            lead.follows("End it").fills("Why", "The post moves to the deputy.")
            lead.presses("End it now").reads("Ended")

    def then_the_manager_has_it_no_longer(self):
        with self.doorway.person(self.manager) as manager:
            manager.follows("My account").follows("My authority").misses(WORDS)
            manager.reads("No organisation has given you authority")
