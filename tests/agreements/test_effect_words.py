"""How a page says from when, and until when, a version has effect."""

import datetime as dt

import pytest

from agreements.enums import VersionStatus
from agreements.models import Version
from agreements.presenters.states import effect
from collab.rules.periods import midnight

SIGNED = dt.datetime(2026, 4, 19, 13, 0, tzinfo=dt.UTC)


def in_force(first, ended):
    return Version(
        number=1,
        status=VersionStatus.IN_FORCE,
        signed_at=SIGNED,
        in_force_from=midnight(first),
        in_force_to=ended and midnight(ended),
    )


class TestEffect:
    @pytest.mark.parametrize(
        ("first", "ended", "said"),
        [
            (
                dt.date(2026, 4, 24),
                dt.date(2028, 4, 22),
                (
                    "Signed 19 April 2026, with effect from 24 April 2026,"
                    " until 21 April 2028"
                ),
            ),
            (
                dt.date(2026, 4, 19),
                dt.date(2028, 4, 22),
                "Signed 19 April 2026; in force until 21 April 2028",
            ),
            (
                dt.date(2026, 4, 24),
                None,
                "Signed 19 April 2026, with effect from 24 April 2026; no end is set",
            ),
        ],
    )
    def test_says_each_day_once(self, first, ended, said):
        assert effect(in_force(first, ended)) == said
