"""When a version is in force: half-open periods ``[from, to)`` of instants.

Days are London's: a version commences at 00:00 Europe/London, whatever the clocks do
that night. The period is worked out once, in the act of the last signature; status
only follows it (settled question 1).
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from collab.rules.periods import london_day, span

Key = TypeVar("Key", bound=Hashable)
SIGNED: Final = "signed"
IN_FORCE: Final = "in_force"
SUPERSEDED: Final = "superseded"
EXPIRED: Final = "expired"
TERMINATED: Final = "terminated"


class CommencesTooEarlyError(ValueError):
    """The version would begin no later than the one it is to replace."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """From an instant up to, and without, another; without an end where it is None."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None = None

    def holds(self, moment: dt.datetime) -> bool:
        """Say whether a moment lies in the period."""
        return self.starts_at <= moment and (
            self.ends_at is None or moment < self.ends_at
        )


def period_of(commences_on: dt.date, expires_on: dt.date | None) -> Period:
    """
    Give the period of a version from its first to its last day, both included.

    :raises ValueError: if the last day lies before the first
    """
    starts_at, ends_at = span(commences_on, expires_on)
    return Period(starts_at=starts_at, ends_at=ends_at)


def effect_day(
    commences_on: dt.date, met_on: Iterable[dt.date], *, from_commencement: bool
) -> dt.date:
    """
    Give the first day of a version whose conditions precedent are all met.

    It is the later of the day it commences and the day the last condition was met,
    unless the terms say that it has effect from the day it commences all the same.
    """
    if from_commencement:
        return commences_on
    return max([commences_on, *met_on])


def shortened(predecessor: Period, successor_starts_at: dt.datetime) -> Period:
    """
    Give the predecessor's period once a successor begins.

    One that had ended before is left as it was: then there is a gap, which is a fact.

    :raises CommencesTooEarlyError: if nothing of the predecessor would be left
    """
    if successor_starts_at <= predecessor.starts_at:
        raise CommencesTooEarlyError(
            "It would commence no later than the version it replaces."
        )
    if predecessor.ends_at is not None and predecessor.ends_at <= successor_starts_at:
        return predecessor
    return Period(starts_at=predecessor.starts_at, ends_at=successor_starts_at)


def laid_out(
    natural: Mapping[Key, Period], *, ends_at: dt.datetime | None
) -> dict[Key, Period | None]:
    """
    Lay periods out one after another: each ends where the next begins, or before.

    ``natural`` are the periods as the terms of each version say; ``ends_at`` is the
    instant at which everything ends. What would begin then or later has no period.
    """
    starts = sorted(period.starts_at for period in natural.values())
    found: dict[Key, Period | None] = {}
    for key, period in natural.items():
        later = [start for start in starts if start > period.starts_at]
        ends = [period.ends_at, ends_at, *later[:1]]
        known = [end for end in ends if end is not None]
        begun = ends_at is None or period.starts_at < ends_at
        found[key] = (
            Period(starts_at=period.starts_at, ends_at=min(known, default=None))
            if begun
            else None
        )
    return found


def status_at(
    period: Period,
    moment: dt.datetime,
    *,
    successors: Iterable[dt.datetime] = (),
    ended_at: dt.datetime | None = None,
) -> str:
    """
    Say what a signed version is at a moment.

    ``successors`` are the instants at which other versions of the agreement begin: a
    version that ends as another begins is superseded. ``ended_at`` is the instant at
    which notice ends the agreement: what ends then is terminated. Else it has expired.
    """
    if moment < period.starts_at:
        return SIGNED
    if period.holds(moment):
        return IN_FORCE
    if period.ends_at in set(successors):
        return SUPERSEDED
    return EXPIRED if ended_at is None or period.ends_at != ended_at else TERMINATED


def effect_in_words(signed_at: dt.datetime, starts_at: dt.datetime) -> str:
    """Say from when it has effect where that is not the day of the last signature."""
    signed_on, effect_on = london_day(signed_at), london_day(starts_at)
    written = f"signed {_written(signed_on)}"
    if signed_on == effect_on:
        return written
    return f"{written}, with effect from {_written(effect_on)}"


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"
