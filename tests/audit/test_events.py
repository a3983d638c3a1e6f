"""What events hold, and what they must never hold."""

import hashlib
import json
import uuid
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.models import Event, PersonalValue, StoredText
from audit.models.naming import privacy_classes
from audit.models.payloads import row_digest
from audit.rules.commitments import matches
from collab.models import Collaborative, Organisation
from tests.audit.things import opened, trust, unsaved

pytestmark = pytest.mark.django_db

# Long enough not to stand in a payload by chance, and nothing a database refuses.
PERSONAL = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=6, max_size=60
).filter(lambda text: text.strip() == text and not text.isascii())
EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def payload(event: Event) -> dict[str, Any]:
    return json.loads(event.payload)


def of(row: Any) -> list[Event]:
    return list(Event.objects.filter(object_uid=row.uid).order_by("id"))


def folded(row: Any) -> dict[str, Any]:
    """The row as the log tells it: every change of it, one after the other."""
    state: dict[str, Any] = {}
    for event in of(row):
        for name, (_, after) in payload(event).get("changes", {}).items():
            state[name] = after
    return state


class TestPayload:
    def test_is_canonical_and_repeated_by_the_columns(self, now):
        row = trust('A \U0001f600 "quoted"', now)

        (event,) = of(row)
        found = payload(event)
        assert event.payload.encode() == rfc8785.dumps(found)
        assert (found["id"], found["act"]) == (event.uid, event.act_uid)
        assert (found["verb"], found["position"]) == (event.verb, event.position)
        assert found["actor"] == {"type": event.actor_type, "id": event.actor_uid}
        assert found["object"] == {
            "type": event.object_type,
            "id": event.object_uid,
            "label": event.label,
            "rev": 0,
        }
        assert found["audience"] == event.audience
        assert found["at"] == "2026-04-01T09:30:00.000000Z"

    def test_holds_every_governed_field_of_a_new_row(self, now):
        row = trust("A", now)

        names = {
            field.name
            for field in Organisation._meta.concrete_fields
            if field.name not in ("id", "revision")
        }
        assert set(payload(of(row)[0])["changes"]) == names

    def test_names_other_rows_by_uid_and_never_by_key(self, now):
        from collab.models import Membership

        body = trust("A", now)
        with opened(now):
            together = Collaborative(slug="a", name="A", purpose="x", footprint="x")
            together.save()
            part = Membership(
                collaborative=together,
                organisation_id=body.pk,
                role="member",
                joined_on=now.date(),
            )
            part.save()

        changes = payload(of(part)[0])["changes"]
        assert changes["collaborative"] == [None, together.uid]
        assert changes["organisation"] == [None, body.uid]

    def test_holds_the_digest_of_the_row_as_it_was_left(self, now):
        row = trust("A", now)
        row.name = "B"
        with opened(now):
            row.save()

        again = Organisation.objects.get()
        digest = payload(of(row)[-1])["row"]["sha256"]
        assert digest == row_digest(Organisation, again.stored_values())

    def test_points_to_changes_that_are_too_long_for_it(self, now):
        with opened(now):
            row = Collaborative(
                slug="a", name="A", purpose="p" * 1_900, footprint="f" * 300
            )
            row.save()
        many = [f"value {number}" * 100 for number in range(100)]

        from audit.services.migrating import migration_act

        with migration_act("collab.0009", why="", now=now) as told:
            told.changed("collab.thing", "thg_a", {"names": [None, many]})

        changes = payload(Event.objects.order_by("id").last())["changes"]
        kept = StoredText.objects.get(sha256=changes["sha256"])
        assert json.loads(kept.text) == {"names": [None, many]}
        assert hashlib.sha256(kept.text.encode()).hexdigest() == kept.sha256


