"""How long a request for a signature stays open."""

import datetime as dt
from typing import Final

# After the day they are asked to sign by, people have this long before the request
# runs out; a governance lead may name another last day.
GRACE: Final = dt.timedelta(days=14)


def last_day_of(due_on: dt.date, expires_on: dt.date | None) -> dt.date:
    """Give the last day on which a request can be answered."""
    return expires_on if expires_on is not None else due_on + GRACE
