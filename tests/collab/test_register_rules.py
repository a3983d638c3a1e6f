"""What somebody wants of the register, in values and in words."""

import pytest

from collab.rules.register import Wanted, reference_in


class TestAReference:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("2026-001", "2026-001"),
            (" 2026-1 ", "2026-001"),
            ("impact/2026-012", "2026-012"),
            ("impact/decisions/2026-1234", "2026-1234"),
            ("2026", ""),
            ("AGR-001", ""),
            ("2026-001'--", ""),
        ],
    )
    def test_is_read_as_people_write_it(self, typed, stored):
        assert reference_in(typed) == stored


class TestFilters:
    def test_that_narrow_nothing_say_so(self):
        assert Wanted().in_words() == "All decisions"
        assert not Wanted().narrows

    def test_are_said_in_one_sentence(self):
        wanted = Wanted(
            forum_id=1,
            forum_name="the Delivery Board",
            year=2025,
            outcome="approved",
            outcome_name="approved",
            organisation_id=2,
            organisation_name="Vale Council",
            words="beds  Ward",
        )

        assert wanted.in_words() == (
            "Decisions of the Delivery Board, taken in 2025, with the outcome"
            " “approved”, where Vale Council was there or logged it, that say"
            " “beds Ward”"
        )
        assert wanted.narrows
        assert wanted.each_word == ["beds", "ward"]
