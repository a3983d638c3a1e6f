"""Lines of a decision's form that name people, bodies or decisions, read as values."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from collab.rules.decision_facts import ConditionWanted, LinkWanted, TookNoPart
from collab.rules.decisions import KnownPerson, UnclearLineError

LONGEST_CONDITION: Final = 1_000
_KINDS: Final = ("supersedes", "amends", "revokes", "implements")
_NUMBERS: Final = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_WORDS: Final = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\.?\s+(\d{4})")
_MONTHS: Final = {
    f"{dt.date(2000, month, 1):%B}".lower(): month for month in range(1, 13)
}


@dataclass(frozen=True, kw_only=True)
class Named:
    """Something that a line may name: a person or a body, by its internal id."""

    id: int
    name: str


def read_no_part(
    text: str,
    *,
    people: Sequence[Named],
    bodies: Sequence[Named],
    is_withheld: bool = False,
) -> tuple[TookNoPart, ...]:
    """
    Read one line for each who took no part: a name, a colon, and the reason.

    A body's name stands for an interest of the body, which keeps all its people out.

    :raises UnclearLineError: for the first line that cannot be read
    """
    found = []
    for number, line in _lines(text):
        name, colon, reason = (part.strip() for part in line.partition(":"))
        if not colon or not name or not reason:
            raise UnclearLineError(
                f"Line {number}: write the name, a colon and the reason, like"
                f" {name[:60] or 'Aisha Shah'}: her brother owns the firm"
            )
        person = _one(name, people, number)
        body = None if person else _one(name, bodies, number)
        if person is None and body is None:
            raise UnclearLineError(
                f"Line {number}: {name[:80]} has no seat in this forum, in person or"
                " as a deputy"
            )
        found.append(
            TookNoPart(
                reason=reason,
                user_id=person.id if person else None,
                organisation_id=body.id if body else None,
                is_withheld=is_withheld,
            )
        )
    _require_once([(each.user_id, each.organisation_id) for each in found])
    return tuple(found)


def read_conditions(
    text: str, *, owners: Sequence[KnownPerson]
) -> tuple[ConditionWanted, ...]:
    """
    Read one line for each condition: what, its owner's name, and the day it is due.

    :raises UnclearLineError: for the first line that cannot be read
    """
    found = []
    for number, line in _lines(text):
        parts = [part.strip() for part in line.rsplit(",", 2)]
        if len(parts) < 3 or not all(parts):
            raise UnclearLineError(
                f"Line {number}: write what is to be done, a comma, who does it, a"
                " comma, and the day, like Vale Council agrees, Aisha Shah, 31/3/2027"
            )
        what, name, day = parts
        if len(what) > LONGEST_CONDITION:
            raise UnclearLineError(
                f"Line {number}: shorten the condition to {LONGEST_CONDITION:,}"
                " characters"
            )
        owner = _owner(name, owners, number)
        found.append(
            ConditionWanted(
                what=what,
                organisation_id=owner.organisation_id,
                owner_id=owner.id,
                due_on=_day(day, number),
            )
        )
    return tuple(found)


def read_links(text: str, *, decisions: Mapping[str, int]) -> tuple[LinkWanted, ...]:
    """
    Read one line for each link: what this decision does, and the other's reference.

    :raises UnclearLineError: for the first line that cannot be read
    """
    found = []
    for number, line in _lines(text):
        kind, _, reference = line.strip().partition(" ")
        kind, reference = kind.lower(), reference.strip()
        if kind not in _KINDS or not reference:
            raise UnclearLineError(
                f"Line {number}: write supersedes, amends, revokes or implements, and"
                " the reference, like supersedes 2026-003"
            )
        if reference not in decisions:
            raise UnclearLineError(
                f"Line {number}: there is no decision {reference[:40]} here"
            )
        found.append(LinkWanted(decision_id=decisions[reference], kind=kind))
    _require_once([each.decision_id for each in found])
    return tuple(found)


def references_in(text: str) -> list[str]:
    """Give the references that the lines of links may name, to be looked up at once."""
    return re.findall(r"\b\d{4}-\d{3,8}\b", text)


def _lines(text: str) -> Iterable[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def _one(name: str, named: Sequence[Named], number: int) -> Named | None:
    wanted = name.casefold()
    found = {each.id: each for each in named if each.name.casefold() == wanted}
    if len(found) > 1:
        raise UnclearLineError(f"Line {number}: two have the name {name[:80]}")
    return next(iter(found.values()), None)


def _owner(name: str, owners: Sequence[KnownPerson], number: int) -> KnownPerson:
    found = [each for each in owners if each.name.casefold() == name.casefold()]
    if not found:
        raise UnclearLineError(
            f"Line {number}: {name[:80]} holds no post at a member of this"
            " collaborative"
        )
    return found[0]


def _day(text: str, number: int) -> dt.date:
    figures, words = _NUMBERS.fullmatch(text), _WORDS.fullmatch(text)
    try:
        if figures:
            day, month, year = (int(part) for part in figures.groups())
            return dt.date(year, month, day)
        if words:
            day_text, name, year_text = words.groups()
            month = _MONTHS[name.lower()]
            return dt.date(int(year_text), month, int(day_text))
    except (ValueError, KeyError):
        pass
    raise UnclearLineError(f"Line {number}: end with a real day, like 31/3/2027")


def _require_once(keys: Sequence[object]) -> None:
    if len(set(keys)) < len(keys):
        raise UnclearLineError("Name each once")
