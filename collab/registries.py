"""What upper rooms, and other parts of this one, tell the home pages.

This room knows no agreement; whoever does hands in a callable at start.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from collab.rules.reminders import Rung
from collab.rules.rights import Rights


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """Something that waits for one person: what, why, where to do it, by when.

    ``kind`` is a short name such as "signature"; ``collaborative`` the name of the
    collaborative it belongs to, empty where it belongs to none.
    """

    title: str
    body: str
    link: str
    kind: str
    due_on: dt.date | None = None
    collaborative: str = ""
    collaborative_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a section: a record's name, where it is, and its state in words."""

    title: str
    href: str = ""
    detail: str = ""
    state: str = ""
    colour: str = "grey"


@dataclass(frozen=True, kw_only=True)
class HomeSection:
    """A part of a collaborative's page that another part of the house fills."""

    title: str
    entries: list[Entry] = field(default_factory=list)
    empty: str = ""
    more: Entry | None = None
    action: Entry | None = None


WorkItemsOf = Callable[[Any, Rights, dt.datetime], list[WorkItem]]
SectionOf = Callable[[Any, Rights, Any, dt.datetime], HomeSection | None]

_work: dict[str, WorkItemsOf] = {}
_sections: dict[str, tuple[int, SectionOf]] = {}


def register_work_items(name: str, items_of: WorkItemsOf) -> None:
    """Add a source of work; the same name replaces its entry."""
    _work[name] = items_of


def work_items(user: Any, rights: Rights, now: dt.datetime) -> list[WorkItem]:
    """Give everything that waits for a person, what is due first at the top."""
    found = [
        item for items_of in _work.values() for item in items_of(user, rights, now)
    ]
    return sorted(found, key=lambda item: (item.due_on or dt.date.max, item.title))


def register_home_section(name: str, section_of: SectionOf, *, order: int) -> None:
    """Add a part to every collaborative's page; the same name replaces its entry.

    The callable is given user, rights, collaborative and now; None leaves it out.
    """
    _sections[name] = (order, section_of)


def home_sections(
    user: Any, rights: Rights, collaborative: Any, now: dt.datetime
) -> list[HomeSection]:
    """Give the parts of a collaborative's page that this person may see, in order."""
    asked = sorted(_sections.items(), key=lambda known: (known[1][0], known[0]))
    found = (
        section_of(user, rights, collaborative, now) for _, (_, section_of) in asked
    )
    return [section for section in found if section is not None]


# Called inside the act by which somebody leaves: the open record, the person, the
# organisation they leave (None when the account is closed), and the moment.
OnLeaving = Callable[[Any, Any, Any, dt.datetime], None]

_leaving: dict[str, OnLeaving] = {}


def register_on_leaving(name: str, hand_over: OnLeaving) -> None:
    """Add what another room does when somebody leaves; the name replaces its entry."""
    _leaving[name] = hand_over


def on_leaving(record: Any, user: Any, organisation: Any, at: dt.datetime) -> None:
    """Have every room let go of a leaver, inside the open act."""
    for hand_over in _leaving.values():
        hand_over(record, user, organisation, at)


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a reminder says: a subject, a few sentences, and the page to open."""

    subject: str
    words: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One thing that waits for somebody: whom its ladder reaches, and in what words.

    ``subject`` is a governed row; ``name`` tells this occasion from an earlier one of
    the same subject; ``people`` names who a kind of person is at a moment.
    """

    subject: Any
    name: str
    collaborative: Any
    kind: str
    ladder: tuple[Rung, ...]
    began_on: dt.date
    due_on: dt.date
    people: Callable[[str, dt.datetime], list[Any]]
    message: Callable[[Rung, Any, dt.datetime], Message]


@dataclass(frozen=True, kw_only=True)
class OccasionSource:
    """A room's answer to "what waits", and whether it still does (under a lock).

    ``is_open`` is given the open record and the occasion.
    """

    occasions: Callable[[dt.datetime], list[Occasion]]
    is_open: Callable[[Any, Occasion], bool]


_occasions: dict[str, OccasionSource] = {}


def register_occasions(name: str, source: OccasionSource) -> None:
    """Add a source of occasions to remind of; the same name replaces its entry."""
    _occasions[name] = source


def occasion_sources() -> list[OccasionSource]:
    """Give every source of occasions, by name."""
    return [_occasions[name] for name in sorted(_occasions)]


@dataclass(frozen=True, kw_only=True)
class DecisionFact:
    """One more line on a decision's page, such as what it was taken under."""

    label: str
    text: str
    href: str = ""


DecisionFactsOf = Callable[[Any, Rights], list[DecisionFact]]

_decision_facts: dict[str, DecisionFactsOf] = {}
_log_decision_address: list[Callable[[Any], str]] = []


def register_decision_facts(name: str, facts_of: DecisionFactsOf) -> None:
    """Add what another room knows of a decision; the same name replaces its entry."""
    _decision_facts[name] = facts_of


def decision_facts(decision: Any, rights: Rights) -> list[DecisionFact]:
    """Give what the rooms above know of a decision, for a person with these rights."""
    return [
        fact
        for name in sorted(_decision_facts)
        for fact in _decision_facts[name](decision, rights)
    ]


def register_log_decision(address_of: Callable[[Any], str]) -> None:
    """Say where a decision of a collaborative is logged: the page is above."""
    _log_decision_address[:] = [address_of]


def log_decision_address(collaborative: Any) -> str:
    """Give the page on which a decision is logged, or nothing where there is none."""
    return _log_decision_address[0](collaborative) if _log_decision_address else ""
