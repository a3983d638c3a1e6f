"""What upper rooms, and other parts of this one, tell the home pages.

This room knows no agreement; whoever does hands in a callable at start.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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
    found = [item for items_of in _work.values() for item in items_of(user, rights, now)]
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
    found = (section_of(user, rights, collaborative, now) for _, (_, section_of) in asked)
    return [section for section in found if section is not None]
