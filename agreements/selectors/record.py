"""What the ledger holds of a version: every act on it, and when the last one was."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from agreements.models import ConditionMet, Version
from audit.models import Event
from collab.models import Reminder

_REMINDED = "collab.reminder.sent"


@dataclass(frozen=True, kw_only=True)
class VersionRecord:
    """One event for each act on a version, in order, and the reminders sent for it."""

    events: list[Event]
    reminders: list[Reminder]


def record_of(version: Version) -> VersionRecord:
    """Read every act that touched a version or what hangs on it, oldest first."""
    uids = _about(version)
    by_act: dict[str, Event] = {}
    for event in _events(uids).order_by("id"):
        by_act.setdefault(event.act_uid, event)
    reminders = Reminder.objects.filter(subject_uid__in=uids).select_related("user")
    return VersionRecord(
        events=list(by_act.values()),
        reminders=list(reminders.order_by("sent_at", "pk")),
    )


def last_recorded(versions: Iterable[Version]) -> dt.datetime:
    """Say when the last act on these versions was recorded."""
    uids = [uid for version in versions for uid in _about(version)]
    found: dt.datetime = _events(uids).aggregate(at=Max("recorded_at"))["at"]
    return found


def _events(uids: list[str]) -> QuerySet[Event]:
    return Event.objects.filter(object_uid__in=uids).exclude(verb=_REMINDED)


def _about(version: Version) -> list[str]:
    parts = (
        version.requests,
        version.sign_offs,
        version.party_withdrawals,
        version.conditions,
        ConditionMet.objects.filter(condition__version=version),
    )
    return [
        version.uid,
        *(uid for rows in parts for uid in rows.values_list("uid", flat=True)),
    ]
