"""One value, one spelling: ours is that of RFC 8785, byte for byte."""

import datetime as dt

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.rules.canonical import NotCanonicalError, canonical, moment
from audit.rules.commitments import commitment_to, matches

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127), max_size=12)
LEAVES = st.none() | st.booleans() | TEXT | st.integers(-(2**53) + 1, 2**53 - 1)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(KEYS, inner, max_size=6)
    ),
    max_leaves=40,
)


class TestCanonical:
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(DOCUMENTS)
    def test_is_what_an_independent_implementation_writes(self, document):
        assert canonical(document).encode() == rfc8785.dumps(document)

    @pytest.mark.parametrize(
        "value",
        [1.0, 2**53, -(2**53), "\ud800", {"\u00e9": 1}, {1: 2}, object(), {1, 2}],
        ids=[
            "float",
            "large",
            "small",
            "surrogate",
            "not ascii",
            "not text",
            "object",
            "set",
        ],
    )
    def test_refuses_what_has_more_than_one_spelling(self, value):
        with pytest.raises(NotCanonicalError):
            canonical([value])

    def test_spells_moments_in_utc_to_the_microsecond(self):
        summer = dt.timezone(dt.timedelta(hours=1))

        spelt = moment(dt.datetime(2026, 4, 1, 0, 30, tzinfo=summer))

        assert spelt == "2026-03-31T23:30:00.000000Z"

    def test_refuses_a_moment_that_does_not_say_where(self):
        with pytest.raises(NotCanonicalError):
            moment(dt.datetime(2026, 4, 1))  # noqa: DTZ001 - the point of the test


class TestCommitments:
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(TEXT, TEXT)
    def test_match_their_value_alone(self, value, other):
        made = commitment_to(value, ref="pv_a")

        assert matches(value, salt=made.salt, c=made.c)
        assert (value == other) == matches(other, salt=made.salt, c=made.c)

    def test_of_equal_values_differ(self):
        first, second = (commitment_to("Jo", ref="pv_a") for _ in range(2))

        assert first.c != second.c
