"""Days on which people are expected at work in England and Wales.

Bank holidays come from the ``holidays`` package, which knows the Banking and Financial
Dealings Act 1971 with its substitute days, and the days that were proclaimed once.
"""

import datetime as dt
from collections.abc import Container, Iterator
from functools import cache
from typing import Final

import holidays

ONE_DAY: Final = dt.timedelta(days=1)


class _BankHolidays:
    """The bank holidays of England and Wales, whatever the year."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and day in bank_holidays_of(day.year)


@cache
def bank_holidays_of(year: int) -> frozenset[dt.date]:
    """Give the bank holidays of one year in England and Wales."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


BANK_HOLIDAYS: Final[Container[dt.date]] = _BankHolidays()


def is_working_day(day: dt.date, holidays: Container[dt.date] = BANK_HOLIDAYS) -> bool:
    """Say whether people are expected at work on a day."""
    return day.weekday() < 5 and day not in holidays


def working_days_from(
    day: dt.date, count: int, holidays: Container[dt.date] = BANK_HOLIDAYS
) -> dt.date:
    """
    Give the day that lies so many working days after another, or before it.

    The first day does not count; none at all gives the day itself.
    """
    step = ONE_DAY if count >= 0 else -ONE_DAY
    days = _walk(day, step)
    for _ in range(abs(count)):
        day = next(each for each in days if is_working_day(each, holidays))
    return day


def working_day_on_or_before(
    day: dt.date, holidays: Container[dt.date] = BANK_HOLIDAYS
) -> dt.date:
    """Give the day itself, or the last working day before it."""
    while not is_working_day(day, holidays):
        day -= ONE_DAY
    return day


def _walk(day: dt.date, step: dt.timedelta) -> Iterator[dt.date]:
    while True:
        day += step
        yield day
