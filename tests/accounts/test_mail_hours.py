"""When mail may go out, against a clock walked a quarter of an hour at a time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.rules.mail_hours import Away, Hours, Rhythm, mail_moment

LONDON = ZoneInfo("Europe/London")
STEP = dt.timedelta(minutes=15)
# Around both changes of the clocks, and around 29 February.
STARTS = st.sampled_from(
    [dt.date(2026, 3, 27), dt.date(2026, 10, 23), dt.date(2028, 2, 27)]
)
TIMES = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 30]))


def allowed(moment, hours, absences, urgent):
    """Whether mail may go out at a moment, by what a person said."""
    local = moment.astimezone(LONDON)
    if any(away.starts_on <= local.date() <= away.last_on for away in absences):
        return False
    if urgent and hours.urgent_passes:
        return True
    if hours.weekends_off and local.isoweekday() > 5:
        return False
    start, end = hours.quiet_from, hours.quiet_until
    if start is None or start == end:
        return True
    time = local.time()
    quiet = start <= time < end if start < end else time >= start or time < end
    return not quiet


@st.composite
def moments(draw):
    day = draw(STARTS) + dt.timedelta(days=draw(st.integers(0, 6)))
    hour, quarter = draw(st.integers(0, 23)), draw(st.integers(0, 3))
    return dt.datetime(day.year, day.month, day.day, hour, quarter * 15, tzinfo=dt.UTC)


HOURS = st.builds(
    Hours,
    quiet_from=st.none() | TIMES,
    quiet_until=TIMES,
    weekends_off=st.booleans(),
    urgent_passes=st.booleans(),
)


class TestMailMoment:
    @given(moments(), HOURS, st.booleans())
    @settings(max_examples=300)
    def test_is_the_first_moment_that_the_person_allows(self, now, hours, urgent):
        found = mail_moment(now, hours=hours, urgent=urgent)

        expected = now
        while not allowed(expected, hours, [], urgent):
            expected += STEP
        # The hour that is missing, or comes twice, is looked at from either side.
        assert abs(found - expected) <= dt.timedelta(hours=1)
        if not _near_a_change(expected):
            assert found == expected

    @given(moments(), st.integers(0, 9), st.integers(0, 20), HOURS, st.booleans())
    def test_is_never_while_somebody_is_away(self, now, first, long, hours, urgent):
        starts = now.date() + dt.timedelta(days=first - 5)
        away = Away(starts, starts + dt.timedelta(days=long))

        found = mail_moment(now, hours=hours, away=[away], urgent=urgent)

        assert not away.holds(found.astimezone(LONDON).date())
        assert found >= now
        assert allowed(found, hours, [away], urgent) or _near_a_change(found)

    @given(moments(), st.sampled_from(list(Rhythm)), HOURS)
    def test_loses_nothing(self, now, rhythm, hours):
        found = mail_moment(now, rhythm=rhythm, hours=hours)

        assert now <= found <= now + dt.timedelta(days=12)

    @pytest.mark.parametrize(
        ("rhythm", "expected"),
        [
            (Rhythm.AT_ONCE, dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)),
            (Rhythm.DAILY, dt.datetime(2026, 4, 2, 7, tzinfo=dt.UTC)),
            (Rhythm.WEEKLY, dt.datetime(2026, 4, 6, 7, tzinfo=dt.UTC)),
        ],
    )
    def test_gathers_digests_at_eight_in_london(self, now, rhythm, expected):
        found = mail_moment(now, rhythm=rhythm)

        assert found == expected

    def test_lets_what_is_urgent_out_of_digests_and_quiet_hours(self, now):
        hours = Hours(quiet_from=dt.time(0), quiet_until=dt.time(23))

        found = mail_moment(now, rhythm=Rhythm.WEEKLY, hours=hours, urgent=True)

        assert found == now


def _near_a_change(moment):
    around = [
        (moment + dt.timedelta(hours=by)).astimezone(LONDON).utcoffset()
        for by in (-3, 3)
    ]
    return around[0] != around[1]
