"""The last day on which notice can be given, against a calendar walked day by day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.notice import last_day_for_notice, months_after
from collab.rules.working_days import bank_holidays_of

DAY = dt.timedelta(days=1)
LAST_DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))


def works(day):
    return day.isoweekday() <= 5 and day not in bank_holidays_of(day.year)


def served(given_on, length, unit):
    """The day on which notice has run, told by walking the calendar."""
    day = given_on
    if unit == "days":
        for _ in range(length):
            day += DAY
        return day
    if unit == "working_days":
        while length:
            day += DAY
            length -= works(day)
        return day
    month, year = given_on.month, given_on.year
    for _ in range(length):
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    day = dt.date(year, month, 1)
    while day.day < given_on.day and (day + DAY).month == month:
        day += DAY
    return day


class TestLastDayForNotice:
    @given(
        LAST_DAYS,
        st.sampled_from([("days", 120), ("working_days", 80), ("months", 24)]),
        st.data(),
    )
    def test_is_the_last_working_day_from_which_notice_runs_out_in_time(
        self, last_day, unit, data
    ):
        unit, most = unit
        length = data.draw(st.integers(1, most))

        found = last_day_for_notice(last_day, length=length, unit=unit)

        expected = last_day
        while not (works(expected) and served(expected, length, unit) <= last_day):
            expected -= DAY
        assert found == expected

    @pytest.mark.parametrize(
        ("last_day", "length", "unit", "expected"),
        [
            # Easter 2026: Good Friday on 3 April, Easter Monday on 6 April.
            (dt.date(2026, 4, 7), 1, "working_days", dt.date(2026, 4, 2)),
            (dt.date(2026, 4, 8), 2, "days", dt.date(2026, 4, 2)),
            # Christmas 2027 falls on a Saturday: substitute days on the 27th and 28th.
            (dt.date(2027, 12, 29), 1, "working_days", dt.date(2027, 12, 24)),
            # 29 February, and a month that has none.
            (dt.date(2028, 2, 29), 1, "months", dt.date(2028, 1, 31)),
            (dt.date(2027, 2, 28), 1, "months", dt.date(2027, 1, 29)),
            (dt.date(2029, 2, 28), 12, "months", dt.date(2028, 2, 29)),
            # A day proclaimed once: the coronation, Monday 8 May 2023.
            (dt.date(2023, 5, 9), 1, "working_days", dt.date(2023, 5, 5)),
        ],
    )
    def test_heeds_bank_holidays_and_short_months(
        self, last_day, length, unit, expected
    ):
        assert last_day_for_notice(last_day, length=length, unit=unit) == expected

    @given(LAST_DAYS, st.integers(0, 60))
    def test_months_run_to_the_same_day_or_the_last_of_the_month(self, day, months):
        assert months_after(day, months) == served(day, months, "months")
