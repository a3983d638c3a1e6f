"""What changed lately, as the home pages say it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from audit.models import Event
from audit.registries import (
    Reach,
    UnregisteredVerbError,
    addresses_of,
    names_of,
    reach_of,
    verb_named,
)
from collab.models import Collaborative

SHOWN: Final = 10
WINDOW: Final = dt.timedelta(days=90)
# What people did together; not who signed in or what a job ran.
_ROOMS: Final = ("agreements.", "collab.", "pathways.")
# A reminder changes nothing, and there are many; their log has a page of its own.
_NO_CHANGE: Final = ("collab.reminder.sent", "collab.paper.issued")


def changed_lately(
    *, user: Any, now: dt.datetime, collaborative: Collaborative | None = None
) -> list[dict[str, Any]]:
    """
    Give the newest acts that the person may read, one line each, for the timeline.

    With ``collaborative`` only those about it.
    """
    reach = reach_of(user, now)
    if collaborative is not None:
        reach = _narrowed(reach, collaborative)
    events = (
        Event.objects.visible_to(reach)
        .filter(position=0, recorded_at__gt=now - WINDOW)
        .exclude(verb__in=_NO_CHANGE)
    )
    newest = [
        event
        for event in events.order_by("-pk")[: SHOWN * 5]
        if event.verb.startswith(_ROOMS)
    ][:SHOWN]
    return _lines(newest)


def changed_in(
    *, user: Any, now: dt.datetime, uids: Iterable[str], most: int
) -> list[dict[str, Any]]:
    """Give the newest acts that touched any of some records, one line each."""
    reach = reach_of(user, now)
    visible = Event.objects.visible_to(reach)
    touched = visible.filter(object_uid__in=list(uids)).order_by("-pk")
    # An act touches several of them, each with an event of its own.
    newest = list(touched.values_list("act_uid", flat=True)[: most * 4])
    return _lines(
        list(visible.filter(act_uid__in=newest, position=0).order_by("-pk")[:most])
    )


def _lines(newest: list[Event]) -> list[dict[str, Any]]:
    names = names_of(event.actor_uid for event in newest)
    pages = addresses_of((event.object_type, event.object_uid) for event in newest)
    return [_line(event, names, pages) for event in newest]


def _narrowed(reach: Reach, collaborative: Collaborative) -> Reach:
    uid = collaborative.uid
    everything = reach.everything or uid in reach.collaboratives
    token = f"collaborative:{uid}"
    return Reach(
        collaboratives=frozenset({uid}) if everything else frozenset(),
        audiences=reach.audiences & {token},
    )


def _line(
    event: Event, names: dict[str, str], pages: dict[tuple[str, str], str]
) -> dict[str, Any]:
    try:
        sentence = verb_named(event.verb).sentence
    except UnregisteredVerbError:
        sentence = event.verb
    title = sentence.replace("{object}", event.label)
    return {
        "title": title[:1].upper() + title[1:],
        "when": event.recorded_at,
        "who": names.get(event.actor_uid, ""),
        "href": pages.get((event.object_type, event.object_uid), ""),
        "detail": "",
    }
