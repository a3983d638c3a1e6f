"""The events, and what stands beside them."""

from dataclasses import replace
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from audit.enums import ActorType, OutboxState, Retention
from audit.registries import Reach


class EventQuerySet(models.QuerySet["Event"]):
    """Ways to narrow the events."""

    def visible_to(self, reach: Reach) -> Self:
        """Narrow to the events that a reach covers (ids first: settled 11)."""
        if reach.without:
            wider = replace(reach, without=frozenset())
            return self.visible_to(wider).exclude(audience__in=reach.without)
        if reach.everything:
            return self
        if reach.is_empty:
            return self.none()
        if not reach.audiences:
            return self.filter(collaborative_uid__in=reach.collaboratives)
        if not reach.collaboratives:
            return self.filter(audience__in=reach.audiences)
        return self.filter(
            Q(collaborative_uid__in=reach.collaboratives)
            | Q(audience__in=reach.audiences)
        )


class Event(models.Model):
    """One governed object touched by one act; never changed or removed.

    ``payload`` is the exact canonical JSON; every other column repeats a part of it
    so that pages can filter. ``position`` 0 is the act's subject.
    """

    append_only: ClassVar[bool] = True

    uid = models.CharField(max_length=32, unique=True)
    act_uid = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField(db_index=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_type = models.CharField(max_length=10, choices=ActorType.choices)
    actor_uid = models.CharField(max_length=40)
    organisation_uid = models.CharField(max_length=32, blank=True)
    collaborative_uid = models.CharField(max_length=32, blank=True)
    audience = models.CharField(max_length=50)
    object_type = models.CharField(max_length=60)
    object_uid = models.CharField(max_length=32)
    label = models.CharField(max_length=250, blank=True)
    payload = models.TextField()

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["act_uid", "position"], name="audit_event_act"),
            models.Index(fields=["object_uid", "id"], name="audit_event_object"),
            models.Index(
                fields=["collaborative_uid", "id"], name="audit_event_collaborative"
            ),
            models.Index(fields=["audience", "id"], name="audit_event_audience"),
            models.Index(fields=["actor_uid", "id"], name="audit_event_actor"),
            models.Index(
                fields=["organisation_uid", "id"], name="audit_event_organisation"
            ),
            models.Index(fields=["verb", "id"], name="audit_event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.verb}"


class PendingEvent(models.Model):
    """Marks an event that has no place in the tree yet; a trigger writes it."""

    event = models.OneToOneField(
        Event, primary_key=True, on_delete=models.PROTECT, db_constraint=False
    )

    class Meta:
        default_permissions = ()


class PersonalValue(models.Model):
    """A personal value that an event only commits to; the one part that is erasable.

    The newest row of an object's field is the one in force.
    """

    ref = models.CharField(max_length=32, unique=True)
    salt = models.BinaryField(max_length=16, null=True)
    c = models.CharField(max_length=64)
    value = models.TextField(null=True)  # noqa: DJ001 - null means erased
    object_uid = models.CharField(max_length=32)
    field = models.CharField(max_length=60)
    retention = models.CharField(max_length=10, choices=Retention.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["object_uid", "field", "id"],
                name="audit_personal_value_field",
            ),
            models.Index(
                fields=["retention", "recorded_at"], name="audit_personal_value_due"
            ),
        ]


class StoredText(models.Model):
    """A value too long for an event, kept once under its SHA-256."""

    append_only: ClassVar[bool] = True

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    class Meta:
        default_permissions = ()


class OutboxMessage(models.Model):
    """Work that a committed act asked for; its row is what counts, not the broker.

    ``told_at`` is when a worker was last told of it, so that a sweep does not tell all
    over again what is still on its way.
    """

    uid = models.CharField(max_length=32, unique=True)
    act_uid = models.CharField(max_length=32, db_index=True)
    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state=OutboxState.WAITING),
                name="audit_outbox_waiting",
            ),
            models.Index(fields=["state", "-id"], name="audit_outbox_state"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.uid}"


def is_append_only(model: Any) -> bool:
    """Say whether the database must refuse to change this model's rows."""
    return bool(getattr(model, "append_only", False)) or hasattr(
        model, "history_change_reason"
    )
