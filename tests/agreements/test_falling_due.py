"""Reminders of the days that an agreement sets."""

import datetime as dt

import pytest

from agreements.rules.content import Notice
from agreements.services.coming_into_force import sweep_periods
from audit.door import SystemActor
from collab.models import DueThing, Reminder
from collab.rules.periods import london_day
from collab.services.due_things import repair_due_things
from collab.services.reminders import sweep_reminders
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
JOB = SystemActor("reminders")


@pytest.fixture
def now():
    """Long enough ago that years of sweeps lie behind: no act lies ahead of its time."""
    return dt.datetime(2024, 1, 10, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def made(now):
    return build.partnership(now)


def in_force(made, now, **fields):
    version = build.draft(made, now)
    version = build.with_terms(version, made, now, **fields)
    return build.sign_all(build.send_out(version, made, now), made, now)


def waiting():
    return list(DueThing.objects.open().order_by("kind").values_list("kind", "due_on"))


def sweep_on(day):
    at = dt.datetime.combine(day, dt.time(12), dt.UTC)
    sweep_periods(actor=JOB, now=at)
    return sweep_reminders(actor=JOB, now=at)


def rungs(kind):
    sent = Reminder.objects.filter(occasion__startswith=f"{kind}:").order_by("pk")
    return [row.rung for row in sent]


class TestAReview:
    def test_is_said_90_60_30_and_7_days_before_and_on_the_day(self, made, now):
        due = london_day(now + 200 * DAY)
        in_force(made, now, review_on=due)

        for before in (91, 90, 89, 60, 30, 29, 7, 1, 0):
            sweep_on(due - before * DAY)

        assert rungs("review") == [
            *("before_90", "before_60", "before_30", "before_7", "due")
        ]

    def test_is_escalated_to_the_leads_and_then_left_alone(self, made, now):
        due = london_day(now + 200 * DAY)
        in_force(made, now, review_on=due)

        for after in range(0, 400, 3):
            sweep_on(due + after * DAY)

        assert rungs("review") == ["due", "overdue_1", "overdue_14", "overdue_28"]

    def test_collapses_what_was_missed_into_one_for_each_kind_of_person(
        self, made, now
    ):
        due = london_day(now + 200 * DAY)
        in_force(made, now, review_on=due)

        sweep_on(due + 400 * DAY)

        assert rungs("review") == ["due", "overdue_28"]

    def test_is_over_once_another_version_follows(self, made, now):
        due = london_day(now + 200 * DAY)
        first = in_force(made, now, review_on=due)
        later = now + 2 * DAY
        second = build.next_version(made, first, later)
        second = build.with_terms(
            second, made, later, commences_on=london_day(later), review_on=None
        )
        build.sign_all(build.send_out(second, made, later), made, later)

        assert waiting() == []
        assert sweep_on(due) == 0


class TestAnEnd:
    def test_tells_those_who_signed_a_month_before(self, made, now):
        last = london_day(now + 200 * DAY)
        in_force(made, now, expires_on=last)

        sweep_on(last - 30 * DAY)

        told = {row.user for row in Reminder.objects.all()}
        assert told == {made.lead, *made.signatories.values()}

    def test_waits_on_after_the_end_until_something_follows(self, made, now):
        last = london_day(now + 200 * DAY)
        in_force(made, now, expires_on=last)

        sweep_on(last + DAY)

        assert waiting() == [("expiry", last)]
        assert rungs("expiry")[-1] == "overdue_1"


class TestTheLastDayForNotice:
    def test_is_worked_out_from_the_period_of_notice_and_the_end(self, made, now):
        in_force(
            made,
            now,
            expires_on=dt.date(2025, 3, 31),
            notice=Notice(length=3, unit="months", effect="ends"),
        )

        assert ("notice", dt.date(2024, 12, 31)) in waiting()

    def test_is_over_the_day_after(self, made, now):
        in_force(
            made,
            now,
            expires_on=dt.date(2025, 3, 31),
            notice=Notice(length=3, unit="months", effect="ends"),
        )
        sweep_on(dt.date(2024, 12, 30))
        sweep_on(dt.date(2024, 12, 31))
        sweep_on(dt.date(2025, 1, 1))

        assert rungs("notice")[-2:] == ["working_day", "due"]
        assert "notice" not in [kind for kind, _ in waiting()]
        assert repair_due_things(actor=JOB, now=now + 358 * DAY) == 0


class TestTheRepair:
    def test_finds_what_has_no_row_and_says_so_once(self, made, now):
        in_force(made, now, review_on=london_day(now + 20 * DAY))
        DueThing.objects.all().delete()

        assert repair_due_things(actor=JOB, now=now) == 1
        assert repair_due_things(actor=JOB, now=now) == 0
        assert waiting() == [("review", london_day(now + 20 * DAY))]

    def test_moves_what_says_another_day_and_closes_what_is_gone(self, made, now):
        version = in_force(made, now, review_on=london_day(now + 20 * DAY))
        DueThing.objects.open().update(due_on=london_day(now))
        stray = DueThing.objects.open().get()
        stray.pk, stray.uid, stray.subject_uid = None, "due_stray", "ver_gone"
        stray.save()

        repair_due_things(actor=JOB, now=now)

        assert [row.subject_uid for row in DueThing.objects.open()] == [version.uid]
        assert waiting() == [("review", london_day(now + 20 * DAY))]
