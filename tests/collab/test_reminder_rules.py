import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.rules.reminders import (
    Anchor,
    Rung,
    falls_on,
    next_reminder,
    rungs_to_send,
)

LADDER = (
    Rung(name="day_3", whom="signatory", days=3),
    Rung(name="day_7", whom="signatory", days=7),
    Rung(name="day_5", whom="deputies", days=5),
    Rung(name="due", whom="sender", days=0, anchor=Anchor.DUE),
)
BEGAN = dt.date(2026, 4, 1)
DUE = dt.date(2026, 4, 15)


def names(today, sent=(), ladder=LADDER):
    found = rungs_to_send(
        ladder, began_on=BEGAN, due_on=DUE, today=today, sent=set(sent)
    )
    return [rung.name for rung in found]


class TestRungsToSend:
    @pytest.mark.parametrize(
        ("day", "sent", "expected"),
        [
            (1, [], []),
            (3, [], []),
            (4, [], ["day_3"]),
            (4, ["day_3"], []),
            (6, ["day_3"], ["day_5"]),
            (8, ["day_3", "day_5"], ["day_7"]),
            (15, ["day_3", "day_5", "day_7"], ["due"]),
        ],
    )
    def test_climbs_the_ladder_day_by_day(self, day, sent, expected):
        assert names(dt.date(2026, 4, day), sent) == expected

    def test_collapses_missed_runs_into_one_for_each_kind_of_person(self):
        assert names(dt.date(2026, 5, 1)) == ["day_5", "day_7", "due"]

    def test_never_goes_back_below_a_rung_that_was_sent(self):
        assert names(dt.date(2026, 5, 1), ["day_7", "day_5", "due"]) == []

    @given(
        st.lists(st.integers(0, 60), min_size=1, max_size=30),
        st.integers(0, 40),
    )
    def test_sends_no_rung_twice_and_never_more_than_there_are(self, days, due_after):
        due = BEGAN + dt.timedelta(days=due_after)
        sent = []
        for day in sorted(days):
            today = BEGAN + dt.timedelta(days=day)
            sent += [
                rung.name
                for rung in rungs_to_send(
                    LADDER, began_on=BEGAN, due_on=due, today=today, sent=set(sent)
                )
            ]

        assert len(sent) == len(set(sent)) <= len(LADDER)

    @given(st.integers(0, 60))
    def test_sends_nothing_before_its_day(self, day):
        today = BEGAN + dt.timedelta(days=day)

        for rung in rungs_to_send(
            LADDER, began_on=BEGAN, due_on=DUE, today=today, sent=set()
        ):
            assert falls_on(rung, began_on=BEGAN, due_on=DUE) <= today


class TestFallsOn:
    def test_counts_working_days_over_easter(self):
        rung = Rung(name="x", whom="y", days=3, working_days=True)
        easter = {dt.date(2026, 4, 3), dt.date(2026, 4, 6)}

        found = falls_on(rung, began_on=BEGAN, due_on=DUE, holidays=easter)

        assert found == dt.date(2026, 4, 8)

    def test_counts_working_days_backwards(self):
        rung = Rung(name="x", whom="y", days=-3, anchor=Anchor.DUE, working_days=True)

        assert falls_on(rung, began_on=BEGAN, due_on=DUE) == dt.date(2026, 4, 10)

    def test_counts_days_over_29_february_and_a_change_of_clocks(self):
        rung = Rung(name="x", whom="y", days=3)
        leap, spring = dt.date(2028, 2, 27), dt.date(2026, 3, 28)

        assert falls_on(rung, began_on=leap, due_on=DUE) == dt.date(2028, 3, 1)
        assert falls_on(rung, began_on=spring, due_on=DUE) == dt.date(2026, 3, 31)


class TestNextReminder:
    def test_names_the_first_that_is_still_to_come(self):
        day, rung = next_reminder(LADDER, began_on=BEGAN, due_on=DUE, today=BEGAN)

        assert (day, rung.name) == (dt.date(2026, 4, 4), "day_3")

    def test_is_nothing_after_the_last(self):
        assert next_reminder(LADDER, began_on=BEGAN, due_on=DUE, today=DUE) is None
