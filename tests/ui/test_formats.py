"""What the reader sees: pence, moments, periods, people."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import formats
from ui.formats import LONDON

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
MOMENTS = st.integers(0, 120 * 365 * 24 * 60).map(
    lambda minutes: (
        dt.datetime(1990, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    )
)


class TestPounds:
    @pytest.mark.parametrize(
        ("pence", "written"),
        [
            (0, "£0.00"),
            (5, "£0.05"),
            (123_456, "£1,234.56"),
            (-123_456, "-£1,234.56"),
            (-1, "-£0.01"),
            (25_000_000, "£250,000.00"),
            (None, ""),
        ],
    )
    def test_writes_pence_as_pounds(self, pence, written):
        assert formats.pounds(pence) == written

    @given(st.integers(-(10**15), 10**15))
    def test_loses_no_penny(self, pence):
        bare = formats.pounds(pence).replace("£", "").replace(",", "")

        assert Decimal(bare) * 100 == pence

    @given(st.integers(-(10**15), 10**15))
    def test_puts_commas_between_thousands_only(self, pence):
        whole = formats.pounds(pence).lstrip("-").lstrip("£").partition(".")[0]
        first, *rest = whole.split(",")

        assert 1 <= len(first) <= 3
        assert all(len(group) == 3 for group in rest)

    def test_leaves_out_noughts_when_asked(self):
        assert formats.pounds_short(25_000_000) == "£250,000"
        assert formats.pounds_short(25_000_050) == "£250,000.50"


class TestDate:
    def test_writes_the_day_without_a_leading_nought(self):
        assert formats.date(dt.date(2026, 4, 2)) == "2 April 2026"
        assert formats.short_date(dt.date(2026, 4, 2)) == "2 Apr 2026"

    def test_takes_the_london_day_of_a_moment(self):
        late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)

        assert formats.date(late) == "1 July 2026"

    @given(DAYS)
    def test_can_be_read_back(self, day):
        number, month, year = formats.date(day).split()

        assert (int(number), month, int(year)) == (day.day, f"{day:%B}", day.year)


class TestMoment:
    @pytest.mark.parametrize(
        ("hour", "minute", "written"),
        [
            (8, 5, "20 April 2026 at 9:05am"),
            (8, 0, "20 April 2026 at 9am"),
            (11, 0, "20 April 2026 at midday"),
            (11, 1, "20 April 2026 at 12:01pm"),
            (23, 0, "21 April 2026 at midnight"),
            (23, 1, "21 April 2026 at 12:01am"),
            (21, 30, "20 April 2026 at 10:30pm"),
        ],
    )
    def test_shows_london_time(self, hour, minute, written):
        moment = dt.datetime(2026, 4, 20, hour, minute, tzinfo=dt.UTC)

        assert formats.moment(moment) == written

    def test_tells_the_hour_that_comes_twice_apart(self):
        first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
        second = first + dt.timedelta(hours=1)

        assert formats.moment(first) == "25 October 2026 at 1:30am BST"
        assert formats.moment(second) == "25 October 2026 at 1:30am GMT"

    def test_refuses_a_moment_without_a_zone(self):
        with pytest.raises(ValueError, match="zone"):
            formats.moment(dt.datetime(2026, 4, 20, 9, 5))  # noqa: DTZ001

    @given(MOMENTS)
    def test_never_says_one_thing_for_two_minutes(self, moment):
        later = moment + dt.timedelta(minutes=1)

        assert formats.moment(moment) != formats.moment(later)

    def test_exact_names_the_second_and_utc(self):
        moment = dt.datetime(2026, 4, 20, 9, 5, 7, tzinfo=LONDON)

        assert formats.exact(moment) == "2026-04-20 08:05:07 UTC"


class TestPeriod:
    @pytest.mark.parametrize(
        ("start", "end", "written"),
        [
            (dt.date(2026, 4, 1), dt.date(2027, 4, 1), "1 April 2026 to 31 March 2027"),
            (dt.date(2026, 4, 1), dt.date(2026, 4, 2), "1 April 2026"),
            (dt.date(2026, 4, 1), None, "from 1 April 2026"),
            (None, dt.date(2026, 4, 1), "until 31 March 2026"),
            (None, None, "at any time"),
        ],
    )
    def test_shows_the_last_day_that_belongs_to_it(self, start, end, written):
        assert formats.period(start, end) == written

    def test_reads_midnight_as_the_end_of_the_day_before(self):
        start = dt.datetime(2026, 4, 1, tzinfo=LONDON)
        end = dt.datetime(2027, 4, 1, tzinfo=LONDON)

        assert formats.period(start, end) == "1 April 2026 to 31 March 2027"

    @given(DAYS, st.integers(1, 4000))
    def test_moments_at_midnight_read_as_their_days_do(self, first, length):
        last = first + dt.timedelta(days=length)
        midnights = [
            dt.datetime.combine(day, dt.time.min, tzinfo=LONDON)
            for day in (first, last)
        ]

        assert formats.period(*midnights) == formats.period(first, last)


class TestDue:
    @pytest.mark.parametrize(
        ("days", "written"),
        [
            (0, "today"),
            (1, "tomorrow"),
            (13, "in 13 days"),
            (14, "in 2 weeks"),
            (-1, "1 day overdue"),
            (-30, "30 days overdue"),
        ],
    )
    def test_says_how_far_away(self, days, written):
        today = dt.date(2026, 4, 20)

        assert formats.due(today + dt.timedelta(days=days), today) == written

    @given(DAYS, DAYS)
    def test_says_overdue_exactly_when_it_is(self, day, today):
        assert ("overdue" in formats.due(day, today)) == (day < today)


class TestAgo:
    @pytest.mark.parametrize(
        ("seconds", "written"),
        [
            (0, "just now"),
            (60, "1 minute ago"),
            (7200, "2 hours ago"),
            (90000, "1 day ago"),
        ],
    )
    def test_takes_the_coarsest_unit(self, seconds, written):
        now = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)

        assert formats.ago(now - dt.timedelta(seconds=seconds), now) == written


class TestWords:
    def test_person_leaves_out_what_is_not_known(self):
        whole = formats.person("Dr A Shah", "Chief executive", "Northfield Trust")

        assert whole == "Dr A Shah, Chief executive, Northfield Trust"
        assert formats.person("Dr A Shah") == "Dr A Shah"

    def test_count_agrees_with_its_number(self):
        assert formats.count(1, "party", "parties") == "1 party"
        assert formats.count(1_200, "party", "parties") == "1,200 parties"

    def test_sentence_list_joins_with_and(self):
        assert formats.sentence_list([]) == ""
        assert formats.sentence_list(["a"]) == "a"
        assert formats.sentence_list(["a", "b", "c"]) == "a, b and c"

    def test_sentence_case_keeps_short_forms(self):
        assert formats.sentence_case("Add TOTP Key") == "Add TOTP key"
        assert formats.sentence_case("Two-Factor Access") == "Two-factor access"

    def test_size_is_in_the_unit_a_person_reads(self):
        assert formats.size(1) == "1 byte"
        assert formats.size(25_000_000) == "25.0 MB"

    @given(st.text("0123456789abcdef", min_size=64, max_size=64))
    def test_fingerprint_keeps_every_letter(self, digest):
        assert formats.fingerprint(digest).replace(" ", "") == digest
