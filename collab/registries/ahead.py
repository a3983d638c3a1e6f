"""What falls due in a collaborative: the registers that all rooms hand in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from collab.rules.rights import Rights


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What is looked ahead to: one collaborative, until a day, for some bodies.

    ``bodies`` is None for somebody who sees what concerns any of them.
    """

    rights: Rights
    collaborative_id: int
    now: dt.datetime
    until: dt.date
    bodies: frozenset[int] | None = None


@dataclass(frozen=True, kw_only=True)
class AheadItem:
    """Something that falls due: what, where its page is, and what it asks for."""

    title: str
    link: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class AheadSource:
    """One register of what falls due in a collaborative, read with all others.

    ``rows`` gives those that fall due until the day asked for, or None; ``due`` and
    ``organisation`` name the day and the partner it concerns (None: all of them).
    """

    label: str
    rows: Callable[[Ahead], Any]
    due: Any
    facts: dict[str, Any]
    item: Callable[[dict[str, Any]], AheadItem]
    organisation: Any = None


_ahead: dict[str, AheadSource] = {}


def register_ahead(name: str, source: AheadSource) -> None:
    """Add a register of what falls due; the same name replaces its entry."""
    _ahead[name] = source


def ahead_sources() -> dict[str, AheadSource]:
    """Give every register of what falls due, by name and in the order of the names."""
    return {name: _ahead[name] for name in sorted(_ahead)}
