"""Quarter-hours, in which failed sign-ins are counted."""

import datetime as dt
from typing import Final

QUARTER: Final = dt.timedelta(minutes=15)


def quarter_of(moment: dt.datetime) -> dt.datetime:
    """Give the instant at which the moment's quarter-hour began."""
    utc = moment.astimezone(dt.UTC)
    return utc.replace(minute=utc.minute - utc.minute % 15, second=0, microsecond=0)
