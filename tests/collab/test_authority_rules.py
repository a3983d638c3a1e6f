"""The pure rule of delegations, against a referee that tries every line."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.rules.authority import Holder, Lack, Line, judge, split_source
from collab.rules.periods import midnight, span

NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
POWERS = ("sign_agreements", "approve_agreements", "decide", "accept_settlements")
KINDS = ("either", "recurrent", "one_off")
moments = st.integers(-4, 4).map(lambda hours: NOON + dt.timedelta(hours=hours))
amounts = st.none() | st.integers(0, 5)


@st.composite
def lines(draw):
    found = []
    for key in range(draw(st.integers(0, 6))):
        starts_at = draw(moments)
        hours = draw(st.none() | st.integers(0, 5))
        found.append(
            Line(
                key=key,
                power=draw(st.sampled_from(POWERS[:2])),
                limit_pence=draw(amounts),
                starts_at=starts_at,
                ends_at=None
                if hours is None
                else starts_at + dt.timedelta(hours=hours),
                recurrence=draw(st.sampled_from(KINDS)),
                is_own=draw(st.booleans()),
            )
        )
    return found


def referee(line, power, value, at, kind):
    """Every condition by itself, in the plainest words."""
    if line.power != power:
        return False
    if at < line.starts_at:
        return False
    if line.ends_at is not None and at >= line.ends_at:
        return False
    if value is None:
        return True
    if line.recurrence == "recurrent" and kind != "recurrent":
        return False
    if line.recurrence == "one_off" and kind != "one_off":
        return False
    return line.limit_pence is None or value <= line.limit_pence


asked = {
    "power": st.sampled_from(POWERS[:2]),
    "value": amounts,
    "at": moments,
    "kind": st.sampled_from(KINDS),
}


class TestJudge:
    @given(rows=lines(), **asked)
    def test_agrees_with_the_referee(self, rows, power, value, at, kind):
        fit = [line for line in rows if referee(line, power, value, at, kind)]

        verdict = judge(
            rows,
            holder=Holder(),
            power=power,
            value_pence=value,
            at=at,
            recurrence=kind,
        )

        assert verdict.allows == bool(fit)
        assert (verdict.line in fit) if fit else verdict.sentence.endswith(".")

    @given(rows=lines(), **asked)
    def test_prefers_own_then_widest_then_longest(self, rows, power, value, at, kind):
        verdict = judge(
            rows,
            holder=Holder(),
            power=power,
            value_pence=value,
            at=at,
            recurrence=kind,
        )

        infinite = float("inf")
        for line in rows:
            if verdict.line and referee(line, power, value, at, kind):
                best, other = (
                    (
                        each.is_own,
                        infinite if each.limit_pence is None else each.limit_pence,
                        infinite if each.ends_at is None else each.ends_at.timestamp(),
                    )
                    for each in (verdict.line, line)
                )
                assert best >= other

    @given(rows=lines(), **asked)
    def test_does_not_depend_on_the_order(self, rows, power, value, at, kind):
        given_rows = {
            "holder": Holder(),
            "power": power,
            "value_pence": value,
            "at": at,
        }

        assert judge(rows, **given_rows, recurrence=kind) == judge(
            rows[::-1], **given_rows, recurrence=kind
        )

    @given(rows=lines(), **asked)
    def test_a_larger_value_never_opens_what_a_smaller_one_does_not(
        self, rows, power, value, at, kind
    ):
        def allows(pence):
            return judge(
                rows,
                holder=Holder(),
                power=power,
                value_pence=pence,
                at=at,
                recurrence=kind,
            ).allows

        if value is not None and allows(value + 1):
            assert allows(value)

    @pytest.mark.parametrize(
        ("holder", "lack"),
        [
            (Holder(is_active=False), Lack.INACTIVE),
            (Holder(is_administrator=True), Lack.ADMINISTRATOR),
            (Holder(barred_until=NOON + dt.timedelta(seconds=1)), Lack.BARRED),
            (Holder(is_appointed=False), Lack.NOT_APPOINTED),
            (Holder(barred_until=NOON), Lack.NOTHING),
        ],
    )
    def test_looks_at_the_person_first(self, holder, lack):
        line = Line(
            key=1, power="decide", limit_pence=None, starts_at=NOON, ends_at=None
        )

        verdict = judge([line], holder=holder, power="decide", value_pence=1, at=NOON)

        assert verdict.lack == lack
        assert verdict.allows is (lack == Lack.NOTHING)

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([], "no delegation to take decisions"),
            ([{"power": "sign_agreements"}], "to sign agreements, but none to take"),
            (
                [{"starts_at": NOON + dt.timedelta(days=30)}],
                "starts on 1 May 2026",
            ),
            (
                [{"ends_at": NOON}],
                "ended on 1 April 2026 at 1pm",
            ),
            (
                [{"limit_pence": 25_000_000}],
                "goes up to £250,000; this is worth £300,000",
            ),
            ([{"recurrence": "one_off"}], "one-off money only"),
        ],
    )
    def test_says_what_is_lacking(self, rows, words):
        made = [
            Line(
                **{
                    "key": key,
                    "power": "decide",
                    "limit_pence": None,
                    "starts_at": NOON - dt.timedelta(days=1),
                    "ends_at": None,
                }
                | row
            )
            for key, row in enumerate(rows)
        ]

        verdict = judge(
            made, holder=Holder(), power="decide", value_pence=30_000_000, at=NOON
        )

        assert words in verdict.sentence

    @pytest.mark.parametrize(
        ("pence", "allowed"), [(99, True), (100, True), (101, False)]
    )
    def test_counts_the_limit_itself_as_within(self, pence, allowed):
        line = Line(
            key=1, power="decide", limit_pence=100, starts_at=NOON, ends_at=None
        )

        verdict = judge(
            [line], holder=Holder(), power="decide", value_pence=pence, at=NOON
        )

        assert verdict.allows is allowed


class TestSpan:
    @pytest.mark.parametrize(
        ("first", "last", "starts_at", "ends_at"),
        [
            # The clocks go forward on 29 March 2026 and back on 25 October.
            ((2026, 3, 29), (2026, 3, 29), (2026, 3, 29, 0), (2026, 3, 29, 23)),
            ((2026, 10, 25), (2026, 10, 25), (2026, 10, 24, 23), (2026, 10, 26, 0)),
            ((2026, 1, 1), (2026, 12, 31), (2026, 1, 1, 0), (2027, 1, 1, 0)),
        ],
    )
    def test_holds_the_last_day_to_its_end_in_london(
        self, first, last, starts_at, ends_at
    ):
        found = span(dt.date(*first), dt.date(*last))

        assert found == (
            dt.datetime(*starts_at, tzinfo=dt.UTC),
            dt.datetime(*ends_at, tzinfo=dt.UTC),
        )

    @given(
        st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
        st.integers(0, 2000),
    )
    def test_leaves_no_gap_between_one_period_and_the_next(self, first, days):
        last = first + dt.timedelta(days=days)

        _, ends_at = span(first, last)

        assert ends_at == midnight(last + dt.timedelta(days=1))

    def test_refuses_a_last_day_before_the_first(self):
        with pytest.raises(ValueError, match="before the first"):
            span(dt.date(2026, 4, 2), dt.date(2026, 4, 1))


class TestSplitSource:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Scheme 2026, paragraph 4.2", ("Scheme 2026", "4.2")),
            ("Scheme 2026 para. 4.2(a)", ("Scheme 2026", "4.2(a)")),
            ("Board minute; section B", ("Board minute", "B")),
            ("Letter of the chair", ("Letter of the chair", "")),
            ("  Scheme  ", ("Scheme", "")),
        ],
    )
    def test_parts_document_and_paragraph(self, text, expected):
        assert split_source(text) == expected
