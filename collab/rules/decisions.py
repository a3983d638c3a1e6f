"""A decision as it is read from a form and frozen into a record."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from audit.rules.canonical import canonical, digest

SCHEMA: Final = "concordat.decision/1"
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, kw_only=True)
class Body:
    """A member organisation that somebody may have been there for."""

    id: int
    name: str
    ods_code: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """Somebody with an account and a post at a member organisation."""

    id: int
    name: str
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class Present:
    """One person who was there, for one body."""

    name: str
    organisation_id: int
    user_id: int | None = None


class UnclearLineError(ValueError):
    """A line of "who was there" cannot be read; the message names the line."""


def title_of(what: str) -> str:
    """Take the title from the first line of what was decided, cut at a word."""
    first = what.strip().splitlines()[0].strip() if what.strip() else ""
    if len(first) <= LONGEST_TITLE:
        return first
    return first[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def read_presence(
    text: str, *, bodies: Sequence[Body], people: Sequence[KnownPerson]
) -> list[Present]:
    """
    Read one person per line: a name, a comma, and the organisation or its code.

    The organisation may be left out for somebody who is known at one body alone.

    :raises UnclearLineError: for the first line that cannot be read
    """
    found: dict[tuple[str, int], Present] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        present = _read_line(line.strip(), number, bodies, people)
        found.setdefault((present.name.casefold(), present.organisation_id), present)
    return list(found.values())


def _read_line(
    line: str, number: int, bodies: Sequence[Body], people: Sequence[KnownPerson]
) -> Present:
    name, _, place = (part.strip() for part in line.partition(","))
    if not place:
        return _known(name, number, people)
    body = _body(place, number, bodies)
    user = next(
        (
            person.id
            for person in people
            if person.organisation_id == body.id
            and person.name.casefold() == name.casefold()
        ),
        None,
    )
    if not name or len(name) > 120:
        raise UnclearLineError(f"Line {number}: write the name before the comma")
    return Present(name=name, organisation_id=body.id, user_id=user)


def _known(name: str, number: int, people: Sequence[KnownPerson]) -> Present:
    known = [person for person in people if person.name.casefold() == name.casefold()]
    if len(known) != 1:
        raise UnclearLineError(
            f"Line {number}: add a comma and the organisation, like"
            f" {name[:60]}, Example Trust"
        )
    return Present(
        name=known[0].name,
        organisation_id=known[0].organisation_id,
        user_id=known[0].id,
    )


def _body(place: str, number: int, bodies: Sequence[Body]) -> Body:
    wanted = place.casefold()
    exact = [
        body
        for body in bodies
        if wanted in (body.name.casefold(), body.ods_code.casefold())
    ]
    close = exact or [body for body in bodies if wanted in body.name.casefold()]
    if len(close) == 1:
        return close[0]
    if not close:
        raise UnclearLineError(
            f"Line {number}: {place[:80]} is not a member of this collaborative"
        )
    raise UnclearLineError(
        f"Line {number}: {place[:80]} could be"
        f" {' or '.join(body.name for body in close[:3])}"
    )


@dataclass(frozen=True, kw_only=True)
class DecisionContent:
    """Everything that was decided, as it is frozen."""

    collaborative: str
    reference: str
    organisation: str
    title: str
    proposal: str
    rationale: str
    outcome: str
    decided_on: dt.date
    value_pence: int | None = None

    def result_hash(self, present: Iterable[tuple[str, str]]) -> str:
        """Give the SHA-256 over the decision and who was there (body uid, name)."""
        there = sorted([list(pair) for pair in present])
        return digest(canonical({"schema": SCHEMA, **asdict(self), "present": there}))
