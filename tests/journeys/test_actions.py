"""An action: opened, shown to be done with a file, and closed by somebody else."""

import pytest
from django.utils import timezone

from tests import browser
from tests.builders import actions
from tests.journeys.walking import able_to_sign_in, with_app

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def here(site):
    """Two bodies that work together, and people who can sign in."""
    scene = actions.scene(timezone.now())
    with_app(scene.lead)
    for person in (scene.owner, scene.other):
        able_to_sign_in(person)
    return scene


class TestAnAction:
    @pytest.mark.parametrize("width", [1100, 390])
    def test_is_opened_shown_and_closed_by_another(self, doorway, here, width):
        due = timezone.localdate() + actions.MONTH
        with doorway.person(here.other, width=width) as other:
            other.starts().follows("Vale Care Partners").follows("All actions")
            other.presses("Open an action").presses("Open this action")
            other.reads_errors("what is to be done", "who does it", "due by")
            other.fills("What is to be done", "Write the step-down protocol.")
            other.chooses("Who does it", "Owen Owner, Northfield Trust")
            other.fills_date("Due by", due).finds_no_fault()
            other.presses("Open this action").reads_title("Action A-001")
            other.reads("It is Owen Owner's move").finds_no_fault()
            other.misses_button("It is done: close this action")

        with doorway.person(here.owner, width=width) as owner:
            owner.starts().follows("Do A-001").presses("Say that it is done")
            owner.finds_no_fault().presses("It is done", exact=True)
            owner.reads_errors("what was done")
            owner.fills("What was done", "The protocol was agreed, minute 4.")
            owner.gives_file("File", "minutes.pdf", actions.PDF)
            owner.presses("It is done", exact=True).reads("Evidence given")
            owner.misses_button("It is done: close this action").finds_no_fault()

        with doorway.person(here.other, width=width) as other:
            other.starts().follows("Is A-001 done?")
            other.reads("The protocol was agreed, minute 4.", "minutes.pdf")
            other.finds_no_fault().presses("It is done: close this action")
            other.reads("Otto Other looked at the evidence and closed it")
            other.starts().reads("Nothing waits for you.")
            other.follows("Vale Care Partners").follows("All actions")
            other.reads("No action is open.").chooses("State", "Closed")
            other.presses("Show").reads("A-001 Write the step-down protocol.")
            other.finds_no_fault()


class TestAnActionThatIsReturned:
    def test_is_told_why_and_can_be_handed_over(self, doorway, here):
        now = timezone.now()
        action = here.opened(now, what="Ask the landlord.")
        actions.shown(action, here.owner, now)
        with doorway.person(here.lead, width=390) as lead:
            lead.starts().follows("Is A-001 done?").follows("It is not done yet")
            lead.fills("Why", "The letter is missing.").finds_no_fault()
            lead.presses("Return it").reads("To be done", "The letter is missing.")
            lead.follows("Change the owner or the day").finds_no_fault()
            lead.chooses("Who does it", "Cara Colleague")
            lead.fills("Why it changes", "Owen is away.").presses("Save the change")
            lead.reads("It is Cara Colleague's move")
