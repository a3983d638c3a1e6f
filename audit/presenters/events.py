"""One event, in full, for whoever may read it."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from audit import registries
from audit.models import Event
from audit.presenters.sentences import People, kind_of, sentence_of
from audit.presenters.values import Difference, Lookups, differences_of
from audit.registries import Reach
from audit.rules.canonical import digest


@dataclass(frozen=True, kw_only=True)
class Other:
    """Another record that the same act touched, or that the act names."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class EventView:
    """Everything a page says of one event."""

    who: str
    sentence: str
    kind: str
    label: str
    history_href: str
    page_href: str
    at: dt.datetime
    recorded_at: dt.datetime
    organisation: str
    reason: str
    allowed_by: str
    allowed_by_href: str
    differences: list[Difference]
    loaded: str
    related: list[str]
    others: list[Other]
    request: str
    address: str
    agent: str
    is_sample: bool
    verb: str
    payload: str
    sha256: str


def view_of(event: Event, rest: list[Event], reach: Reach) -> EventView:
    """Present one event; address and browser are for those who audit."""
    payload = json.loads(event.payload)
    lookups = Lookups.of([payload])
    people = People.in_events([event, *rest])
    audits = reach.everything or event.collaborative_uid in reach.collaboratives
    request = payload.get("request", {})
    right = payload.get("allowed_by", {})
    return EventView(
        who=people.actor(event),
        sentence=sentence_of(event, people),
        kind=kind_of(event.object_type),
        label=people.thing(event),
        history_href=_history(event.object_type, event.object_uid),
        page_href=registries.address_of(event.object_type, event.object_uid) or "",
        at=event.at,
        recorded_at=event.recorded_at,
        organisation=payload.get("for", {}).get("label", ""),
        reason=_committed(payload, "reason", lookups),
        allowed_by=right.get("label") or kind_of(right["type"]) if right else "",
        allowed_by_href=_history(right["type"], right["id"]) if right else "",
        differences=differences_of(payload, lookups),
        loaded=_loaded(payload.get("load")),
        related=_related(payload.get("related"), lookups),
        others=[_other(each, people) for each in rest],
        request=request.get("id", ""),
        address=_committed(request, "address", lookups) if audits else "",
        agent=_committed(request, "agent", lookups) if audits else "",
        is_sample=payload.get("via") == "sample",
        verb=event.verb,
        payload=event.payload,
        sha256=digest(event.payload),
    )


def _history(object_type: str, uid: str) -> str:
    return reverse("audit:object", args=[object_type, uid])


def _committed(payload: dict[str, Any], name: str, lookups: Lookups) -> str:
    return lookups.committed(payload[name]) if name in payload else ""


def _loaded(load: dict[str, Any] | None) -> str:
    if not load:
        return ""
    return f"{load['count']:,} records of the kind {kind_of(load['type'])}"


def _related(related: Any, lookups: Lookups) -> list[str]:
    if isinstance(related, dict):
        related = json.loads(lookups.texts.get(related["sha256"], "[]"))
    return [each["label"] or each["id"] for each in related or []][:100]


def _other(event: Event, people: People) -> Other:
    return Other(
        text=f"{people.thing(event)} ({kind_of(event.object_type)})",
        href=reverse("audit:event", args=[event.uid]),
    )
