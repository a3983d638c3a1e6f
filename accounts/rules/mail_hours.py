"""When a person's mail may go out: digests, quiet hours, weekends, days away.

Days and hours are London's. What waits is never lost: every moment has a next one.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
DIGEST_AT: Final = dt.time(8)
_DAY: Final = dt.timedelta(days=1)
_MONDAY: Final = 0


class Rhythm(Enum):
    """How often a person wants mail of one kind."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When a person wants no mail.

    Quiet from one time of day to another, past midnight where the first is the later;
    none where either is missing or both are the same. ``urgent_passes`` lets through
    what is due today or overdue, at any hour and outside digests.
    """

    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    weekends_off: bool = False
    urgent_passes: bool = True


@dataclass(frozen=True)
class Away:
    """Days on which somebody is away, the last one included."""

    starts_on: dt.date
    last_on: dt.date

    def holds(self, day: dt.date) -> bool:
        """Say whether somebody is away on a day."""
        return self.starts_on <= day <= self.last_on


def mail_moment(
    now: dt.datetime,
    *,
    rhythm: Rhythm = Rhythm.AT_ONCE,
    hours: Hours = Hours(),
    away: Iterable[Away] = (),
    urgent: bool = False,
) -> dt.datetime:
    """
    Give the first moment from ``now`` on at which mail may go out, in UTC.

    Whoever is away gets nothing before they are back, however urgent: their deputies
    are told instead.
    """
    absences = list(away)
    passes = urgent and hours.urgent_passes
    moment = now if passes else _digest_after(now, rhythm)
    while True:
        later = _open_from(moment, Hours() if passes else hours, absences)
        if later == moment:
            return moment.astimezone(dt.UTC)
        moment = later


def may_go(now: dt.datetime, *, hours: Hours, away: Iterable[Away] = ()) -> bool:
    """Say whether mail that was due before may go out at a moment."""
    return mail_moment(now, hours=hours, away=away) == now


def _digest_after(now: dt.datetime, rhythm: Rhythm) -> dt.datetime:
    if rhythm is Rhythm.AT_ONCE:
        return now
    day = now.astimezone(LONDON).date()
    while _at(day, DIGEST_AT) < now or (
        rhythm is Rhythm.WEEKLY and day.weekday() != _MONDAY
    ):
        day += _DAY
    return _at(day, DIGEST_AT)


def _open_from(moment: dt.datetime, hours: Hours, absences: list[Away]) -> dt.datetime:
    """Give the moment itself, or the end of the first thing that forbids it."""
    local = moment.astimezone(LONDON)
    day = local.date()
    for away in absences:
        if away.holds(day):
            return _at(away.last_on + _DAY, DIGEST_AT)
    if hours.weekends_off and day.weekday() > 4:
        return _at(day + (7 - day.weekday()) * _DAY, dt.time.min)
    start, end = hours.quiet_from, hours.quiet_until
    if start is None or end is None or start == end:
        return moment
    for begins in (day - _DAY, day):
        ends = begins if start < end else begins + _DAY
        if _at(begins, start) <= moment < _at(ends, end):
            return _at(ends, end)
    return moment


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, LONDON).astimezone(dt.UTC)
