"""Signing and deciding by keyboard alone, and without JavaScript."""

import pytest
from django.utils import timezone

from tests import browser
from tests.builders import agreements, forums, people
from tests.journeys.walking import able_to_sign_in, with_app

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

FOCUS = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const style = getComputedStyle(it), around = getComputedStyle(it.parentElement);
  const ring = it.matches('input[type=checkbox]') ?
    getComputedStyle(it.nextElementSibling, '::before') : style;
  return {
    name: (it.labels && it.labels[0] || it).innerText.trim(),
    seen: box.width > 0 && box.height > 0,
    marked: ring.boxShadow !== 'none' || parseFloat(ring.outlineWidth) > 0,
  };
}"""


@pytest.fixture
def waiting(site):
    """An agreement out for signature between two bodies."""
    now = timezone.now()
    made = agreements.partnership(now, slug="vale", name="Vale Care Partners")
    made.version = agreements.out_for_signature(made, now)
    made.signer = with_app(made.signatory(made.bodies[0]))
    return made


class Keyboard:
    """Goes from one thing to the next with the tabulator, and sees where it is."""

    def __init__(self, page):
        self.page = page

    def goes_to(self, name):
        """Press Tab until this is reached; every stop must be seen to be one."""
        passed = []
        for _ in range(60):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(FOCUS)
            assert here["seen"], f"lost after {passed[-1:]}"
            assert here["marked"], f"no sign of focus on {here['name']}"
            if here["name"].startswith(name):
                return passed
            passed.append(here["name"])
        pytest.fail(f"{name} was not reached; passed {passed}")

    def presses(self, key):
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


class TestSigningByKeyboard:
    def test_reaches_and_uses_everything(self, doorway, waiting):
        with doorway.person(waiting.signer) as signer:
            keys = Keyboard(signer.page)
            keys.goes_to("Sign AGR-001")
            keys.presses("Enter")
            passed = keys.goes_to("I have read version 1")
            signer.page.keyboard.press("Space")
            assert "Skip to main content" in passed
            assert keys.goes_to("Sign") == []
            keys.presses("Enter")
            signer.reads_title("You have signed")


class TestWithoutJavaScript:
    def test_an_agreement_can_be_signed(self, doorway, waiting):
        with doorway.person(waiting.signer, scripts=False) as signer:
            signer.follows("Sign AGR-001").presses("Sign", exact=True)
            signer.reads_errors("I have read version 1")
            signer.ticks("I have read version 1").presses("Sign", exact=True)
            signer.reads_title("You have signed")

    def test_a_decision_can_be_logged(self, doorway, waiting):
        now = timezone.now()
        member = able_to_sign_in(
            people.member("Leila Hassan", waiting.collaborative, waiting.bodies[0], now)
        )
        board = forums.forum(waiting.collaborative, now)
        forums.seat(board, waiting.bodies[0], now, member)
        with doorway.person(member, width=390, scripts=False) as member_:
            member_.starts().follows("Vale Care Partners").follows("Log a decision")
            member_.presses("Log this decision").reads_errors("why")
            member_.fills("What was proposed", "Open two flats").fills("Why", "Need.")
            member_.ticks("Leila Hassan").ticks("Approved").presses("Log this decision")
            member_.reads_title("Open two flats")
