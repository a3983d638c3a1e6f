import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules import periods
from agreements.rules.periods import CommencesTooEarlyError, Period

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
INSTANT = dt.timedelta(microseconds=1)


def moment(text):
    return dt.datetime.fromisoformat(text)


class TestPeriodOf:
    def test_begins_at_midnight_in_london_in_summer_and_winter(self):
        summer = periods.period_of(dt.date(2026, 7, 1), None)
        winter = periods.period_of(dt.date(2026, 12, 1), None)

        assert summer.starts_at == moment("2026-06-30T23:00:00+00:00")
        assert winter.starts_at == moment("2026-12-01T00:00:00+00:00")

    def test_includes_the_whole_last_day_even_where_it_has_25_hours(self):
        period = periods.period_of(dt.date(2026, 4, 1), dt.date(2026, 10, 25))

        assert period.ends_at == moment("2026-10-26T00:00:00+00:00")

    def test_may_be_a_single_day(self):
        period = periods.period_of(dt.date(2026, 4, 1), dt.date(2026, 4, 1))

        assert period.ends_at - period.starts_at == dt.timedelta(days=1)

    def test_refuses_a_last_day_before_the_first(self):
        with pytest.raises(ValueError, match="before"):
            periods.period_of(dt.date(2026, 4, 2), dt.date(2026, 4, 1))


class TestHolds:
    @given(DAYS, st.integers(0, 800))
    def test_counts_the_first_instant_and_not_the_last(self, first, days):
        period = periods.period_of(first, first + dt.timedelta(days=days))

        assert period.holds(period.starts_at)
        assert not period.holds(period.starts_at - INSTANT)
        assert period.holds(period.ends_at - INSTANT)
        assert not period.holds(period.ends_at)


class TestShortened:
    def test_ends_the_predecessor_at_the_instant_the_successor_begins(self):
        begun = periods.period_of(dt.date(2026, 4, 1), None)
        successor = periods.period_of(dt.date(2026, 9, 1), None)

        ended = periods.shortened(begun, successor.starts_at)

        assert ended.ends_at == successor.starts_at

    def test_leaves_a_predecessor_that_had_ended(self):
        begun = periods.period_of(dt.date(2026, 4, 1), dt.date(2026, 4, 30))

        assert periods.shortened(begun, moment("2026-09-01T00:00:00+01:00")) == begun

    @pytest.mark.parametrize("day", [dt.date(2026, 4, 1), dt.date(2026, 3, 1)])
    def test_refuses_a_successor_that_would_leave_nothing(self, day):
        begun = periods.period_of(dt.date(2026, 4, 1), None)

        with pytest.raises(CommencesTooEarlyError):
            periods.shortened(begun, periods.period_of(day, None).starts_at)


class TestStatusAt:
    PERIOD = Period(
        starts_at=moment("2026-04-01T00:00:00+01:00"),
        ends_at=moment("2026-09-01T00:00:00+01:00"),
    )

    @pytest.mark.parametrize(
        ("at", "successors", "expected"),
        [
            (PERIOD.starts_at - INSTANT, [], periods.SIGNED),
            (PERIOD.starts_at, [], periods.IN_FORCE),
            (PERIOD.ends_at - INSTANT, [], periods.IN_FORCE),
            (PERIOD.ends_at, [], periods.EXPIRED),
            (PERIOD.ends_at, [PERIOD.ends_at], periods.SUPERSEDED),
            (PERIOD.ends_at, [PERIOD.ends_at + INSTANT], periods.EXPIRED),
        ],
    )
    def test_follows_the_period(self, at, successors, expected):
        assert periods.status_at(self.PERIOD, at, successors=successors) == expected


class TestEffectInWords:
    def test_says_both_days_where_effect_precedes_signature(self):
        words = periods.effect_in_words(
            moment("2026-04-20T12:00:00+01:00"), moment("2026-04-01T00:00:00+01:00")
        )

        assert words == "signed 20 April 2026, with effect from 1 April 2026"

    def test_says_one_day_where_they_are_the_same(self):
        words = periods.effect_in_words(
            moment("2026-04-01T12:00:00+01:00"), moment("2026-04-01T00:00:00+01:00")
        )

        assert words == "signed 1 April 2026"
