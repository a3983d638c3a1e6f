"""Somebody without an account signs by a link; a signatory declines and is asked again."""

import pytest
from django.utils import timezone

from tests import browser
from tests.builders import agreements, guests
from tests.journeys.walking import with_app
from tests.journeys.working import delivers, letters_to, link_in

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

WIDTHS = sorted(browser.WIDTHS.values())


@pytest.fixture
def made(site):
    now = timezone.now()
    made = agreements.partnership(now, slug="vale", name="Vale Care Partners")
    made.lead = with_app(made.lead)
    return made


def code_in(letter):
    return next(word.strip(".") for word in letter.body.split() if word[:6].isdigit())


class TestSomebodyWithoutAnAccount:
    @pytest.mark.parametrize("width", WIDTHS)
    def test_reads_and_signs_with_link_and_code(self, doorway, made, width):
        now = timezone.now()
        charity = made.bodies[1]
        outside = guests.vouched_for(made, charity, now)
        guests.send_out(outside, made, charity, now)
        delivers()
        [letter] = letters_to(outside.email)

        with doorway.visitor(width=width) as guest:
            guest.opens(link_in(letter, "/outside/"))
            guest.reads_title("Read and sign an agreement").finds_no_fault()
            guest.misses("Partnership agreement")
            guest.presses("Send me a code").reads_title("Enter the code")
            delivers()
            guest.fills("Code", code_in(letters_to(outside.email)[-1]))
            guest.presses("Go on").reads("close to home", "Fingerprint")
            guest.finds_no_fault()
            guest.ticks("I have read version 1").presses("Sign", exact=True)
            guest.reads_title("You have signed").finds_no_fault()
            assert guest.opens(link_in(letter, "/outside/")) == 410
            guest.reads_title("This page can no longer be opened")

        with doorway.person(made.lead, width=width) as lead:
            lead.follows("Follow the signatures on")
            lead.reads("Signed by a personal link and a code sent by email")


class TestASignatoryWhoDeclines:
    @pytest.mark.parametrize("width", WIDTHS)
    def test_is_asked_again_and_signs(self, doorway, made, width):
        now = timezone.now()
        body = made.bodies[0]
        agreements.out_for_signature(made, now)
        signer = with_app(made.signatory(body))

        with doorway.person(signer, width=width) as reader:
            reader.follows("Sign AGR-001").follows("Decline to sign")
            reader.fills("Reason", "The money is unclear.").presses("Decline")

        with doorway.person(made.lead, width=width) as lead:
            lead.follows("Follow the signatures on")
            lead.reads("Declined on", "Talk with them. Then ask again")
            lead.follows_beside(body.name, "Ask again or somebody else")
            lead.reads_title("Ask again to sign").finds_no_fault()
            lead.chooses("Who is asked to sign", signer.name)
            lead.presses("Ask this person").reads("Waiting for signature")

        with doorway.person(signer, width=width) as reader:
            reader.follows("Sign AGR-001").ticks("I have read version 1")
            reader.presses("Sign", exact=True).reads_title("You have signed")
