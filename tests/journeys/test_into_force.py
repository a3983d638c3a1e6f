"""From a draft through approval and signatures into force, at a desk and on a phone."""

import datetime as dt

import pytest
from django.utils import timezone

from collab.enums import Power
from tests import browser
from tests.builders import people
from tests.builders.agreements import FORTNIGHT
from tests.journeys.cast import gather
from tests.journeys.walking import with_app
from tests.journeys.working import delivers, letters_to, link_in

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

TITLE = "Agreement on crisis cafés"
SIX_MINUTES = dt.timedelta(minutes=6)


@pytest.fixture(params=sorted(browser.WIDTHS))
def width(request):
    """How wide everybody's screen is."""
    return browser.WIDTHS[request.param]


class TestDraftToInForce:
    def test_takes_an_approval_and_two_signatures(self, doorway, clock, width):
        self.doorway, self.clock, self.width = doorway, clock, width
        self.given_two_bodies_and_somebody_who_may_approve()
        self.when_the_governance_lead_writes_it_and_plans_its_approval()
        self.then_it_cannot_be_sent_out_before_it_is_approved()
        self.when_it_is_approved()
        self.when_it_is_sent_out()
        self.when_both_open_the_letter_read_and_sign()
        self.then_everybody_reads_that_it_is_in_force()

    def _as(self, person):
        return self.doorway.person(person, width=self.width)

    def given_two_bodies_and_somebody_who_may_approve(self):
        self.cast = gather(timezone.now(), count=2)
        now = timezone.now()
        self.approver = people.member(
            "Grace Adeyemi", self.cast.collaborative, self.cast.bodies[1], now
        )
        people.delegate(
            self.approver,
            self.cast.bodies[1],
            now,
            power=Power.APPROVE_AGREEMENTS,
            capacity="Director of finance",
        )
        with_app(self.approver)

    def when_the_governance_lead_writes_it_and_plans_its_approval(self):
        with self._as(self.cast.governance_lead) as lead:
            lead.follows("Vale Care Partners").follows("Write an agreement")
            lead.fills("Title", TITLE)
            lead.chooses("Kind of agreement", "Collaboration agreement")
            lead.presses("Continue")
            lead.follows("Change day it commences")
            lead.fills_date("Day it commences", timezone.localdate())
            lead.presses("Save")
            for body in self.cast.bodies:
                lead.presses("Name a party").chooses("Organisation", body.name)
                lead.presses("Name this party")
            lead.presses("Add a clause").fills("Heading", "Purpose")
            lead.fills("Text", "Two cafés open *every* evening.").presses("Save")
            lead.follows("make an approval plan").presses("Add a group")
            lead.fills("Name of the group", "Finance").ticks("Everybody")
            lead.field_of_number("Days to approve in", 7).presses("Save")
            lead.follows("Name an approver").chooses("Who approves", "Grace Adeyemi")
            lead.presses("Name this person").reads("Director of finance")
            lead.finds_no_fault().follows("AGR-001").follows("version 1")

    def then_it_cannot_be_sent_out_before_it_is_approved(self):
        with self._as(self.cast.governance_lead) as lead:
            lead.follows(f"Finish the draft of AGR-001 {TITLE}")
            lead.misses_button("Send it out to be signed")
            lead.presses("Ask for approval").reads("Grace Adeyemi").finds_no_fault()
            lead.presses("Ask for approval", exact=True).reads("In review")
            self.address = lead.path()

    def when_it_is_approved(self):
        with self._as(self.approver) as approver:
            self.clock.shift(SIX_MINUTES)
            approver.follows(f"Approve AGR-001 {TITLE}")
            approver.presses("Confirm who you are").confirms(self.approver)
            approver.reads("Two cafés open").ticks("I have read").finds_no_fault()
            approver.presses("Approve", exact=True).reads("Approved")

    def when_it_is_sent_out(self):
        with self._as(self.cast.governance_lead) as lead:
            lead.opens(self.address)
            lead.presses("Send it out to be signed").reads("Can sign")
            lead.fills_date("Sign by", timezone.localdate() + FORTNIGHT)
            lead.presses("Send out to be signed").reads("0 of 2").finds_no_fault()

    def when_both_open_the_letter_read_and_sign(self):
        delivers()
        for signatory in self.cast.signatories.values():
            letter = next(
                each
                for each in letters_to(signatory.email)
                if "AGR-001" in each.subject
            )
            with self._as(signatory) as visitor:
                visitor.opens(link_in(letter, "/vale/"))
                self.clock.shift(SIX_MINUTES)
                visitor.starts().follows(f"Sign AGR-001 {TITLE}")
                visitor.reads("Two cafés open", "Fingerprint").finds_no_fault()
                visitor.presses("Confirm who you are").confirms(signatory)
                visitor.ticks("I have read version 1")
                visitor.presses("Sign", exact=True).reads_title("You have signed")

    def then_everybody_reads_that_it_is_in_force(self):
        with self._as(self.cast.governance_lead) as lead:
            lead.follows("Vale Care Partners").follows(f"AGR-001 {TITLE}")
            lead.reads("In force", "signed 20 April 2026").finds_no_fault()
