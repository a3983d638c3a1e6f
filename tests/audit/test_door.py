"""What the door lets through, and what it writes down."""

import datetime as dt
import json
import types

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from audit import door
from audit.door import (
    FutureActError,
    NestedActError,
    NobodyActsError,
    ReasonNeededError,
    SystemActor,
)
from audit.models import Event, OutboxMessage, OutsideAnActError, PersonalValue
from audit.models.open_act import open_act
from audit.models.writing import EventWriter, NoSubjectError
from audit.registries import UnregisteredVerbError, Verb, register_verbs
from collab.models import Collaborative, Organisation
from tests.audit.things import CLERK, opened, trust, unsaved
from tests.builders.people import person

pytestmark = pytest.mark.django_db

register_verbs(
    [Verb(name="tests.thing.closed", sentence="closed {object}", needs_reason=True)]
)


def payload(event: Event) -> dict:
    return json.loads(event.payload)


def of_objects() -> list[Event]:
    return list(Event.objects.exclude(object_type="audit.schema").order_by("id"))


class TestAct:
    def test_refuses_a_verb_that_nobody_declared(self, now):
        with (
            pytest.raises(UnregisteredVerbError),
            door.act("tests.thing.invented", by=CLERK, at=now),
        ):
            pass

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_refuses_to_go_without_a_reason_that_the_verb_needs(self, now, reason):
        with (
            pytest.raises(ReasonNeededError),
            door.act("tests.thing.closed", by=CLERK, at=now, reason=reason),
        ):
            pass

    def test_refuses_an_act_inside_another_and_undoes_the_outer(self, now):
        with pytest.raises(NestedActError), opened(now):
            unsaved("A").save()
            with opened(now):
                pass

        assert not Organisation.objects.exists()
        assert open_act() is None

    def test_refuses_nobody(self, now):
        with pytest.raises(NobodyActsError), opened(now, by=None):
            pass

    def test_refuses_a_person_who_may_no_longer_act(self, now):
        leaver = person("Lee Ver", now, is_active=False)

        with pytest.raises(NobodyActsError), opened(now, by=leaver):
            unsaved("A").save()

        assert not Organisation.objects.exists()

    def test_refuses_to_claim_the_future(self):
        ahead = timezone.now() + dt.timedelta(minutes=3)

        with pytest.raises(FutureActError), opened(ahead):
            pass

    def test_leaves_room_for_clocks_that_differ_a_little(self):
        ahead = timezone.now() + dt.timedelta(minutes=1)

        with opened(ahead):
            unsaved("A").save()

        assert Event.objects.filter(label="A").get().at == ahead

    def test_refuses_to_end_without_having_done_anything(self, now):
        with pytest.raises(NoSubjectError), opened(now):
            pass

    def test_records_when_it_learnt_of_what_was_claimed(self, now):
        before = timezone.now()

        trust("A", now)

        event = Event.objects.get(label="A")
        assert event.at == now
        assert before <= event.recorded_at <= timezone.now()
        history = Organisation.history.get()
        assert history.history_date == event.recorded_at
        assert history.act_uid == event.act_uid
        assert history.history_user_uid == "sys_tests"

    def test_keeps_the_reason_out_of_the_event(self, now):
        with opened(now, reason="Because Dr Shah asked"):
            unsaved("A").save()

        event = Event.objects.get(label="A")
        assert "Shah" not in event.payload
        kept = PersonalValue.objects.get(ref=payload(event)["reason"]["ref"])
        assert kept.value == "Because Dr Shah asked"
        assert Organisation.history.get().history_change_reason == kept.value

    def test_keeps_address_and_agent_for_ninety_days_only(self, now):
        context = door.RequestContext(
            request_id="req_a", address="192.0.2.7", agent="Firefox"
        )
        token = door.request_context.set(context)
        try:
            trust("A", now)
        finally:
            door.request_context.reset(token)

        event = Event.objects.get(label="A")
        assert payload(event)["request"]["id"] == "req_a"
        assert "192.0.2.7" not in event.payload
        assert "Firefox" not in event.payload
        assert set(
            PersonalValue.objects.filter(field__in=["address", "agent"]).values_list(
                "value", "retention"
            )
        ) == {("192.0.2.7", "security"), ("Firefox", "security")}

    def test_names_the_body_acted_for_and_the_right_that_allowed_it(self, now):
        body, right = trust("Body", now), trust("Right", now)

        with opened(now, for_organisation=body) as record:
            row = unsaved("A")
            row.save()
            record.about(row, allowed_by=right)
            record.related(body)

        event = Event.objects.get(label="A")
        assert event.organisation_uid == body.uid
        assert payload(event)["for"] == {"id": body.uid, "label": "Body"}
        assert payload(event)["allowed_by"] == {
            "type": "collab.organisation",
            "id": right.uid,
            "label": "Right",
        }
        assert payload(event)["related"] == [{"id": body.uid, "label": "Body"}]

    def test_leaves_neither_change_nor_event_when_the_event_cannot_be_written(
        self, now, monkeypatch
    ):
        def refuse(*_):
            raise DatabaseError("disk full")

        monkeypatch.setattr("audit.models.writing.insert_events", refuse)

        with pytest.raises(DatabaseError, match="disk full"), opened(now) as record:
            unsaved("A").save()
            record.after_commit("tests.nothing")

        assert not Organisation.objects.exists()
        assert not Organisation.history.exists()
        assert not Event.objects.filter(label="A").exists()
        assert not OutboxMessage.objects.exists()
        assert open_act() is None

    def test_leaves_nothing_when_the_history_cannot_be_written(self, now, monkeypatch):
        def refuse(*_, **__):
            raise DatabaseError("disk full")

        monkeypatch.setattr(Organisation.history.model, "save", refuse)

        with pytest.raises(DatabaseError, match="disk full"), opened(now):
            unsaved("A").save()

        assert not Organisation.objects.exists()

    def test_is_closed_again_after_any_error(self, now):
        with pytest.raises(KeyboardInterrupt), opened(now):
            raise KeyboardInterrupt

        assert open_act() is None
        trust("A", now)


