"""Who is to be reminded of what, and when: pure functions over plain values.

An occasion (one signature asked for, one date due) has a ladder of rungs. Each rung
speaks to one kind of person. A changed due date or a thing asked for again is another
occasion, and closes the rungs of the old one.
"""

import datetime as dt
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from collab.rules.periods import LONDON, london_day
from collab.rules.working_days import (
    BANK_HOLIDAYS,
    ONE_DAY,
    working_days_from,
)

# Reminders are given at the start of the working day, London time.
GIVEN_AT: Final = dt.time(7)
# The most that one person is ever told of one occasion, unless a ladder says less.
CAP: Final = 10


class Anchor(Enum):
    """What a rung counts its days from."""

    BEGAN = "began"
    DUE = "due"


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of a ladder: so many days after an anchor, this kind of person is told.

    ``days`` below zero lie before the anchor. ``working_days`` leaves out Saturdays,
    Sundays and bank holidays. ``by_due`` draws a rung that would be reached after the
    due day forward to it. One that ``is_off`` is never reached.
    """

    name: str
    whom: str
    days: int
    anchor: Anchor = Anchor.BEGAN
    working_days: bool = False
    by_due: bool = False
    is_off: bool = False


Ladder = tuple[Rung, ...]


@dataclass(frozen=True, kw_only=True)
class Whom:
    """The people a rung speaks to, by internal ids.

    With ``deputies``, those who stand in for ``people`` (at one organisation, where it
    is named) rather than they themselves; with ``leads``, the governance leads too;
    with ``or_leads``, they where none of the others can be told. Whoever is named in
    ``without`` is never told: from them it is withheld.
    """

    people: tuple[int, ...] = ()
    deputies: bool = False
    organisation_id: int | None = None
    leads: bool = False
    or_leads: bool = False
    without: tuple[int, ...] = ()


def falls_on(
    rung: Rung,
    *,
    began_on: dt.date,
    due_on: dt.date,
    holidays: Container[dt.date] = BANK_HOLIDAYS,
) -> dt.date:
    """Give the day on which a rung is reached."""
    start = began_on if rung.anchor is Anchor.BEGAN else due_on
    if rung.working_days:
        day = working_days_from(start, rung.days, holidays)
    else:
        day = start + dt.timedelta(days=rung.days)
    return min(day, due_on) if rung.by_due else day


def rungs_to_send(
    ladder: Iterable[Rung],
    *,
    began_on: dt.date,
    due_on: dt.date,
    today: dt.date,
    sent: Collection[str],
    holidays: Container[dt.date] = BANK_HOLIDAYS,
) -> list[Rung]:
    """
    Say which rungs are to be sent now.

    Runs that were missed collapse: of several rungs to the same kind of person only
    the latest is sent, and never one that lies before a rung already sent to them.
    """
    by_whom: dict[str, list[tuple[dt.date, int, Rung]]] = {}
    for order, rung in enumerate(ladder):
        day = falls_on(rung, began_on=began_on, due_on=due_on, holidays=holidays)
        if day <= today and not rung.is_off:
            by_whom.setdefault(rung.whom, []).append((day, order, rung))
    latest = [max(reached, key=lambda each: each[:2]) for reached in by_whom.values()]
    return [
        rung
        for _, _, rung in sorted(latest, key=lambda each: each[:2])
        if rung.name not in sent
    ]


def rungs_to_come(
    ladder: Iterable[Rung],
    *,
    began_on: dt.date,
    due_on: dt.date,
    after: dt.date,
    holidays: Container[dt.date] = BANK_HOLIDAYS,
) -> list[tuple[dt.date, Rung]]:
    """Give the rungs that are still to come after a day, each with its own day."""
    coming = [
        (day, order, rung)
        for order, rung in enumerate(ladder)
        if not rung.is_off
        and (day := falls_on(rung, began_on=began_on, due_on=due_on, holidays=holidays))
        > after
    ]
    return [(day, rung) for day, _, rung in sorted(coming, key=lambda each: each[:2])]


def next_reminder(
    ladder: Iterable[Rung],
    *,
    began_on: dt.date,
    due_on: dt.date,
    today: dt.date,
    holidays: Container[dt.date] = BANK_HOLIDAYS,
) -> tuple[dt.date, Rung] | None:
    """Give the first rung that is still to come, for a page that says who is told when."""
    coming = rungs_to_come(
        ladder, began_on=began_on, due_on=due_on, after=today, holidays=holidays
    )
    return coming[0] if coming else None


def adjusted(ladder: Ladder, changes: Mapping[str, int | None]) -> Ladder:
    """
    Give a ladder with other days on some rungs, and without those set to nothing.

    Days are counted as the rung counts them, before or after; names that the ladder
    does not know are left alone, so that a ladder may lose a rung later. A rung that
    is off stays in the ladder, so that a narrower one may set it going again.
    """
    return tuple(
        _with_days(rung, changes[rung.name]) if rung.name in changes else rung
        for rung in ladder
    )


def _with_days(rung: Rung, days: int | None) -> Rung:
    if days is None:
        return replace(rung, is_off=True)
    signed = -abs(days) if rung.days < 0 else abs(days)
    return replace(rung, days=signed, is_off=False)


def reached_day(now: dt.datetime) -> dt.date:
    """Give the last day whose reminders may have been given: from 7 in the morning."""
    day = london_day(now)
    return day if now >= moment_of(day) else day - ONE_DAY


def moment_of(day: dt.date) -> dt.datetime:
    """Give the moment at which the reminders of a day are given, in UTC."""
    return dt.datetime.combine(day, GIVEN_AT, LONDON).astimezone(dt.UTC)


def speaks_next(
    ladder: Ladder,
    *,
    began_on: dt.date,
    due_on: dt.date,
    sent: Collection[str],
    now: dt.datetime,
    looked: bool = False,
    look_on: dt.date | None = None,
) -> dt.datetime | None:
    """
    Give the moment from which an occasion has something to say, or None.

    ``looked`` says that what is due by now was dealt with in this very act; ``look_on``
    names a day on which to look again in any case.
    """
    today = reached_day(now)
    if not looked and rungs_to_send(
        ladder, began_on=began_on, due_on=due_on, today=today, sent=sent
    ):
        return now
    coming = rungs_to_come(ladder, began_on=began_on, due_on=due_on, after=today)
    days = [day for day, _ in coming]
    days += [look_on] if look_on is not None and look_on > today else []
    return moment_of(min(days)) if days else None


def within_cap(told: int, cap: int) -> bool:
    """Say whether somebody who was told so often may be told once more."""
    return told < cap


def rung_words(rung: Rung) -> str:
    """Say when a rung is reached."""
    days = abs(rung.days)
    unit = "working day" if rung.working_days else "day"
    count = f"{days} {unit}{'' if days == 1 else 's'}"
    if rung.anchor is Anchor.BEGAN:
        when = f"{count} after it began"
        return (
            f"{when}, or on the day itself if that is sooner" if rung.by_due else when
        )
    if days == 0:
        return "On the day itself"
    return f"{count} before the day" if rung.days < 0 else f"{count} after the day"
