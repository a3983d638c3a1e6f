"""Rows of different tables as one list: united, ordered, cut and paged by key.

Each source narrows its own table; the database puts them together. A place in the
list is a day, then the number of a source, then a key within it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from django.core import signing
from django.db.models import BigIntegerField, DateField, F, IntegerField, Q, Value
from django.db.models.functions import Coalesce, JSONObject

from collab.rules.work import NEVER, Place

_COLUMNS: Final = ("row_day", "row_source", "pk", "row_facts")
_ORDER: Final = ("row_day", "row_source", "pk")
_T = TypeVar("_T")


@dataclass(frozen=True)
class UnitedPage(Generic[_T]):
    """Some of a united list, in its order, with the cursors on either side."""

    items: list[_T] = field(default_factory=list)
    next_cursor: str | None = None
    previous_cursor: str | None = None


def annotated(
    rows: Any, *, number: int, due: Any, about: Any, facts: dict[str, Any]
) -> Any:
    """
    Give rows the columns that all sources share.

    ``due`` and ``about`` name a field, path or expression, or are None; ``number``
    says whose the rows are.
    """
    never = Value(NEVER, output_field=DateField())
    nothing = Value(0, output_field=BigIntegerField())
    day, where = _expression(due), _expression(about)
    return rows.order_by().annotate(
        row_day=(
            never if day is None else Coalesce(day, never, output_field=DateField())
        ),
        row_source=Value(number, output_field=IntegerField()),
        row_about=nothing if where is None else Coalesce(where, nothing),
        row_facts=JSONObject(**facts),
    )


def _expression(named: Any) -> Any:
    return F(named) if isinstance(named, str) else named


def united(branches: Iterable[Any]) -> Any:
    """Put the branches together; None where there is none.

    One that can have no row is left out by the database layer itself: to ask each of
    them before would have every one written twice.
    """
    several = list(branches)
    return several[0].union(*several[1:], all=True) if several else None


def read_beyond(
    branches: dict[int, Any], place: Place | None, most: int, *, backwards: bool = False
) -> list[tuple[Place, dict[str, Any]]]:
    """Read the next rows beyond a place; ``branches`` are by the number of a source."""
    rows = united(
        _cut(branch, place, number, backwards=backwards).values_list(*_COLUMNS)
        for number, branch in branches.items()
    )
    if rows is None:
        return []
    sign = "-" if backwards else ""
    ordered = rows.order_by(*(f"{sign}{column}" for column in _ORDER))
    return [
        (Place(day, number, pk), facts) for day, number, pk, facts in ordered[:most]
    ]


def _cut(rows: Any, place: Place | None, number: int, *, backwards: bool) -> Any:
    """Keep what a source has beyond a place of the whole list."""
    if place is None:
        return rows
    than = "lt" if backwards else "gt"
    stands_after = number < place.source if backwards else number > place.source
    if number == place.source:
        beyond = Q(row_day=place.day, **{f"pk__{than}": place.within})
        return rows.filter(Q(**{f"row_day__{than}": place.day}) | beyond)
    suffix = "e" if stands_after else ""
    return rows.filter(**{f"row_day__{than}{suffix}": place.day})


# Given a place, how many at most, and whether backwards: what stands beyond it.
Beyond = Callable[[Place | None, int, bool], list[tuple[Place, _T]]]


def page_of(beyond: Beyond[_T], cursor: str, *, size: int, salt: str) -> UnitedPage[_T]:
    """Give a page from a cursor on; one of another list (salt) means the beginning."""
    at = _read(cursor, salt)
    if at is None or at[0]:
        return _forwards(beyond, at[1] if at else None, size, salt)
    found = beyond(at[1], size + 1, True)  # noqa: FBT003 - backwards
    if len(found) <= size:
        return _forwards(beyond, None, size, salt)
    shown = found[:size][::-1]
    return UnitedPage(
        items=[item for _, item in shown],
        next_cursor=_write(shown[-1][0], salt, forwards=True),
        previous_cursor=_write(shown[0][0], salt, forwards=False),
    )


def _forwards(
    beyond: Beyond[_T], place: Place | None, size: int, salt: str
) -> UnitedPage[_T]:
    found = beyond(place, size + 1, False)  # noqa: FBT003 - backwards
    shown, is_more = found[:size], len(found) > size
    return UnitedPage(
        items=[item for _, item in shown],
        next_cursor=_write(shown[-1][0], salt, forwards=True) if is_more else None,
        previous_cursor=(
            _write(shown[0][0], salt, forwards=False) if place and shown else None
        ),
    )


def _write(place: Place, salt: str, *, forwards: bool) -> str:
    return signing.dumps(
        [forwards, place.day.isoformat(), place.source, place.within],
        salt=salt,
        compress=True,
    )


def _read(cursor: str, salt: str) -> tuple[bool, Place] | None:
    if not cursor or len(cursor) > 1_000:
        return None
    try:
        forwards, day, source, within = signing.loads(cursor, salt=salt)
        return forwards, Place(dt.date.fromisoformat(day), source, within)
    except (signing.BadSignature, ValueError, TypeError):
        return None
