"""When a version is in force: half-open periods ``[from, to)`` of instants.

Days are London's: a version commences at 00:00 Europe/London, whatever the clocks do
that night. The period is worked out once, in the act of the last signature; status
only follows it (settled question 1).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from collab.rules.periods import london_day, span

SIGNED: Final = "signed"
IN_FORCE: Final = "in_force"
SUPERSEDED: Final = "superseded"
EXPIRED: Final = "expired"


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


def status_at(
    period: Period, moment: dt.datetime, *, successors: Iterable[dt.datetime] = ()
) -> str:
    """
    Say what a signed version is at a moment.

    ``successors`` are the instants at which other versions of the agreement begin: a
    version that ends as another begins is superseded, else it has expired.
    """
    if moment < period.starts_at:
        return SIGNED
    if period.holds(moment):
        return IN_FORCE
    return SUPERSEDED if period.ends_at in set(successors) else EXPIRED


def effect_in_words(signed_at: dt.datetime, starts_at: dt.datetime) -> str:
    """Say from when it has effect where that is not the day of the last signature."""
    signed_on, effect_on = london_day(signed_at), london_day(starts_at)
    written = f"signed {_written(signed_on)}"
    if signed_on == effect_on:
        return written
    return f"{written}, with effect from {_written(effect_on)}"


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"
