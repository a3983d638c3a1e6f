"""A refusal worth keeping leaves an event of its own."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from audit.door import RecordedRefusalError
from audit.models import Event, PersonalValue
from audit.registries import Verb, register_verbs
from collab.models import Organisation
from tests.audit.things import opened, trust

pytestmark = pytest.mark.django_db

register_verbs([Verb(name="tests.thing.refused", sentence="was refused {object}")])


def payload(event: Event) -> dict:
    return json.loads(event.payload)


def of_objects() -> list[Event]:
    return list(Event.objects.exclude(object_type="audit.schema").order_by("id"))


class NotASignatoryError(RecordedRefusalError):
    verb = "tests.thing.refused"


class TestRecordedRefusal:
    def test_is_kept_although_its_act_was_undone(self, now):
        row = trust("A", now)

        with pytest.raises(PermissionDenied), opened(now) as record:
            row.name = "B"
            row.save()
            record.about(row)
            raise NotASignatoryError("You hold no delegation.", about=row)

        kept = of_objects()[-1]
        assert kept.verb == "tests.thing.refused"
        assert Organisation.objects.get().name == "A"
        reason = PersonalValue.objects.get(ref=payload(kept)["reason"]["ref"])
        assert reason.value == "You hold no delegation."

    def test_is_only_raised_where_it_is_about_nothing(self, now):
        before = Event.objects.count()

        with pytest.raises(NotASignatoryError), opened(now):
            raise NotASignatoryError("No.")

        assert Event.objects.count() == before
