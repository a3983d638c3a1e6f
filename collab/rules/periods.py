"""Periods as the law reads them: from midnight in London, half-open."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
_DAY: Final = dt.timedelta(days=1)


def london_day(moment: dt.datetime) -> dt.date:
    """Give the calendar day in London at a moment."""
    return moment.astimezone(LONDON).date()


def midnight(day: dt.date) -> dt.datetime:
    """Give the instant at which a day begins in London, in UTC."""
    return dt.datetime.combine(day, dt.time.min, LONDON).astimezone(dt.UTC)


def span(
    first: dt.date, last: dt.date | None
) -> tuple[dt.datetime, dt.datetime | None]:
    """Give the half-open period [from, to) of whole days, the last one included.

    :raises ValueError: if the last day lies before the first
    """
    if last is None:
        return midnight(first), None
    if last < first:
        raise ValueError("The last day must not be before the first.")
    return midnight(first), midnight(last + _DAY)
