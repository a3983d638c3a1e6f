import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.services.mailing import send_mail
from agreements.enums import RequestStatus
from agreements.services.declining import decline_to_sign
from agreements.services.signatories import replace_signatory
from audit.door import SystemActor
from audit.models import OutboxMessage
from collab.models import DueThing, Reminder
from collab.rules.periods import london_day
from collab.services import due_things
from collab.services.reminders import sweep_reminders
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
REMINDERS = SystemActor("reminders")


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def version(made, now):
    return build.out_for_signature(made, now)


def sweep(now, days):
    return sweep_reminders(actor=REMINDERS, now=now + days * DAY)


def sent():
    rows = Reminder.objects.order_by("pk").select_related("user")
    return [(row.rung, row.user) for row in rows]


class TestSweepReminders:
    def test_sends_nothing_in_the_first_days(self, version, now):
        assert sweep(now, 2) == 0

    def test_reminds_each_signatory_on_day_three(self, made, version, now):
        assert sweep(now, 3) == 2

        assert {user for _, user in sent()} == set(made.signatories.values())
        assert {rung for rung, _ in sent()} == {"day_3"}

    def test_reminds_again_on_day_seven_and_day_ten(self, version, now):
        for days in (3, 7, 10):
            sweep(now, days)

        assert [rung for rung, _ in sent()] == 2 * ["day_3"] + 2 * ["day_7"] + 2 * [
            "day_10"
        ]

    def test_then_reminds_the_deputies(self, made, version, now):
        body = made.bodies[0]
        deputy = people.person("Dee Puty", now)
        people.deputise(deputy, made.signatory(body).appointments.first(), now)
        people.give(Role.MEMBER, deputy, made.collaborative, now)
        sweep(now, 10)

        assert sweep(now, 12) == 1

        assert sent()[-1] == ("deputy", deputy)

    def test_tells_no_deputy_who_cannot_open_the_page(self, made, version, now):
        deputy = people.person("Dee Puty", now)
        post = made.signatory(made.bodies[0]).appointments.first()
        people.deputise(deputy, post, now)
        sweep(now, 10)

        assert sweep(now, 12) == 0

    def test_then_tells_the_governance_lead_and_the_signatory_that_it_is_due(
        self, made, version, now
    ):
        sweep(now, 10)
        sweep(now, 12)

        assert sweep(now, 14) == 4

        assert sent()[-4:].count(("lead", made.lead)) == 2
        assert {user for rung, user in sent() if rung == "due"} == set(
            made.signatories.values()
        )

    def test_escalates_once_more_a_week_after_the_day_and_then_is_silent(
        self, made, version, now
    ):
        sweep(now, 14)

        assert sweep(now, 21) == 2
        assert sent()[-1] == ("overdue_7", made.lead)
        assert sweep(now, 400) == 0

    def test_speaks_from_seven_in_the_morning_in_london(self, version, now):
        before = now.replace(hour=5, minute=59) + 3 * DAY
        at = now.replace(hour=6, minute=0) + 3 * DAY

        assert sweep_reminders(actor=REMINDERS, now=before) == 0
        assert sweep_reminders(actor=REMINDERS, now=at) == 2

    def test_sends_each_rung_once_however_often_it_sweeps(self, version, now):
        for _ in range(3):
            sweep(now, 3)
            sweep(now, 4)

        assert len(sent()) == 2

    def test_never_reminds_of_what_was_signed(self, made, version, now):
        body = made.bodies[0]
        build.sign(version, body, made.signatory(body), now)

        sweep(now, 3)

        assert [user for _, user in sent()] == [made.signatory(made.bodies[1])]

    def test_never_reminds_of_what_was_declined(self, made, version, now):
        body = made.bodies[0]
        decline_to_sign(
            version_id=version.pk,
            organisation_id=body.pk,
            reason="No",
            actor=made.signatory(body),
            now=now,
        )

        sweep(now, 3)

        assert made.signatory(body) not in [user for _, user in sent()]

    def test_begins_anew_when_somebody_else_is_asked(self, made, version, now):
        body = made.bodies[0]
        other = build.signatory("Other", made, body, now)
        sweep(now, 3)
        replace_signatory(
            version_id=version.pk,
            organisation_id=body.pk,
            user_id=other.pk,
            due_on=london_day(now + 20 * DAY),
            actor=made.lead,
            now=now + 3 * DAY,
        )

        assert sweep(now, 5) == 0
        assert sweep(now, 6) == 1
        assert sent()[-1] == ("day_3", other)

    def test_looks_again_under_the_lock(self, made, version, now, monkeypatch):
        monkeypatch.setattr(due_things, "follow", lambda *_, **__: [])
        for body in made.bodies:
            build.sign(version, body, made.signatory(body), now)
        assert DueThing.objects.open().count() == 2

        assert sweep(now, 3) == 0

        assert sent() == []
        monkeypatch.undo()
        sweep(now, 4)
        assert not DueThing.objects.open().exists()

    def test_leaves_alone_what_another_worker_has_leased(self, version, now):
        DueThing.objects.update(claimed_until=now + 3 * DAY + dt.timedelta(minutes=5))

        assert sweep(now, 3) == 0

    def test_takes_up_what_a_killed_worker_had_leased(self, version, now):
        DueThing.objects.update(claimed_until=now + 2 * DAY)

        assert sweep(now, 3) == 2

    def test_is_really_delivered(self, made, version, now, settings):
        already = set(OutboxMessage.objects.values_list("pk", flat=True))
        sweep(now, 3)

        waiting = OutboxMessage.objects.exclude(pk__in=already)
        for message in waiting.filter(task="accounts.send_mail"):
            send_mail(**message.arguments, now=now + 3 * DAY)

        assert sorted(each.to for each in mail.outbox) == sorted(
            [person.email] for person in made.signatories.values()
        )
        assert "You were asked on 1 April 2026" in mail.outbox[0].body
        assert "/AGR-001/versions/1/sign" in mail.outbox[0].body

    def test_leaves_no_row_when_the_event_cannot_be_written(
        self, version, now, monkeypatch
    ):
        before = OutboxMessage.objects.count()

        def refuse(*_):
            raise RuntimeError("The ledger is away.")

        with monkeypatch.context() as patch:
            patch.setattr("audit.models.writing.EventWriter.write", refuse)
            with pytest.raises(RuntimeError):
                sweep(now, 3)

        assert sent() == []
        assert OutboxMessage.objects.count() == before
        assert sweep(now, 3.01) == 2


class TestTheCost:
    def queries(self, now, days):
        with CaptureQueriesContext(connection) as found:
            sweep(now, days)
        return len(found)

    def test_is_of_what_is_due_not_of_what_exists(self, made, version, now):
        before = self.queries(now, 2)
        for number in range(6):
            later = build.draft(made, now, title=f"Agreement {number}")
            build.send_out(later, made, now)

        assert self.queries(now, 2) == before == 3

    def test_is_the_same_for_one_as_for_many_of_one_collaborative(
        self, made, version, now
    ):
        few = self.queries(now, 3)
        for number in range(6):
            later = build.draft(made, now, title=f"Agreement {number}")
            build.send_out(later, made, now)

        assert self.queries(now, 3) <= few + 2
        assert Reminder.objects.count() == 14


class TestTheTasks:
    def test_sweep_by_their_names(self, made, version):
        from config.celery import app

        app.loader.import_default_modules()
        app.tasks["collab.sweep_reminders"]()
        app.tasks["agreements.sweep_periods"]()

        request = version.requests.first()
        assert request.status == RequestStatus.ASKED
        assert ("overdue_7", made.lead) in sent()
