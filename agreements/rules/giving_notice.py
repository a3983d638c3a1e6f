"""When notice ends, and what it ends (docs/how-to/give-notice.md).

The day on which notice is given does not count; the last day does, and the party is
bound until its end. Months end on the same day of the month, or on its last day where
it has none such.
"""

import datetime as dt
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

from agreements.rules.notice import months_after
from collab.rules.working_days import BANK_HOLIDAYS, working_days_from

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The last day of the agreement, if notice ends it; of each party that leaves."""

    ends_on: dt.date | None
    leaves: dict[str, dt.date]


def last_day(
    given_on: dt.date,
    length: int,
    unit: str,
    *,
    holidays: Container[dt.date] = BANK_HOLIDAYS,
) -> dt.date:
    """
    Give the last day of a notice that was given on a day.

    :raises ValueError: if the unit is not known
    """
    if unit == "days":
        return given_on + length * _DAY
    if unit == "months":
        return months_after(given_on, length)
    if unit == "working_days":
        return working_days_from(given_on, length, holidays)
    raise ValueError(f"Notice is not counted in {unit}.")


def outcome(
    parties: Collection[str], notices: Mapping[str, dt.date], *, others_go_on: bool
) -> Outcome:
    """
    Work out what the running notices do, taken in the order of their last days.

    Where the terms let the others go on, a party leaves on its last day; the agreement
    ends with the notice that would leave fewer than two. Else the first last day ends
    it for everybody.
    """
    bound = set(parties)
    leaves: dict[str, dt.date] = {}
    for last_on in sorted(set(notices.values())):
        going = {each for each, day in notices.items() if day == last_on} & bound
        if going and (not others_go_on or len(bound - going) < 2):
            return Outcome(ends_on=last_on, leaves=leaves)
        leaves |= dict.fromkeys(sorted(going), last_on)
        bound -= going
    return Outcome(ends_on=None, leaves=leaves)