class TestFold:
    @EXAMPLES
    @given(
        st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "name": st.text(st.characters(exclude_categories=["Cs", "Cc"])),
                    "town": st.text(st.characters(exclude_categories=["Cs", "Cc"])),
                    "opened_on": st.none() | st.dates(),
                    "sector": st.sampled_from(["other", "charity"]),
                },
            ),
            max_size=5,
        )
    )
    def test_of_all_changes_is_the_row(self, now, steps):
        row = trust("A", now)
        for step in steps:
            for name, value in step.items():
                setattr(row, name, value[:80] if isinstance(value, str) else value)
            with opened(now) as record:
                row.save()
                record.about(row)

        live = Organisation.objects.get(pk=row.pk)
        told = folded(row)
        for field in Organisation._meta.concrete_fields:
            if field.name not in ("id", "revision"):
                value = getattr(live, field.attname)
                expected = value.isoformat() if hasattr(value, "isoformat") else value
                assert told[field.name] == expected
        newest = Organisation.history.filter(id=row.pk).order_by("-history_id")[0]
        assert newest.revision == live.revision
        assert newest.name == live.name

    def test_remembers_a_list_that_was_changed_in_place(self, now):
        """A model with a JSON column; the ledger must see what changed inside it."""
        row = trust("A", now)
        row.__dict__["_stored"] = row.stored_values()
        holder = {"list": [1]}
        from audit.models.rows import apart

        kept = apart(holder)
        holder["list"].append(2)

        assert kept == {"list": [1]}


class TestPersonalValues:
    @EXAMPLES
    @given(name=PERSONAL, later=PERSONAL, reason=PERSONAL)
    def test_enter_no_payload(self, now, name, later, reason):
        with opened(now, reason=reason):
            user = User(name=name, email="x@example.org", created_at=now)
            user.set_password(later)
            user.email = f"{uuid.uuid4()}@example.org"
            user.save()
        user.name = f"{later} {name}"
        with opened(now, reason=reason):
            user.save()

        for event in of(user):
            spelt = json.dumps(payload(event), ensure_ascii=False)
            for value in (name, later, reason, user.email, user.password):
                assert value not in event.payload
                assert value not in spelt

    def test_are_committed_to_and_the_commitments_hold(self, now):
        with opened(now):
            user = User(name="Jo Bloggs", email="jo@example.org", created_at=now)
            user.save()

        committed = payload(of(user)[0])["changes"]["name"][1]
        kept = PersonalValue.objects.get(ref=committed["ref"])
        assert kept.value == "Jo Bloggs"
        assert matches(kept.value, salt=bytes(kept.salt), c=committed["c"])
        assert (kept.object_uid, kept.field) == (user.uid, "name")

    def test_of_before_are_those_in_force(self, now):
        with opened(now):
            user = User(name="Jo", email="jo@example.org", created_at=now)
            user.save()
        for name in ("Joe", "Joanna"):
            user.name = name
            with opened(now):
                user.save()

        first, second, third = (payload(e)["changes"]["name"] for e in of(user))
        assert first[0] is None
        assert second[0] == first[1]
        assert third[0] == second[1]

    def test_of_before_are_committed_to_where_nothing_was(self, now):
        with opened(now):
            (user,) = User.objects.bulk_create(
                [User(name="Jo", email="jo@example.org", created_at=now)]
            )
        user.name = "Joe"
        with opened(now):
            user.save()

        earlier, _ = payload(of(user)[-1])["changes"]["name"]
        assert PersonalValue.objects.get(ref=earlier["ref"]).value == "Jo"

    def test_are_read_in_one_query_however_many_change(
        self, now, django_assert_max_num_queries
    ):
        with opened(now):
            users = [
                User(name=f"P {n}", email=f"p{n}@example.org", created_at=now)
                for n in range(6)
            ]
            for user in users:
                user.save()

        # For each person one UPDATE and one history row; three questions after what the
        # search says of any of them; the rest is the act's own.
        with django_assert_max_num_queries(2 * 6 + 5 + 3), opened(now):
            for user in users:
                user.name += " Jones"
                user.email = user.email.replace("p", "q", 1)
                user.save()

    def test_may_be_longer_than_an_event(self, now):
        with opened(now, reason="long " * 15_000):
            unsaved("A").save()

        event = Event.objects.order_by("id").last()
        assert len(event.payload) < 3_000
        assert len(PersonalValue.objects.get(field="reason").value) > 60_000

    def test_stay_out_of_the_digest_of_the_row(self, now):
        classes = privacy_classes(User)

        user = User(name="Jo", email="jo@example.org", created_at=now)
        user.prepare_new()
        twin = User(name="Other", email="other@example.org", created_at=now)
        twin.uid = user.uid

        assert classes["name"] == "personal"
        assert row_digest(User, user.stored_values()) == row_digest(
            User, twin.stored_values()
        )

    def test_never_stand_in_a_label(self, now):
        with opened(now):
            user = User(name="Jo Bloggs", email="jo@example.org", created_at=now)
            user.save()

        assert of(user)[0].label == ""
