"""What upper rooms, and other parts of this one, tell the home pages.

This room knows no agreement; whoever does hands in a callable at start.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collab.registries.ahead import (
    Ahead,
    AheadItem,
    AheadSource,
    ahead_sources,
    register_ahead,
)
from collab.registries.register import (
    RegisterColumn,
    register_columns,
    register_register_column,
)
from collab.registries.work import (
    WorkItem,
    WorkSource,
    label_of_kind,
    register_work_items,
    register_work_kind,
    register_work_source,
    work_names,
    work_sources,
)
from collab.rules.reminders import CAP, Ladder, Rung, Whom
from collab.rules.rights import Rights

# From the modules beside this one; the rest stands below.
__all__ = [
    "Ahead",
    "AheadItem",
    "AheadSource",
    "RegisterColumn",
    "WorkItem",
    "WorkSource",
    "ahead_sources",
    "label_of_kind",
    "register_ahead",
    "register_columns",
    "register_register_column",
    "register_work_items",
    "register_work_kind",
    "register_work_source",
    "work_names",
    "work_sources",
]


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


SectionOf = Callable[[Any, Rights, Any, dt.datetime], HomeSection | None]

_sections: dict[str, tuple[int, SectionOf]] = {}


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


class UnknownSourceError(LookupError):
    """No room registered a source of this kind."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a reminder says: a subject, a few sentences, and the page to open."""

    subject: str
    words: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Due:
    """What a subject waits for at present.

    ``item`` is the governed row that may have a ladder of its own, and that the history
    names beside the subject; ``organisation`` the partner it concerns, if one does.
    """

    collaborative: Any
    item: Any
    title: str
    link: str
    began_on: dt.date
    due_on: dt.date
    organisation: Any = None

    def is_said_by(self, row: Any) -> bool:
        """Say whether an open row is of this occasion, not of an earlier one."""
        return (row.began_on, row.due_on) == (self.began_on, self.due_on)


@dataclass(frozen=True, kw_only=True)
class OccasionSource:
    """A room's register of one kind of due thing.

    ``due_of`` says of a subject what it waits for, or None once that is done.
    ``lock`` gives subjects by uid, held until the transaction ends, in the one order
    in which the house takes locks; ``load`` the same for a page, without locks. Both
    leave out what is gone. ``live`` gives the next subjects, by internal id after the
    one given, that may be due: only the repair asks it.
    ``whom`` resolves a kind of person, named with words in ``people``; ``asks`` is the
    kind that "remind now" speaks to. ``notification`` is the declared kind of
    notification. One that ``lapses`` is over once its day has passed.
    """

    kind: str
    label: str
    notification: str
    ladder: Ladder
    people: Mapping[str, str]
    asks: str
    due_of: Callable[[Any], Due | None]
    lock: Callable[[Iterable[str]], dict[str, Any]]
    load: Callable[[Iterable[str]], dict[str, Any]]
    live: Callable[[int, int], list[Any]]
    whom: Callable[[Any, str], Whom]
    message: Callable[[Any, Rung, dt.datetime], Message]
    cap: int = CAP
    lapses: bool = False

    def waits_at(self, subject: Any, today: dt.date) -> Due | None:
        """Say what a subject waits for on a day, or None once it is done or lapsed."""
        due = self.due_of(subject)
        return None if due and self.lapses and due.due_on < today else due

    def looks_after(self, due_on: dt.date) -> dt.date | None:
        """Give the day on which to look again though there is nothing to say."""
        return due_on + dt.timedelta(days=1) if self.lapses else None


_sources: dict[str, OccasionSource] = {}


def register_occasions(source: OccasionSource) -> None:
    """Add a register of due things; the same kind replaces its entry."""
    _sources[source.kind] = source


def source_of(kind: str) -> OccasionSource:
    """
    Find the register of a kind.

    :raises UnknownSourceError: if no room has one
    """
    try:
        return _sources[kind]
    except KeyError as error:
        raise UnknownSourceError(f"No room registered {kind}.") from error


def sources() -> list[OccasionSource]:
    """Give every register, by kind."""
    return [_sources[kind] for kind in sorted(_sources)]


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
