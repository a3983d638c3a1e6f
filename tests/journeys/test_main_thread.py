"""The main job: an agreement signed by nine, in force, decided under, and read back."""

import datetime as dt

import pytest
from django.utils import timezone

from agreements.models import Version
from collab.rules.quorum import QuorumRule
from tests import browser
from tests.builders import forums
from tests.builders.agreements import FORTNIGHT, sign
from tests.journeys.cast import SIGNATORIES, gather
from tests.journeys.working import delivers, letters_to, link_in, runs

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.main_job,
    pytest.mark.django_db(transaction=True),
]

TITLE = "Partnership agreement for older people"
CLAUSES = {
    "Purpose": "The parties help older people to live **at home** for longer.",
    "Money": "Each party bears its own costs.\n\nNothing here moves money.",
    "Leaving": "- a party may leave\n- by six months' written notice",
}
SIX_MINUTES = dt.timedelta(minutes=6)
THREE_DAYS = dt.timedelta(days=3)
PHONE = browser.WIDTHS["phone"]


class TestAnAgreementSignedByNine:
    def test_comes_into_force_and_is_decided_under(self, doorway, clock):
        self.doorway, self.clock = doorway, clock
        self.given_nine_bodies_that_can_each_sign()
        self.when_the_governance_lead_writes_it_and_sends_it_out()
        self.then_everybody_is_told_what_waits()
        self.then_a_member_reads_why_they_cannot_sign()
        self.when_eight_sign()
        self.then_the_governance_lead_sees_who_is_late()
        self.when_three_days_pass()
        self.then_the_late_one_is_reminded()
        self.when_the_late_one_signs_on_a_phone()
        self.then_it_is_in_force()
        self.when_a_member_logs_a_decision_under_it_on_a_phone()
        self.then_an_outsider_finds_nothing()
        self.then_the_auditor_reads_the_story()

    def given_nine_bodies_that_can_each_sign(self):
        now = timezone.now()
        self.cast = gather(now)
        self._seat_the_board(now)
        self.due = timezone.localdate() + FORTNIGHT

    def _seat_the_board(self, now):
        cast = self.cast
        two = QuorumRule(members=2)
        board = forums.forum(cast.collaborative, now, quorum=two)
        for body in cast.bodies:
            seat = forums.seat(board, body, now, cast.signatories[body.name])
            if body.name == "Vale Community NHS Trust":
                forums.deputy(seat, now, cast.member)

    def when_the_governance_lead_writes_it_and_sends_it_out(self):
        with self.doorway.person(self.cast.governance_lead) as lead:
            lead.reads("Nothing waits for you.")
            lead.follows("Vale Care Partners").follows("Write an agreement")
            lead.fills("Title", TITLE)
            lead.chooses("Kind of agreement", "Collaboration agreement")
            lead.presses("Continue")
            lead.reads("Name at least two parties.", "Write at least one clause.")
            self._sets_the_terms(lead)
            for name in SIGNATORIES:
                lead.presses("Name a party").chooses("Organisation", name)
                lead.presses("Name this party").reads(name)
            for heading, text in CLAUSES.items():
                lead.presses("Add a clause").fills("Heading", heading)
                lead.fills("Text", text).presses("Save").reads(heading)
            lead.finds_no_fault()
            lead.presses("Send it out to be signed").reads("Can sign")
            lead.fills_date("Sign by", self.due)
            lead.presses("Send out to be signed")
            lead.reads("Out for signature", "0 of 9").finds_no_fault()
            self.address = lead.path()
            self.reference = self.address.split("/")[3]

    def _sets_the_terms(self, lead):
        lead.follows("Change day it commences")
        lead.fills_date("Day it commences", timezone.localdate())
        lead.fills("Value", "1,250,000").presses("Save").reads("20 April 2026")

    def then_everybody_is_told_what_waits(self):
        delivers()
        for person in self.cast.signatories.values():
            assert len(letters_to(person.email)) == 1
        with self.doorway.person(self.cast.late) as late:
            late.reads(f"Sign {self.reference} {TITLE}", "Due 4 May 2026")
            late.finds_no_fault()

    def then_a_member_reads_why_they_cannot_sign(self):
        with self.doorway.person(self.cast.member) as member:
            member.misses(f"Sign {self.reference} {TITLE}")
            member.opens(f"{self.address}/sign")
            member.reads("You cannot sign this version.")
            member.reads("Vale Community NHS Trust")
            member.misses_button("Sign").finds_no_fault()

    def when_eight_sign(self):
        early = list(self.cast.signatories.items())[:-1]
        for _, person in early[:2]:
            with self.doorway.person(person) as signatory:
                self.clock.shift(SIX_MINUTES)
                signatory.starts().follows(f"Sign {self.reference} {TITLE}")
                self._signs(signatory, person)
                signatory.misses("The agreement is in force.")
        version = Version.objects.get()
        for body in self.cast.bodies[2:-1]:
            sign(version, body, self.cast.signatories[body.name], timezone.now())

    def _signs(self, signatory, person):
        signatory.reads("Each party bears its own costs.", "Fingerprint")
        signatory.finds_no_fault().presses("Confirm who you are")
        signatory.finds_no_fault().confirms(person)
        signatory.reads("The fingerprint stands for exactly this text.")
        signatory.ticks("I have read version 1")
        signatory.presses("Sign", exact=True).reads_title("You have signed")

    def then_the_governance_lead_sees_who_is_late(self):
        with self.doorway.person(self.cast.governance_lead) as lead:
            lead.reads("1 body has not signed.")
            lead.follows(f"Follow the signatures on {self.reference}")
            lead.reads("8 of 9")

    def when_three_days_pass(self):
        self.letters = len(letters_to(self.cast.late.email))
        self.clock.shift(THREE_DAYS)
        runs("collab.sweep_reminders")
        runs("collab.sweep_reminders")
        delivers()

    def then_the_late_one_is_reminded(self):
        letters = letters_to(self.cast.late.email)
        assert len(letters) == self.letters + 1
        self.reminder = letters[-1]
        assert self.reference in self.reminder.subject
        first = next(iter(self.cast.signatories.values()))
        assert not [
            letter for letter in letters_to(first.email) if "emind" in letter.subject
        ]

    def when_the_late_one_signs_on_a_phone(self):
        person = self.cast.late
        with self.doorway.person(person, width=PHONE) as late:
            self.clock.shift(SIX_MINUTES)
            late.opens(link_in(self.reminder, "/vale/"))
            self._signs(late, person)
            late.reads("The agreement is in force.")
            late.finds_no_fault().pictures("signed-on-a-phone")

    def then_it_is_in_force(self):
        with self.doorway.person(self.cast.governance_lead) as lead:
            lead.misses(f"Follow the signatures on {self.reference}")
            lead.follows("Vale Care Partners").follows(f"{self.reference} {TITLE}")
            lead.reads("In force", "signed 23 April 2026", "from 20 April 2026")
            lead.finds_no_fault()

    def when_a_member_logs_a_decision_under_it_on_a_phone(self):
        with self.doorway.person(self.cast.member, width=PHONE) as member:
            member.follows("Vale Care Partners").follows("Log a decision")
            member.fills("What was proposed", "Open two step-down flats in the vale")
            member.fills("Why", "Nine people waited longer than a month.")
            member.ticks("Leila Hassan").ticks("Paul Merriman").ticks("Approved")
            member.unfolds("More about this decision").fills("Value", "180,000")
            member.chooses("Agreement it is taken under", TITLE)
            member.presses("Log this decision")
            member.reads_title("Open two step-down flats in the vale")
            member.reads("£180,000", "Paul Merriman, Vale Council", self.reference)
            member.finds_no_fault()
            self.decision = member.path()

    def then_an_outsider_finds_nothing(self):
        with self.doorway.person(self.cast.outsider) as outsider:
            for path in (self.address, f"{self.address}/sign", self.decision, "/vale/"):
                assert outsider.opens(path) == 404
                outsider.misses(TITLE).misses("step-down")

    def then_the_auditor_reads_the_story(self):
        with self.doorway.person(self.cast.auditor) as auditor:
            auditor.follows("History").reads("logged").finds_no_fault()
            acts = auditor.page.locator("tbody tr").all_inner_texts()
            story = ("logged", "sent a reminder", "out to be signed")
            places = [
                next(place for place, line in enumerate(acts) if words in line)
                for words in story
            ]
            assert places == sorted(places)
            auditor.follows("out to be signed").reads("Priya Raman")
            auditor.follows("Its whole history").reads_title("History of AGR-001")
            told = auditor.page.get_by_role("listitem").all_inner_texts()
            signed = [line for line in told if "Signed AGR-001" in line]
            assert len(signed) == len(SIGNATORIES)
            assert self.cast.late.name in signed[0]
            self.follows_the_thread(auditor)

    def follows_the_thread(self, auditor):
        """From the decision to its agreement, and to a signature and its authority."""
        auditor.starts().follows("Vale Care Partners")
        auditor.follows("Open two step-down flats").reads("Quorate.", "£180,000")
        auditor.follows(self.reference).reads("In force")
        auditor.follows("Signatures").reads(self.cast.late.name, "Delegation")
