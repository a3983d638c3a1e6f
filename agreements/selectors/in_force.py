"""Which version was in force at a moment: read from periods, never from a status."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements.models import Agreement, Version
from audit.models import Event


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The act that set one end of a period."""

    words: str
    event_uid: str
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class InForce:
    """A version with its period, as it is recorded or as it was at some time."""

    version: Version
    starts_at: dt.datetime
    ends_at: dt.datetime | None


def in_force_at(
    agreement: Agreement, moment: dt.datetime, *, known_until: dt.datetime | None = None
) -> InForce | None:
    """
    Find the version that was in force at a moment.

    With ``known_until`` the answer is what was recorded before that instant: a period
    that was set or shortened later does not count (settled question 16).
    """
    if known_until is None:
        version = agreement.versions.in_force_at(moment).first()
        if version is None:
            return None
        return _found(agreement, version, version)
    for row in _rows_before(agreement, known_until):
        starts, ends = row.in_force_from, row.in_force_to
        if starts is not None and starts <= moment and (ends is None or moment < ends):
            return _found(agreement, Version.objects.get(pk=row.id), row)
    return None


def _found(agreement: Agreement, version: Version, row: Any) -> InForce:
    version.agreement = agreement
    return InForce(
        version=version, starts_at=row.in_force_from, ends_at=row.in_force_to
    )


def _rows_before(agreement: Agreement, known_until: dt.datetime) -> list[Any]:
    """Give each version as it stood at the last act recorded before an instant."""
    rows = (
        Version.history.filter(agreement_id=agreement.pk, history_date__lt=known_until)
        .order_by("history_id")
        .only("id", "in_force_from", "in_force_to")
    )
    return list({row.id: row for row in rows}.values())


def proof_of(version: Version) -> list[Proof]:
    """Name the acts that set where a version's period begins and ends, as recorded."""
    rows = list(
        Version.history.filter(id=version.pk)
        .order_by("history_id")
        .only("act_uid", "in_force_from", "in_force_to")
    )
    set_by: dict[str, str] = {}
    before: Any = None
    for row in rows:
        for name in ("in_force_from", "in_force_to"):
            now = getattr(row, name)
            if now is not None and now != (getattr(before, name) if before else None):
                set_by[name] = row.act_uid
        before = row
    events = {
        event.act_uid: event
        for event in Event.objects.filter(
            act_uid__in=set_by.values(), object_uid=version.uid
        )
    }
    words = {"in_force_from": "Its beginning was set", "in_force_to": "Its end was set"}
    return [
        Proof(words=words[name], event_uid=events[act].uid, at=events[act].at)
        for name, act in set_by.items()
        if act in events
    ]
