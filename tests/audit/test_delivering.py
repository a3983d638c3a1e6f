"""What a committed act asked for is done at least once, and never forgotten."""

import datetime as dt

import pytest
from django.utils import timezone

from audit import tasks
from audit.models import Event, OutboxMessage
from audit.rules.backoff import MOST_ATTEMPTS, gives_up, wait_after
from audit.services import delivering
from audit.services.delivering import deliver, sweep
from audit.services.sample_clock import LogNotEmptyError, sample_clock
from tests.audit.things import opened, trust, unsaved

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that a test turns."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock(now) -> Clock:
    return Clock(now)


@pytest.fixture
def message(now) -> OutboxMessage:
    return OutboxMessage.objects.create(
        uid="out_a",
        act_uid="act_a",
        task="tests.note",
        arguments={"thing": 7},
        due_at=now,
        created_at=now,
    )


def state(message: OutboxMessage) -> tuple[str, int]:
    message.refresh_from_db()
    return message.state, message.attempts


class TestDeliver:
    def test_runs_the_task_with_its_arguments_once(self, message, clock):
        done = []

        for _ in range(2):
            deliver(
                message_uid="out_a",
                tasks={"tests.note": lambda **given: done.append(given)},
                clock=clock,
            )

        assert done == [{"thing": 7}]
        assert state(message) == ("done", 1)

    def test_leaves_alone_what_another_worker_holds(self, message, clock):
        def reentrant(**_):
            assert not deliver(
                message_uid="out_a", tasks={"tests.note": fail}, clock=clock
            )

        def fail(**_):
            raise AssertionError("two workers at once")

        assert deliver(
            message_uid="out_a", tasks={"tests.note": reentrant}, clock=clock
        )

    def test_takes_over_from_a_worker_that_was_killed(self, message, clock, settings):
        class Killed(BaseException):
            pass

        def die(**_):
            raise Killed

        with pytest.raises(Killed):
            deliver(message_uid="out_a", tasks={"tests.note": die}, clock=clock)
        assert state(message) == ("waiting", 1)
        clock.turn(seconds=settings.OUTBOX_LEASE_SECONDS)

        assert deliver(
            message_uid="out_a", tasks={"tests.note": lambda **_: None}, clock=clock
        )

    def test_keeps_what_went_wrong_and_waits_longer_each_time(self, message, clock):
        def fail(**_):
            raise OSError("mailbox full")

        waits = []
        for _ in range(4):
            deliver(message_uid="out_a", tasks={"tests.note": fail}, clock=clock)
            message.refresh_from_db()
            waits.append((message.due_at - clock.now).total_seconds())
            clock.now = message.due_at

        assert waits == [30, 60, 120, 240]
        assert message.last_error == "OSError: mailbox full"
        assert message.state == "waiting"

    def test_gives_up_in_the_end(self, message, clock):
        def fail(**_):
            raise OSError("mailbox full")

        for _ in range(MOST_ATTEMPTS):
            deliver(message_uid="out_a", tasks={"tests.note": fail}, clock=clock)
            message.refresh_from_db()
            clock.now = message.due_at

        assert state(message) == ("given_up", MOST_ATTEMPTS)
        assert not deliver(message_uid="out_a", tasks={}, clock=clock)

    def test_gives_up_a_message_that_kills_every_worker(self, message, clock, settings):
        class Killed(BaseException):
            pass

        def die(**_):
            raise Killed

        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(Killed):
                deliver(message_uid="out_a", tasks={"tests.note": die}, clock=clock)
            clock.turn(seconds=settings.OUTBOX_LEASE_SECONDS)
        deliver(message_uid="out_a", tasks={"tests.note": die}, clock=clock)

        assert state(message) == ("given_up", MOST_ATTEMPTS)

    def test_never_undoes_what_another_worker_finished(self, message, clock, settings):
        def slow_then_fail(**_):
            clock.turn(seconds=settings.OUTBOX_LEASE_SECONDS)
            assert deliver(
                message_uid="out_a", tasks={"tests.note": lambda **_: None}, clock=clock
            )
            raise OSError("too late")

        deliver(message_uid="out_a", tasks={"tests.note": slow_then_fail}, clock=clock)

        assert state(message)[0] == "done"

    def test_counts_a_task_nobody_knows_as_a_failure(self, message, clock):
        deliver(message_uid="out_a", tasks={}, clock=clock)

        message.refresh_from_db()
        assert message.last_error == "UnknownTaskError: tests.note"

    def test_waits_until_the_message_is_due(self, message, clock):
        clock.turn(seconds=-1)

        assert not deliver(message_uid="out_a", tasks={}, clock=clock)

    def test_gives_its_lease_back_later_than_celery_stops_the_task(self, settings):
        assert tasks.deliver.time_limit < settings.OUTBOX_LEASE_SECONDS