@pytest.mark.django_db(transaction=True)
class TestActOnItsOwn:
    def test_refuses_to_be_part_of_a_larger_transaction(self, now):
        with (
            pytest.raises(RuntimeError, match="durable"),
            transaction.atomic(),
            opened(now),
        ):
            pass

    def test_leaves_the_connection_clean_after_an_error(self, now):
        with pytest.raises(IntegrityError), opened(now):
            Organisation.objects.create(name="A", ods_code="X1", sector="other")
            Organisation.objects.create(name="B", ods_code="X1", sector="other")

        assert not connection.in_atomic_block
        assert not Organisation.objects.exists()

    def test_dispatches_nothing_when_it_is_rolled_back(self, now, settings, sent):
        with pytest.raises(ZeroDivisionError), opened(now) as record:
            unsaved("A").save()
            record.after_commit("tests.nothing", thing=1)
            _ = 1 / 0

        assert sent == []
        assert not OutboxMessage.objects.exists()

    def test_dispatches_after_the_commit_and_not_before(self, now, settings, sent):
        with opened(now) as record:
            unsaved("A").save()
            record.after_commit("tests.nothing", thing=1)
            assert sent == []

        message = OutboxMessage.objects.get()
        assert sent == [message.uid]
        assert message.act_uid == Event.objects.get(label="A").act_uid

    def test_survives_a_broker_that_is_away(self, now, settings, monkeypatch):
        def refuse(*_, **__):
            raise ConnectionError("no broker")

        settings.OUTBOX_SEND_AT_ONCE = True
        monkeypatch.setattr("audit.dispatch.current_app.send_task", refuse)

        with opened(now) as record:
            unsaved("A").save()
            record.after_commit("tests.nothing")

        assert Organisation.objects.count() == 1
        assert OutboxMessage.objects.get().state == "waiting"


