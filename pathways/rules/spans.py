"""The periods that values are for: half-open, named as people name them."""

import datetime as dt
from typing import Final

_DAY: Final = dt.timedelta(days=1)
_YEAR: Final = 12


def label_of(starts_on: dt.date, ends_on: dt.date) -> str:
    """Name a period: April 2026, April to June 2026, 2025/26, 2025, or its days.

    ``ends_on`` is the first day that no longer belongs to it.
    """
    months = _whole_months(starts_on, ends_on)
    if months == 1:
        return f"{starts_on:%B %Y}"
    if months == _YEAR and starts_on.month == 4:
        return f"{starts_on.year}/{ends_on.year % 100:02d}"
    if months == _YEAR and starts_on.month == 1:
        return str(starts_on.year)
    last = ends_on - _DAY
    if months:
        same_year = starts_on.year == last.year
        first = f"{starts_on:%B}" if same_year else f"{starts_on:%B %Y}"
        return f"{first} to {last:%B %Y}"
    if last == starts_on:
        return _day(starts_on)
    return f"{_day(starts_on)} to {_day(last)}"


def short_label_of(starts_on: dt.date, ends_on: dt.date) -> str:
    """Name a period for a narrow place: Apr 2026, 2025/26."""
    months = _whole_months(starts_on, ends_on)
    if months == _YEAR and starts_on.month in (1, 4):
        return label_of(starts_on, ends_on)
    return f"{starts_on:%b %Y}"


def _whole_months(starts_on: dt.date, ends_on: dt.date) -> int:
    """Count the calendar months that it covers; 0 where it is not made of whole ones."""
    if starts_on.day != 1 or ends_on.day != 1:
        return 0
    years = ends_on.year - starts_on.year
    return years * _YEAR + ends_on.month - starts_on.month


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
