"""Codes that go with a link to sign: how long one is good, and how many are sent.

Nobody guesses one: a code of six digits takes five tries and ten minutes, and an hour
brings five codes at most.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

GOOD_FOR: Final = dt.timedelta(minutes=10)
TRIES: Final = 5
AT_MOST: Final = 5
WINDOW: Final = dt.timedelta(hours=1)
# Having typed the code, a person has this long to read and to sign.
READ_FOR: Final = dt.timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many codes were sent since a moment, and how often the last was tried."""

    window_from: dt.datetime | None = None
    sent: int = 0
    sent_at: dt.datetime | None = None
    tries: int = 0


def may_send(count: Count, at: dt.datetime) -> bool:
    """Say whether another code may be sent."""
    return _is_over(count, at) or count.sent < AT_MOST


def sent(count: Count, at: dt.datetime) -> Count:
    """Count one more code, whose tries begin anew."""
    if _is_over(count, at):
        return Count(window_from=at, sent=1, sent_at=at)
    return replace(count, sent=count.sent + 1, sent_at=at, tries=0)


def may_try(count: Count, at: dt.datetime) -> bool:
    """Say whether the last code is still good, and may be tried once more."""
    return (
        count.sent_at is not None
        and at < count.sent_at + GOOD_FOR
        and count.tries < TRIES
    )


def _is_over(count: Count, at: dt.datetime) -> bool:
    return count.window_from is None or at >= count.window_from + WINDOW
