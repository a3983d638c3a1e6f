"""From an empty installation to a collaborative that looks after itself."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from tests import browser
from tests.builders.people_accounts import code_of
from tests.journeys.walking import PASSWORD, remember_app
from tests.journeys.working import delivers

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

CSV = (
    b"ods_code,name,town,postcode\n"
    b"XN1,NORTHFIELD NHS TRUST,NORTHFIELD,ZZ1 1AA\n"
    b"XV2,VALE COMMUNITY NHS TRUST,VALETOWN,ZZ2 2BB\n"
    b",NO CODE AND A BAD DATE,VALETOWN,ZZ2 2BB,\n"
)
SCHEME = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WRITTEN = "Scheme of delegation 2026, paragraph 4.2"
COLLABORATIVE = "Vale Care Partners"


class TestFirstAdministrator:
    def test_hands_a_collaborative_over(self, doorway, settings, capsys):
        self.doorway = doorway
        settings.EMAIL_BACKEND = "accounts.mail.FileBackend"
        call_command("first_administrator")
        self.link = re.search(r"http://\S+", capsys.readouterr().out).group()
        with doorway.visitor() as self.ada:
            self.when_ada_uses_the_link()
            self.when_she_loads_the_organisations()
            self.when_she_sets_up_the_collaborative()
            self.when_she_names_two_leads()
            self.when_the_leads_appoint_a_governance_lead()
            self.when_ada_names_the_governance_lead()
        self.then_the_governance_lead_looks_after_it()

    def when_ada_uses_the_link(self):
        self.ada.opens(self.link)
        self.ada.fills("Full name", "Ada Ministrator")
        self.ada.fills("E-mail address", "ada.ministrator@example.org")
        self.ada.fills("Choose a password", PASSWORD).presses("Set up my account")
        self.sets_up_an_app(self.ada, "ada.ministrator@example.org")

    def sets_up_an_app(self, person, address):
        person.presses("Set up an authenticator app")
        secret = person.field("Authenticator secret").input_value()
        person.fills("Authenticator code", code_of(secret)).presses("Activate")
        remember_app(User.objects.get(email=address), secret)

    def when_she_loads_the_organisations(self):
        self.ada.starts().reads("Next step: Load the organisations")
        self.ada.presses("Load organisations from a file")
        self.ada.gives_file("CSV file", "bodies.csv", CSV)
        self.ada.presses("Show what it would do").reads("Northfield NHS Trust")
        self.ada.reads("Nothing has changed yet.").presses("Load these rows")
        self.ada.reads("Finished on").finds_no_fault()

    def when_she_sets_up_the_collaborative(self):
        ada = self.ada.starts().presses("Create a collaborative")
        ada.fills("Name", COLLABORATIVE).fills("Short name", "vale")
        ada.fills("Purpose", "Older people live at home for longer.")
        ada.ticks("Place").page.get_by_label("Area", exact=True).fill("Vale")
        ada.presses("Create collaborative").starts()
        for name in ("Northfield NHS Trust", "Vale Community NHS Trust"):
            ada.starts().follows("Collaboratives").follows(COLLABORATIVE)
            ada.follows("Add an organisation").fills("Organisation", name)
            ada.fills_date("Joined on", timezone.localdate())
            ada.presses("Add organisation").reads(name)

    def when_she_names_two_leads(self):
        for name in ("Thomas Reeve", "Yasmin Ali"):
            self.ada.starts().follows("Organisations").follows("Northfield NHS Trust")
            self.ada.follows("Invite its first leads").follows("Add the document first")
            self.ada.gives_file("File", "scheme.pdf", SCHEME).presses("Add")
            self.ada.fills("Their e-mail address", address_of(name))
            self.ada.fills("Their name", name).fills("Post", "Company secretary")
            self.ada.fills("Where it is written", WRITTEN)
            self.ada.presses("Name this person")
            if self.ada.is_asked_again():
                self.ada.confirms(account_of("Ada Ministrator"))
                self.ada.presses("Name this person")
            self.ada.reads(name)
        self.joins("Thomas Reeve")
        with self.doorway.person(account_of("Thomas Reeve")) as thomas:
            thomas.follows("Confirm or refuse").presses("Confirm").reads("In effect")
        self.joins("Yasmin Ali")

    def joins(self, name):
        """Read the invitation that the administrator finds among the messages."""
        delivers()
        ada = self.ada.starts().follows("System").follows("Read the messages")
        ada.finds_no_fault().follows_beside(address_of(name), "invit")
        link = ada.page.get_by_role("link", name="/invitations/")
        address = link.get_attribute("href")
        ada.finds_no_fault()
        with self.doorway.visitor() as invited:
            invited.opens(address)
            invited.fills("Choose a password", PASSWORD).presses("Set up my account")
            self.sets_up_an_app(invited, address_of(name))

    def when_the_leads_appoint_a_governance_lead(self):
        with self.doorway.person(account_of("Thomas Reeve")) as thomas:
            thomas.follows("Organisations").follows("Northfield NHS Trust")
            thomas.follows("People and posts").follows("Propose an appointment")
            thomas.fills("Their e-mail address", address_of("Priya Raman"))
            thomas.fills("Their name", "Priya Raman").fills("Post", "Director")
            thomas.fills("Where it is written", WRITTEN).presses("Propose")
            thomas.reads("It now waits for a second person")
        with self.doorway.person(account_of("Yasmin Ali")) as yasmin:
            yasmin.follows("Confirm or refuse").presses("Confirm").reads("In effect")
        self.joins("Priya Raman")

    def when_ada_names_the_governance_lead(self):
        self.ada.starts().presses("Name the governance lead")
        self.ada.chooses("Person", "Priya Raman").presses("Name governance lead")
        self.ada.reads("Your change is recorded.").starts().misses("Next step")

    def then_the_governance_lead_looks_after_it(self):
        with self.doorway.person(account_of("Priya Raman")) as priya:
            priya.follows(COLLABORATIVE).reads("Write an agreement")
            priya.follows("Change purpose and area").reads_title("Change purpose")
            priya.finds_no_fault()


def address_of(name):
    return f"{name.lower().replace(' ', '.')}@example.org"


def account_of(name):
    return User.objects.get(email=address_of(name))
