"""Numbers, progress, periods and series, each against a plainer way to say it."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.rules.numbers import (
    LARGEST,
    NotANumberError,
    how_to_write,
    parse_scaled,
    written,
)
from pathways.rules.progress import (
    Measure,
    Standing,
    achieved,
    progress_words,
    standing,
    why_not_better,
)
from pathways.rules.series import Reading, in_runs, series_words
from pathways.rules.spans import label_of, short_label_of

FIGURES = st.integers(min_value=-LARGEST, max_value=LARGEST)
SMALL = st.integers(min_value=-60, max_value=60)
D = dt.date


def measure(direction="decrease", baseline=20, target=5, decimals=0):
    return Measure(
        unit="per cent",
        decimals=decimals,
        direction=direction,
        baseline=baseline,
        target=target,
    )


class TestParseScaled:
    @given(FIGURES, st.integers(min_value=0, max_value=3))
    def test_reads_back_what_is_written(self, scaled, decimals):
        assert parse_scaled(written(scaled, decimals=decimals), decimals=decimals) == (
            scaled
        )

    @given(
        st.decimals(min_value=-99_999, max_value=99_999, places=3),
        st.integers(min_value=0, max_value=3),
    )
    def test_agrees_with_decimal_arithmetic(self, number, decimals):
        exact = number * 10**decimals
        if exact == exact.to_integral_value():
            assert parse_scaled(f"{number:f}", decimals=decimals) == int(exact)
        else:
            with pytest.raises(NotANumberError):
                parse_scaled(f"{number:f}", decimals=decimals)

    @pytest.mark.parametrize(
        ("typed", "decimals", "expected"),
        [
            (" 1,234.5 ", 1, 12_345),
            ("12%", 0, 12),
            ("\N{MINUS SIGN}3", 0, -3),
            ("5.00", 0, 5),
            ("007", 0, 7),
            ("1 000", 0, 1_000),
        ],
    )
    def test_takes_what_people_type(self, typed, decimals, expected):
        assert parse_scaled(typed, decimals=decimals) == expected

    @pytest.mark.parametrize(
        "typed",
        ["", "twelve", "1.", ".5", "1,23", "--1", "1e3", "٣", "1.2.3", "9" * 40, "NaN"],
    )
    def test_refuses_what_is_no_number(self, typed):
        with pytest.raises(NotANumberError):
            parse_scaled(typed, decimals=1)

    def test_says_how_to_write_it(self):
        with pytest.raises(NotANumberError, match="at most one decimal place"):
            parse_scaled("12.55", decimals=1)
        assert how_to_write(0).endswith("as a whole number, such as 12")
        assert how_to_write(3).endswith("three decimal places, such as 12.500")

    def test_refuses_what_the_database_could_not_keep(self):
        with pytest.raises(NotANumberError, match="too large"):
            parse_scaled(str(LARGEST), decimals=1)


def shared_by_hand(baseline, target, actual):
    """The share of the way, by walking it in both directions without a formula."""
    if target == baseline:
        return None
    done = Decimal(actual) - Decimal(baseline)
    whole = Decimal(target) - Decimal(baseline)
    if (done > 0) != (whole > 0) or done == 0:
        return Fraction(0)
    if abs(done) >= abs(whole):
        return Fraction(1)
    return Fraction(int(abs(done)), int(abs(whole)))


class TestAchieved:
    def test_is_four_fifths_at_eight_on_the_way_from_twenty_to_five(self):
        assert achieved(baseline=20, target=5, actual=8) == Fraction(4, 5)

    @given(SMALL, SMALL, SMALL)
    def test_agrees_with_a_walk_by_hand(self, baseline, target, actual):
        assert achieved(baseline=baseline, target=target, actual=actual) == (
            shared_by_hand(baseline, target, actual)
        )

    @given(SMALL, SMALL, SMALL)
    def test_is_the_same_in_the_mirror(self, baseline, target, actual):
        assert achieved(baseline=baseline, target=target, actual=actual) == (
            achieved(baseline=-baseline, target=-target, actual=-actual)
        )


class TestStanding:
    @given(SMALL, SMALL, SMALL, st.sampled_from(["increase", "decrease"]))
    def test_agrees_with_better_and_worse(self, baseline, target, actual, direction):
        if why_not_better(direction=direction, baseline=baseline, target=target):
            return
        sign = 1 if direction == "increase" else -1
        found = standing(measure(direction, baseline, target), actual)

        assert (found == Standing.WORSE) == (sign * actual < sign * baseline)
        assert (found == Standing.REACHED) == (sign * actual >= sign * target)
        assert (found == Standing.AT_BASELINE) == (actual == baseline)

    def test_judges_nothing_where_neither_way_is_better(self):
        assert standing(measure("neutral"), 3) == Standing.NOT_JUDGED

    @pytest.mark.parametrize(
        ("direction", "baseline", "target", "fits"),
        [
            ("increase", 1, 2, True),
            ("increase", 2, 2, False),
            ("increase", 3, 2, False),
            ("decrease", 3, 2, True),
            ("decrease", 2, 2, False),
            ("decrease", 1, 2, False),
            ("neutral", 2, 2, True),
        ],
    )
    def test_asks_for_a_target_that_is_better(self, direction, baseline, target, fits):
        why = why_not_better(direction=direction, baseline=baseline, target=target)

        assert (why == "") == fits


class TestProgressWords:
    @pytest.mark.parametrize(
        ("actual", "words"),
        [
            (8, "80 per cent of the way from the baseline of 20 to the target of 5"),
            (9, "About 73 per cent of the way"),
            (5, "The target of 5 per cent is reached."),
            (3, "The target of 5 per cent is reached."),
            (20, "The same as the baseline"),
            (21, "Worse than the baseline of 20, since a fall is better"),
            (None, "No value yet."),
        ],
    )
    def test_say_how_far_it_is(self, actual, words):
        assert progress_words(measure(), actual).startswith(words)

    def test_never_round_up_to_the_whole_way(self):
        near = measure(baseline=20_000, target=0)

        assert progress_words(near, 1).startswith("About 99 per cent")
        assert progress_words(near, 19_999).startswith("Less than 1 per cent")

    @pytest.mark.parametrize(
        ("actual", "words"), [(30, "Above"), (10, "Below"), (20, "The same as")]
    )
    def test_only_compare_where_neither_way_is_better(self, actual, words):
        assert progress_words(measure("neutral"), actual).startswith(words)


class TestLabelOf:
    @pytest.mark.parametrize(
        ("first", "end", "label", "short"),
        [
            (D(2026, 4, 1), D(2026, 5, 1), "April 2026", "Apr 2026"),
            (D(2025, 12, 1), D(2026, 1, 1), "December 2025", "Dec 2025"),
            (D(2026, 4, 1), D(2026, 7, 1), "April to June 2026", "Apr 2026"),
            (D(2023, 4, 1), D(2024, 4, 1), "2023/24", "2023/24"),
            (D(2025, 1, 1), D(2026, 1, 1), "2025", "2025"),
            (
                D(2025, 11, 1),
                D(2026, 2, 1),
                "November 2025 to January 2026",
                "Nov 2025",
            ),
            (D(2026, 4, 3), D(2026, 4, 4), "3 April 2026", "Apr 2026"),
            (
                D(2026, 4, 3),
                D(2026, 4, 10),
                "3 April 2026 to 9 April 2026",
                "Apr 2026",
            ),
        ],
    )
    def test_names_a_period_as_people_do(self, first, end, label, short):
        assert label_of(first, end) == label
        assert short_label_of(first, end) == short


def month(number, value, **more):
    first, end = D(2025, number, 1), D(2025, number + 1, 1)
    return Reading(
        starts_on=first, ends_on=end, label=label_of(first, end), value=value, **more
    )


class TestInRuns:
    @given(st.permutations(range(1, 12)), st.integers(min_value=0, max_value=11))
    def test_breaks_where_a_day_is_missing_and_nowhere_else(self, order, many):
        chosen = order[:many]
        runs = in_runs(month(number, number) for number in chosen)
        gaps = sum(
            number + 1 not in chosen for number in chosen
        )  # each last of a run ends one

        assert len(runs) == gaps
        assert [each.value for run in runs for each in run] == sorted(chosen)


class TestSeriesWords:
    def test_tell_first_latest_lowest_and_highest(self):
        runs = in_runs([month(1, 9), month(2, 11), month(3, 6)])

        assert series_words(measure(), runs) == (
            "3 values. The first is 9 per cent in January 2025, the latest 6 in March"
            " 2025. The lowest is 6 in March 2025, the highest 11 in February 2025."
        )

    def test_tell_of_one_value_and_of_none(self):
        assert series_words(measure(), in_runs([month(1, 9)])) == (
            "One value: 9 per cent in January 2025."
        )
        assert series_words(measure(), []) == "No value has been entered yet."

    def test_tell_of_a_gap_of_no_change_and_of_what_is_illustrative(self):
        gap = in_runs([month(1, 9), month(3, 9, is_illustrative=True)])
        all_of_it = in_runs([month(1, 9, is_illustrative=True)])

        assert "shown as a gap" in series_words(measure(), gap)
        assert "It did not change." in series_words(measure(), gap)
        assert "1 of them" in series_words(measure(), gap)
        assert "All of it is illustrative" in series_words(measure(), all_of_it)
