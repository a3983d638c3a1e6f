"""Acts as sentences: who did what, for whom, to what."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse

from audit import registries
from audit.enums import ActorType
from audit.models import Event
from audit.registries import UnregisteredVerbError
from audit.selectors.events import ActLine
from ui import formats

NOBODY = "a person whose name was erased"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One act as a list shows it."""

    href: str
    who: str
    organisation: str
    sentence: str
    others: str
    at: dt.datetime
    is_sample: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event as a timeline shows it; the names are those of the timeline macro."""

    href: str
    title: str
    who: str
    when: dt.datetime
    detail: str = ""


class People:
    """Today's names of the people that some events name."""

    def __init__(self, uids: Iterable[str]) -> None:
        self.names = registries.names_of(uid for uid in uids if _is_person(uid))

    @classmethod
    def in_events(cls, events: Iterable[Event]) -> "People":
        """Read the names of all who act or are acted upon, at once."""
        found = list(events)
        return cls(
            [event.actor_uid for event in found] + [event.object_uid for event in found]
        )

    def name(self, uid: str) -> str:
        """Give a person's name, or say that it was erased."""
        return self.names.get(uid, NOBODY)

    def actor(self, event: Event) -> str:
        """Say who acted, whatever kind of actor it was."""
        job = event.actor_uid.partition("_")[2].replace("_", " ")
        if event.actor_type == ActorType.SYSTEM:
            return f"Concordat ({job})"
        if event.actor_type == ActorType.COMMAND:
            return f"The command {job} on the server"
        if event.actor_type == ActorType.MIGRATION:
            return "An upgrade"
        return self.name(event.actor_uid)

    def thing(self, event: Event) -> str:
        """Name what the event is about."""
        if event.label:
            return event.label
        if _is_person(event.object_uid):
            return self.name(event.object_uid)
        return kind_of(event.object_type)


def _is_person(uid: str) -> bool:
    return uid.startswith("usr_")


def kind_of(object_type: str) -> str:
    """Name a kind of object in plain words."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type.rpartition(".")[2].replace("_", " ")


def sentence_of(event: Event, people: People) -> str:
    """Say what was done, in the words that the verb was declared with."""
    try:
        sentence = registries.verb_named(event.verb).sentence
    except UnregisteredVerbError:
        return f"{event.verb} {people.thing(event)}"
    if "{object}" in sentence:
        return sentence.replace("{object}", people.thing(event))
    return sentence


def lines_of(acts: list[ActLine]) -> list[Line]:
    """Present the acts of one page; one query for all the names."""
    people = People.in_events(act.event for act in acts)
    return [_line(act, people) for act in acts]


def _line(act: ActLine, people: People) -> Line:
    event = act.event
    payload = json.loads(event.payload)
    others = act.events - 1
    return Line(
        href=reverse("audit:event", args=[event.uid]),
        who=people.actor(event),
        organisation=payload.get("for", {}).get("label", ""),
        sentence=sentence_of(event, people),
        others=formats.count(others, "other record") if others else "",
        at=event.at,
        is_sample=payload.get("via") == "sample",
    )


def entries_of(
    events: list[Event], details: Mapping[str, str], people: People
) -> list[Entry]:
    """Present one object's events as a timeline."""
    return [
        Entry(
            href=reverse("audit:event", args=[event.uid]),
            title=_capital(sentence_of(event, people)),
            who=people.actor(event),
            when=event.at,
            detail=details.get(event.uid, ""),
        )
        for event in events
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def verb_choices() -> list[tuple[str, Any]]:
    """List the declared verbs by room, as a select shows them."""
    rooms: dict[str, list[tuple[str, str]]] = {}
    for verb in registries.all_verbs():
        room = verb.name.partition(".")[0]
        words = verb.sentence.replace("{object}", "…")
        rooms.setdefault(_capital(room), []).append((verb.name, words))
    return [("", "Anything"), *sorted(rooms.items())]
