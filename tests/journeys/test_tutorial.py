"""A newcomer follows docs/tutorial/twenty-minutes.md, word for word, in the sample."""

import re

import pytest
from django.core.management import call_command

from tests import browser

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

TUTORIAL = browser.ROOT / "docs" / "tutorial" / "twenty-minutes.md"
AGREEMENT = "Partnership agreement for adult secure care"


@pytest.fixture
def sample(site, settings):
    settings.SAMPLE_SIGN_IN = True
    call_command("load_sample", verbosity=0)


class TestTheTutorial:
    def test_leads_from_the_sign_in_page_to_the_history(self, doorway, sample):
        with doorway.visitor() as self.newcomer:
            self.when_priya_sees_who_has_not_signed()
            self.when_three_sign()
            self.when_grace_approves()
            self.then_nia_sees_where_things_went_wrong()
            self.when_leila_logs_a_decision()
            self.when_priya_closes_an_action()
            self.then_priya_sees_how_it_is_going()
            self.then_judith_reads_it_back()
            self.when_thomas_and_yasmin_give_authority()

    def continues_as(self, name):
        assert f"**{name}**" in TUTORIAL.read_text()
        here = self.newcomer.starts()
        if here.page.get_by_role("button", name="Sign out").count():
            here.presses("Sign out").starts()
        return here.presses(name)

    def when_priya_sees_who_has_not_signed(self):
        self.newcomer.starts().reads("Continue as one of the sample's people")
        self.newcomer.finds_no_fault().pictures("sign-in")
        priya = self.continues_as("Priya Raman")
        priya.reads("3 bodies have not signed.").pictures("home")
        priya.follows("Follow the signatures").reads("6 of 9 bodies signed")
        priya.misses("Read and sign").finds_no_fault().pictures(
            "signatures", at="Signatures"
        )
        priya.reads("1 day overdue").follows("Compare with version 1")
        priya.reads("1 clause added, 1 removed, 1 moved and 1 reworded")

    def when_three_sign(self):
        for name in ("Helen Cartwright", "Robert Ainsley", "Catherine Doyle"):
            signer = self.continues_as(name).follows("Sign AGR-")
            signer.reads("Fingerprint").ticks("I have read version").pictures(
                "sign", at="By what authority"
            )
            signer.presses("Sign", exact=True).reads_title("You have signed")
        signer.reads("The agreement is in force.", "Deputy")

    def when_grace_approves(self):
        grace = self.continues_as("Grace Adeyemi").follows("Approve AGR-003")
        grace.reads("Fingerprint").ticks("I have read version 1")
        grace.presses("Approve", exact=True).reads("Sunita Rao")

    def then_nia_sees_where_things_went_wrong(self):
        nia = self.continues_as("Nia Probert").reads("1 body declined.")
        nia.follows("Follow the signatures on AGR-004").reads("Declined", "Clause 3")
        nia.starts().follows("Example Valley").follows("All agreements")
        nia.reads("AGR-003 Alliance agreement for a falls team", "Draft")
        nia.follows("AGR-001").reads("Example Valley Homecare Limited", "notice")
        nia.starts().follows("Example Valley").follows("All agreements")
        nia.follows("AGR-002").reads("Signed outside Concordat")
        nia.starts().follows("Example Valley").reads("Overdue", "What is owed")
        nia.follows("All decisions").follows("Rent a room for a carers' drop-in")

    def when_leila_logs_a_decision(self):
        leila = self.continues_as("Dr Leila Hassan").follows("IMPACT")
        leila.follows("Log a decision")
        leila.fills("What was proposed", "Open four step-down places in Derby")
        leila.fills("Why", "Seven people wait for a place nearer home.")
        for name in ("Eleanor Marsh", "Dr Leila Hassan", "Sunita Rao"):
            leila.ticks(name)
        leila.ticks("Fiona Garrick").ticks("Approved").presses("Log this decision")
        leila.reads("Not quorate for this item. Nine voting seats").ticks(
            "Helen Cartwright"
        )
        leila.unfolds("More about this decision").fills("Value", "180,000")
        leila.chooses("Agreement it is taken under", AGREEMENT)
        leila.pictures("log-a-decision").presses("Log this decision")
        leila.reads_title("Open four step-down places in Derby")
        leila.reads("Quorate. Nine voting seats", "£180,000", AGREEMENT)
        leila.pictures("decision")

    def when_priya_closes_an_action(self):
        priya = self.continues_as("Priya Raman").follows("Is A-001 done?")
        priya.reads("Used at the last two meetings.")
        priya.presses("It is done: close this action").reads("Closed")

    def then_priya_sees_how_it_is_going(self):
        priya = self.newcomer.starts().follows("IMPACT").reads("How it is going")
        priya.follows("People placed out of area").reads("Baseline", "Target", "20")
        priya.reads("Illustrative").finds_no_fault().pictures("outcome")

    def then_judith_reads_it_back(self):
        judith = self.continues_as("Judith Palmer").follows("History")
        judith.reads("Catherine Doyle", "Dr Leila Hassan").pictures("history")
        judith.follows("signed").reads("Allowed by", "Before and after")
        judith.finds_no_fault().pictures("event")
        changing = re.compile("change|remove|delete|undo", re.I)
        assert judith.page.get_by_role("button", name=changing).count() == 0
        judith.fills("Search", "step-down").presses("Search")
        judith.follows("Open four step-down places in Derby").reads("Quorate.")
        judith.follows(AGREEMENT).follows("Signatures").reads(
            "Catherine Doyle", "Deputy"
        )

    def when_thomas_and_yasmin_give_authority(self):
        thomas = self.continues_as("Thomas Reeve")
        self.proposes(thomas, "Helen Cartwright")
        thomas.reads("It now waits for a second person")
        yasmin = self.continues_as("Yasmin Ali").follows("Confirm or refuse")
        yasmin.pictures("confirm").presses("Confirm").reads("In effect")
        self.proposes(self.continues_as("Thomas Reeve"), "Thomas Reeve")
        thomas.reads("You cannot do this", "Nobody gives themselves authority.")

    def proposes(self, lead, holder):
        lead.follows("Organisations").fills("Name begins with", "Priory")
        lead.presses("Show").follows("Priory Group").follows("Who may bind it")
        lead.follows("Propose a delegation").chooses("Who", holder)
        lead.ticks("Sign agreements").fills("Up to", "100,000")
        lead.fills("Where it is written", "Scheme of delegation 2026, paragraph 4.2")
        lead.pictures("propose").presses("Propose")
