"""Who is reminded of an action, and when."""

import datetime as dt

import pytest

from audit.door import SystemActor
from collab.models import DueThing, Reminder
from collab.rules.periods import london_day
from collab.services.due_things import repair_due_things
from collab.services.reminders import sweep_reminders
from tests.builders import actions as build

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
JOB = SystemActor("reminders")


@pytest.fixture
def now():
    """Long enough ago that weeks of sweeps lie behind: no act lies ahead of its time."""
    return dt.datetime(2024, 1, 10, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def here(now):
    return build.scene(now)


@pytest.fixture
def action(here, now):
    return here.opened(now, days=30)


def sweep_on(day):
    sweep_reminders(actor=JOB, now=dt.datetime.combine(day, dt.time(12), dt.UTC))


def sent():
    return [(row.rung, row.user.name) for row in Reminder.objects.order_by("pk")]


def waiting():
    rows = DueThing.objects.open().order_by("kind", "due_on")
    return list(rows.values_list("kind", "due_on"))


class TestAnActionToBeDone:
    def test_is_said_to_its_owner_and_then_to_the_leads(self, here, action, now):
        for days in range(-15, 30):
            sweep_on(action.due_on + days * DAY)

        owner, lead = here.owner.name, here.lead.name
        assert sent() == [
            *[(rung, owner) for rung in ("before_14", "before_7", "before_1", "due")],
            *[(rung, lead) for rung in ("overdue_1", "overdue_14", "overdue_28")],
        ]

    def test_is_not_said_once_evidence_was_given(self, here, action, now):
        build.shown(action, here.owner, now)
        for days in range(-15, 30):
            sweep_on(action.due_on + days * DAY)

        assert "action:1" not in [row.occasion for row in Reminder.objects.all()]

    def test_is_said_again_where_it_was_returned(self, here, action, now):
        build.shown(action, here.owner, now)
        build.returned(action, here.other, now)
        sweep_on(action.due_on - 7 * DAY)

        assert sent() == [("before_7", here.owner.name)]

    def test_follows_a_day_that_was_moved(self, here, action, now):
        from tests.collab.test_actions import change

        change(action, here.lead, now, due_on=action.due_on + 10 * DAY)
        sweep_on(action.due_on)

        assert sent() == [("before_14", here.owner.name)]
        assert waiting() == [("action", action.due_on + 10 * DAY)]

    def test_is_said_to_the_leads_where_its_owner_has_left(self, here, action, now):
        from tests.collab.test_action_pages import gone

        gone(here, now)
        sweep_on(action.due_on - 7 * DAY)

        assert sent() == [("before_7", here.lead.name)]


class TestEvidenceThatWaits:
    def test_is_said_to_the_leads_and_to_whoever_opened_it(self, here, action, now):
        build.shown(action, here.owner, now)
        for days in range(20):
            sweep_on(london_day(now) + days * DAY)

        people_told = {here.lead.name, here.other.name}
        assert {name for _, name in sent()} == people_told
        assert {rung for rung, _ in sent()} == {"day_7", "due"}
        assert waiting() == [("action_check", london_day(now) + 14 * DAY)]

    def test_of_a_condition_is_said_to_the_leads_alone(self, here, now):
        condition = here.condition(now, by=here.lead)
        build.shown(condition, here.owner, now)
        sweep_on(london_day(now) + 8 * DAY)

        assert sent() == [("day_7", here.lead.name)]

    def test_is_over_once_it_is_closed(self, here, action, now):
        build.shown(action, here.owner, now)
        build.closed(action, here.other, now)

        assert waiting() == []


class TestTheRepair:
    def test_finds_what_was_overlooked(self, here, action, now):
        shown = here.opened(now, what="Another")
        build.shown(shown, here.owner, now)
        before = waiting()
        DueThing.objects.all().delete()

        assert repair_due_things(actor=JOB, now=now) == 2
        assert waiting() == before
        assert repair_due_things(actor=JOB, now=now) == 0
