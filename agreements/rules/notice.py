"""The last day on which notice can be given, so that it takes effect by the end."""

import calendar
import datetime as dt
from typing import Final

from collab.rules.working_days import (
    ONE_DAY,
    working_day_on_or_before,
    working_days_from,
)

DAYS: Final = "days"
WORKING_DAYS: Final = "working_days"
MONTHS: Final = "months"
_SHORTEST_MONTH: Final = dt.timedelta(days=28)


def last_day_for_notice(last_day: dt.date, *, length: int, unit: str) -> dt.date:
    """
    Give the last working day on which notice ends an agreement by its last day.

    The day on which notice is given does not count. A month of notice runs to the
    same day of a later month, or to that month's last (Dodds v Walker [1981] 1 WLR
    1027). Notice given on a Saturday, Sunday or bank holiday may be taken as given on
    the next working day, so that the day named here is always a working day.
    """
    if unit == WORKING_DAYS:
        return working_days_from(working_day_on_or_before(last_day), -length)
    if unit == DAYS:
        return working_day_on_or_before(last_day - dt.timedelta(days=length))
    day = last_day - length * _SHORTEST_MONTH
    while months_after(day, length) > last_day:
        day -= ONE_DAY
    return working_day_on_or_before(day)


def months_after(day: dt.date, months: int) -> dt.date:
    """Give the same day so many months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
