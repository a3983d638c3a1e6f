import datetime as dt

import pytest
from django.core import mail

from accounts.services.mailing import send_mail
from agreements.enums import RequestStatus
from agreements.services.declining import decline_to_sign
from agreements.services.signatories import replace_signatory
from audit.door import SystemActor
from audit.models import OutboxMessage
from collab.models import Reminder
from collab.rules.periods import london_day
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

    def test_reminds_the_deputies_on_day_five(self, made, version, now):
        body = made.bodies[0]
        deputy = people.person("Dee Puty", now)
        people.deputise(deputy, made.signatory(body).appointments.first(), now)
        sweep(now, 3)

        assert sweep(now, 5) == 1

        assert sent()[-1] == ("day_5", deputy)

    def test_tells_the_sender_when_it_is_due(self, made, version, now):
        sweep(now, 3)

        assert sweep(now, 14) == 2

        assert sent()[-1] == ("due", made.lead)

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
        from agreements.services import reminding
        from collab import registries

        stale = reminding.occasions(now + 3 * DAY)
        source = registries.OccasionSource(
            occasions=lambda _: stale, is_open=reminding.is_open
        )
        for body in made.bodies:
            build.sign(version, body, made.signatory(body), now)
        monkeypatch.setattr(registries, "_occasions", {"signatures": source})

        assert sweep(now, 3) == 0
        assert sent() == []

    def test_gives_way_to_a_worker_that_was_first(self, version, now, monkeypatch):
        from collab.services import reminders

        sweep(now, 3)
        monkeypatch.setattr(
            reminders, "_due", lambda occasion, now: [occasion.ladder[0]]
        )

        assert sweep(now, 3) == 0
        assert len(sent()) == 2

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
        assert sweep(now, 3) == 2


class TestTheTasks:
    def test_sweep_by_their_names(self, made, version):
        from config.celery import app

        app.loader.import_default_modules()
        app.tasks["collab.sweep_reminders"]()
        app.tasks["agreements.sweep_periods"]()

        request = version.requests.first()
        assert request.status == RequestStatus.ASKED
        assert ("due", made.lead) in sent()