class TestSweep:
    def test_tells_of_what_is_due_oldest_first(self, now, monkeypatch):
        told: list[str] = []
        monkeypatch.setattr("audit.dispatch.send", told.append)
        for uid, minutes, kept in (
            ("out_b", 1, "waiting"),
            ("out_a", 5, "waiting"),
            ("out_c", -1, "waiting"),
            ("out_d", 9, "done"),
            ("out_e", 9, "given_up"),
        ):
            OutboxMessage.objects.create(
                uid=uid,
                act_uid="act_a",
                task="tests.note",
                due_at=now - dt.timedelta(minutes=minutes),
                created_at=now,
                state=kept,
            )

        assert sweep(now=now) == 2
        assert told == ["out_a", "out_b"]

    def test_does_not_tell_again_what_is_on_its_way(
        self, now, message, monkeypatch, settings
    ):
        told: list[str] = []
        monkeypatch.setattr("audit.dispatch.send", told.append)
        lease = dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)

        sweep(now=now)
        sweep(now=now + lease / 2)
        assert told == ["out_a"]

        sweep(now=now + lease)
        assert told == ["out_a", "out_a"]

    def test_tells_at_once_of_what_failed_and_is_due_again(
        self, clock, message, monkeypatch
    ):
        def fail(**_):
            raise OSError("mailbox full")

        told: list[str] = []
        monkeypatch.setattr("audit.dispatch.send", told.append)
        sweep(now=clock.now)
        deliver(message_uid="out_a", tasks={"tests.note": fail}, clock=clock)

        sweep(now=clock.now + wait_after(1))

        assert told == ["out_a", "out_a"]

    def test_tells_of_a_portion_at_a_time(self, now, monkeypatch):
        told: list[str] = []
        monkeypatch.setattr("audit.dispatch.send", told.append)
        monkeypatch.setattr(delivering, "SWEEP_PORTION", 3)
        for number in range(5):
            OutboxMessage.objects.create(
                uid=f"out_{number}",
                act_uid="act_a",
                task="tests.note",
                due_at=now,
                created_at=now,
            )

        assert sweep(now=now) == 3


class TestBackoff:
    def test_doubles_and_then_stays(self):
        assert [wait_after(n).total_seconds() for n in (1, 2, 3, 30)] == [
            30,
            60,
            120,
            21_600,
        ]

    def test_ends(self):
        assert not gives_up(MOST_ATTEMPTS - 1)
        assert gives_up(MOST_ATTEMPTS)


class TestSampleClock:
    def test_records_acts_at_the_moments_they_claim(self, now):
        with sample_clock():
            trust("A", now)

        event = Event.objects.get(label="A")
        assert event.recorded_at == event.at == now
        assert '"via":"sample"' in event.payload

    def test_never_runs_backwards(self, now):
        with sample_clock():
            trust("A", now)
            trust("B", now - dt.timedelta(days=1))

        event = Event.objects.get(label="B")
        assert event.at == now - dt.timedelta(days=1)
        assert event.recorded_at == now

    def test_is_refused_once_anything_was_recorded(self, now):
        trust("A", now)

        with pytest.raises(LogNotEmptyError), sample_clock():
            pass

    def test_runs_as_ever_afterwards(self, now):
        before = timezone.now()
        with pytest.raises(ZeroDivisionError), sample_clock():
            _ = 1 / 0
        trust("A", now)

        event = Event.objects.get(label="A")
        assert event.recorded_at >= before
        assert "via" not in event.payload

    def test_does_not_reach_into_the_future(self):
        from audit.door import FutureActError

        with (
            sample_clock(),
            pytest.raises(FutureActError),
            opened(timezone.now() + dt.timedelta(days=1)),
        ):
            unsaved("A").save()
