"""How what waits for a person is ordered and grouped, without a database."""

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

# What has no date stands after everything that has one.
NEVER: Final = dt.date.max
SOON_DAYS: Final = 7


class Urgency(IntEnum):
    """The groups of the list, the most urgent first."""

    OVERDUE = 1
    TODAY = 2
    SOON = 3
    LATER = 4
    UNDATED = 5


HEADINGS: Final[dict[Urgency, str]] = {
    Urgency.OVERDUE: "Overdue",
    Urgency.TODAY: "Due today",
    Urgency.SOON: "Due in the next 7 days",
    Urgency.LATER: "Due later",
    Urgency.UNDATED: "With no date",
}


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in the list: by day, then by source, then within it.

    ``within`` is a key of the source's own, compared with no other source's.
    """

    day: dt.date
    source: int
    within: int | str


def urgency_of(due_on: dt.date | None, today: dt.date) -> Urgency:
    """Say in which group something stands; a thing due today is not yet late."""
    if due_on is None or due_on == NEVER:
        return Urgency.UNDATED
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    return Urgency.SOON if (due_on - today).days <= SOON_DAYS else Urgency.LATER
