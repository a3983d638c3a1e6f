"""How long to wait before trying to deliver again."""

import datetime as dt
from typing import Final

FIRST_WAIT_SECONDS: Final = 30
LONGEST_WAIT_SECONDS: Final = 6 * 60 * 60
MOST_ATTEMPTS: Final = 12


def wait_after(attempts: int) -> dt.timedelta:
    """Give the wait after so many failed attempts: 30 s doubled each time, at most 6 h."""
    seconds = FIRST_WAIT_SECONDS * 2 ** max(attempts - 1, 0)
    return dt.timedelta(seconds=min(seconds, LONGEST_WAIT_SECONDS))


def gives_up(attempts: int) -> bool:
    """Say whether so many failures are enough to ask a person (about 31 hours)."""
    return attempts >= MOST_ATTEMPTS
