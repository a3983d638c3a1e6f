"""Who is to be reminded of what, and when: one pure function over plain values.

An occasion (one signature asked for, one date due) has a ladder of rungs. Each rung
speaks to one kind of person. A changed due date or a thing asked for again is another
occasion, and closes the rungs of the old one.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum


class Anchor(Enum):
    """What a rung counts its days from."""

    BEGAN = "began"
    DUE = "due"


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of a ladder: so many days after an anchor, this kind of person is told.

    ``working_days`` leaves out Saturdays, Sundays and the holidays that are given.
    """

    name: str
    whom: str
    days: int
    anchor: Anchor = Anchor.BEGAN
    working_days: bool = False


def falls_on(
    rung: Rung,
    *,
    began_on: dt.date,
    due_on: dt.date,
    holidays: Collection[dt.date] = (),
) -> dt.date:
    """Give the day on which a rung is reached."""
    start = began_on if rung.anchor is Anchor.BEGAN else due_on
    if not rung.working_days:
        return start + dt.timedelta(days=rung.days)
    step = dt.timedelta(days=1 if rung.days >= 0 else -1)
    day, left = start, abs(rung.days)
    while left:
        day += step
        if is_working_day(day, holidays):
            left -= 1
    return day


def is_working_day(day: dt.date, holidays: Collection[dt.date] = ()) -> bool:
    """Say whether people are expected at work on a day."""
    return day.weekday() < 5 and day not in holidays


def rungs_to_send(
    ladder: Collection[Rung],
    *,
    began_on: dt.date,
    due_on: dt.date,
    today: dt.date,
    sent: Collection[str],
    holidays: Collection[dt.date] = (),
) -> list[Rung]:
    """
    Say which rungs are to be sent now.

    Runs that were missed collapse: of several rungs to the same kind of person only
    the latest is sent, and never one that lies before a rung already sent to them.
    """
    by_whom: dict[str, list[tuple[dt.date, int, Rung]]] = {}
    for order, rung in enumerate(ladder):
        day = falls_on(rung, began_on=began_on, due_on=due_on, holidays=holidays)
        if day <= today:
            by_whom.setdefault(rung.whom, []).append((day, order, rung))
    latest = [max(reached, key=lambda each: each[:2]) for reached in by_whom.values()]
    return [
        rung
        for _, _, rung in sorted(latest, key=lambda each: each[:2])
        if rung.name not in sent
    ]


def next_reminder(
    ladder: Collection[Rung],
    *,
    began_on: dt.date,
    due_on: dt.date,
    today: dt.date,
    holidays: Collection[dt.date] = (),
) -> tuple[dt.date, Rung] | None:
    """Give the first rung that is still to come, for a page that says who is told when."""
    coming = [
        (day, order, rung)
        for order, rung in enumerate(ladder)
        if (day := falls_on(rung, began_on=began_on, due_on=due_on, holidays=holidays))
        > today
    ]
    if not coming:
        return None
    day, _, rung = min(coming, key=lambda each: each[:2])
    return day, rung
