import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collab.rules.reminders import (
    Anchor,
    Rung,
    adjusted,
    falls_on,
    moment_of,
    next_reminder,
    reached_day,
    rungs_to_send,
    speaks_next,
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


LADDERS = st.lists(
    st.tuples(
        st.sampled_from(["signatory", "deputies", "leads"]),
        st.integers(-40, 40),
        st.sampled_from(list(Anchor)),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
).map(
    lambda rungs: tuple(
        Rung(
            name=f"r{number}",
            whom=whom,
            days=days,
            anchor=anchor,
            working_days=working,
            by_due=by_due,
            is_off=off,
        )
        for number, (whom, days, anchor, working, by_due, off) in enumerate(rungs)
    )
)
# Around both changes of the clocks, Easter, Christmas and 29 February 2028.
DAYS = st.one_of(
    st.dates(dt.date(2026, 3, 20), dt.date(2026, 4, 20)),
    st.dates(dt.date(2027, 10, 20), dt.date(2028, 3, 10)),
)


def works(day):
    """Written down by hand, for the years that the tests walk through."""
    closed = {
        *((2026, 1, 1), (2026, 4, 3), (2026, 4, 6), (2026, 5, 4), (2026, 5, 25)),
        *((2026, 8, 31), (2026, 12, 25), (2026, 12, 28)),
        *((2027, 1, 1), (2027, 3, 26), (2027, 3, 29), (2027, 5, 3), (2027, 5, 31)),
        *((2027, 8, 30), (2027, 12, 27), (2027, 12, 28)),
        *((2028, 1, 3), (2028, 4, 14), (2028, 4, 17), (2028, 5, 1), (2028, 5, 29)),
        *((2028, 8, 28), (2028, 12, 25), (2028, 12, 26)),
    }
    weekend = day.isoweekday() in (6, 7)
    return not weekend and (day.year, day.month, day.day) not in closed


def reached_by_walking(rung, began, due):
    """The day of a rung, one step of the calendar after the other."""
    day = began if rung.anchor is Anchor.BEGAN else due
    left = abs(rung.days)
    while left:
        day += dt.timedelta(days=1 if rung.days > 0 else -1)
        if not rung.working_days or works(day):
            left -= 1
    return due if rung.by_due and day > due else day


class Referee:
    """Keeps for one occasion what was said, and says day by day what must be."""

    def __init__(self, ladder, began, due):
        self.days = {
            rung.name: reached_by_walking(rung, began, due)
            for rung in ladder
            if not rung.is_off
        }
        self.ladder = ladder
        self.sent = []

    def sweep(self, today):
        said = []
        for whom in {rung.whom for rung in self.ladder}:
            latest = None
            for rung in self.ladder:
                if rung.whom != whom or self.days.get(rung.name, today) > today:
                    continue
                if rung.is_off:
                    continue
                if latest is None or self.days[rung.name] >= self.days[latest]:
                    latest = rung.name
            if latest is not None and latest not in self.sent:
                said.append(latest)
        self.sent += said
        return sorted(said)


class TestAnySequenceOfSweeps:
    @given(
        LADDERS,
        DAYS,
        st.lists(DAYS, min_size=1, max_size=4),
        st.lists(st.integers(0, 12), min_size=1, max_size=25),
        st.lists(st.integers(0, 24), max_size=3),
        st.integers(0, 30),
    )
    @settings(max_examples=200)
    def test_says_what_the_calendar_says_however_often_the_day_is_moved(
        self, ladder, began, dues, gaps, moved_at, done_at
    ):
        """Each due day is another occasion; once it is done nothing is said at all."""
        dues = iter(dues)
        due = next(dues)
        referee, sent = Referee(ladder, began, due), []
        today = began
        for number, gap in enumerate(gaps):
            today += dt.timedelta(days=gap)
            if number >= done_at:
                break
            if number in moved_at and (other := next(dues, None)) is not None:
                due, sent = other, []
                referee = Referee(ladder, began, due)
            found = rungs_to_send(
                ladder, began_on=began, due_on=due, today=today, sent=set(sent)
            )
            sent += [rung.name for rung in found]

            assert sorted(rung.name for rung in found) == referee.sweep(today)
        assert len(sent) == len(set(sent))

    @given(LADDERS, DAYS, DAYS, st.integers(0, 80))
    def test_is_silent_until_the_moment_that_was_named_and_speaks_then(
        self, ladder, began, due, day
    ):
        now = moment_of(began + dt.timedelta(days=day))
        sent = {
            rung.name
            for rung in rungs_to_send(
                ladder,
                began_on=began,
                due_on=due,
                today=reached_day(now),
                sent=(),
            )
        }
        then = speaks_next(
            ladder, began_on=began, due_on=due, sent=sent, now=now, looked=True
        )

        for later in range(1, 200):
            moment = moment_of(reached_day(now) + dt.timedelta(days=later))
            says = rungs_to_send(
                ladder,
                began_on=began,
                due_on=due,
                today=reached_day(moment),
                sent=sent,
            )
            if says:
                assert then is not None
                assert then <= moment
                return
            if then is not None and then <= moment:
                # A rung was reached that a later one of its kind has overtaken.
                then = speaks_next(
                    ladder,
                    began_on=began,
                    due_on=due,
                    sent=sent,
                    now=moment,
                    looked=True,
                )
        assert then is None or then > moment


class TestTheMoment:
    @given(DAYS)
    def test_is_seven_in_the_morning_whatever_the_clocks_do(self, day):
        moment = moment_of(day)

        london = moment.astimezone(ZoneInfo("Europe/London"))
        assert (london.date(), london.hour, london.minute) == (day, 7, 0)
        assert reached_day(moment) == day
        assert reached_day(moment - dt.timedelta(seconds=1)) == day - dt.timedelta(1)


class TestAdjusted:
    @given(LADDERS, st.data())
    def test_changes_the_named_rungs_alone_and_keeps_their_direction(
        self, ladder, data
    ):
        changes = data.draw(
            st.dictionaries(
                st.sampled_from([rung.name for rung in ladder]),
                st.none() | st.integers(0, 90),
            )
        )

        for before, after in zip(ladder, adjusted(ladder, changes), strict=True):
            if before.name not in changes:
                assert after == before
            elif changes[before.name] is None:
                assert after.is_off
            else:
                assert not after.is_off
                assert abs(after.days) == changes[before.name]
                assert after.days <= 0 or before.days >= 0


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
