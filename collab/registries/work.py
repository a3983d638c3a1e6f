"""What waits for people: the sources that all rooms hand in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
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
class WorkSource:
    """Work that the database finds, orders and counts with that of all other sources.

    ``rows`` gives the person's own rows, or None for somebody who can have none.
    ``due`` and ``collaborative`` name the field, path or expression of the day and of
    the collaborative's id; ``facts`` those that ``item`` puts into words.
    """

    kind: str
    rows: Callable[[Any, Rights, dt.datetime], Any]
    facts: dict[str, Any]
    item: Callable[[dict[str, Any]], WorkItem]
    due: Any = None
    collaborative: Any = None


WorkItemsOf = Callable[[Any, Rights, dt.datetime], list[WorkItem]]

_work: dict[str, WorkItemsOf | WorkSource] = {}
_kinds: dict[str, str] = {}


def register_work_items(name: str, items_of: WorkItemsOf) -> None:
    """Add a source that lists its few items itself; the same name replaces its entry.

    It costs every visit a question of its own: prefer ``register_work_source``.
    """
    _work[name] = items_of


def register_work_source(name: str, source: WorkSource) -> None:
    """Add a source that the database reads with all others; the name replaces."""
    _work[name] = source


def work_names() -> list[str]:
    """Give the name of every source, always in the same order."""
    return sorted(_work)


def work_sources() -> list[WorkItemsOf | WorkSource]:
    """Give every source, in the order of their names."""
    return [_work[name] for name in work_names()]


def register_work_kind(kind: str, label: str) -> None:
    """Say how a kind of work is called where the list is narrowed to it."""
    _kinds[kind] = label


def label_of_kind(kind: str) -> str:
    """Give the words for a kind of work."""
    return _kinds.get(kind, kind.replace("_", " ").capitalize())