@pytest.fixture
def sent(settings, monkeypatch):
    """What a worker was told of, by the message's uid."""
    told: list[str] = []
    settings.OUTBOX_SEND_AT_ONCE = True
    monkeypatch.setattr(
        "audit.dispatch.current_app.send_task",
        lambda name, kwargs, **_: told.append(kwargs["message_uid"]),
    )
    return told


class TestRecord:
    def test_puts_the_subject_first_and_every_object_in_an_event_of_its_own(self, now):
        with opened(now) as record:
            first, second = unsaved("First"), unsaved("Second")
            first.save()
            second.save()
            record.about(second)

        events = of_objects()
        assert [(event.position, event.label) for event in events] == [
            (0, "Second"),
            (1, "First"),
        ]
        assert len({event.act_uid for event in events}) == 1

    def test_makes_one_change_of_several_writes_of_a_row(self, now):
        row = trust("A", now)

        with opened(now):
            row.name = "B"
            row.save()
            row.name = "C"
            row.save()

        assert payload(of_objects()[-1])["changes"] == {"name": ["A", "C"]}
        assert Organisation.history.count() == 3

    def test_says_nothing_of_a_row_that_came_and_went(self, now):
        with opened(now) as record:
            row = unsaved("A")
            row.save()
            row.delete()
            record.about(CollaborativeLike())

        assert [event.label for event in of_objects()] == ["stand-in"]

    def test_says_nothing_of_a_write_that_a_savepoint_took_back(self, now):
        with opened(now):
            unsaved("Kept").save()
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                unsaved("Taken back").save()
                Organisation.objects.bulk_create([unsaved("Taken back too")])
                _ = 1 / 0
            with transaction.atomic():
                unsaved("Kept too").save()

        assert [event.label for event in of_objects()] == ["Kept", "Kept too"]
        assert Organisation.history.count() == 2

    def test_names_the_row_as_it_was_last_written(self, now):
        row = trust("A", now)

        with opened(now) as record:
            record.about(Organisation.objects.get(pk=row.pk))
            again = Organisation.objects.get(pk=row.pk)
            again.name = "B"
            again.save()

        event = of_objects()[-1]
        assert event.label == "B"
        assert payload(event)["object"]["rev"] == 1

    def test_takes_no_work_once_the_act_is_closed(self, now):
        with opened(now) as record:
            unsaved("A").save()

        with pytest.raises(OutsideAnActError):
            record.after_commit("tests.nothing")

    def test_stamps_the_audience_of_each_object(self, now):
        with opened(now):
            unsaved("A").save()
            Collaborative(
                slug="impact", name="IMPACT", purpose="Care", footprint="West"
            ).save()

        body, together = of_objects()
        assert (body.audience, body.collaborative_uid) == ("installation", "")
        uid = Collaborative.objects.get().uid
        assert together.audience == f"collaborative:{uid}"
        assert together.collaborative_uid == uid
        assert payload(together)["collaborative"] == {"id": uid, "label": "IMPACT"}

    def test_refuses_an_event_that_names_too_many_things(self, now):
        row = trust("A", now)

        with opened(now) as record:
            row.name = "B"
            row.save()
            record.related(*[row] * 1_500)

        related = payload(of_objects()[-1])["related"]
        assert related.keys() == {"sha256", "bytes"}


class CollaborativeLike:
    """A subject that is no row."""

    _meta = types.SimpleNamespace(label_lower="tests.thing")

    uid = "thg_a"

    def named(self):
        from audit.models import Named

        return Named(uid=self.uid, label="stand-in")

    def audience(self):
        from audit.models import Audience

        return Audience(token="installation")


class TestEventWriter:
    def test_writes_as_many_statements_as_there_are_tables(
        self, now, django_assert_num_queries
    ):
        with opened(now) as record:
            for number in range(30):
                unsaved(f"Body {number}").save()

            writer = EventWriter(record, {})
            with django_assert_num_queries(1):
                writer.write()
            record._writes.clear()
            record.about(CollaborativeLike())


class TestSystemActor:
    def test_has_a_readable_uid(self):
        assert SystemActor("reminders").uid == "sys_reminders"
