"""From when an approval takes effect, and what keeps it from doing so."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from collab.rules.quorum_words import number
from ui.formats import date

APPROVALS: Final = frozenset({"approved", "approved_with_conditions"})


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Whether a decision is in effect on a day, and in words why or why not."""

    in_effect: bool
    words: str


def effect_of(
    outcome: str,
    *,
    decided_on: dt.date,
    effective_on: dt.date | None,
    open_conditions: int,
    today: dt.date,
    ended_by: str = "",
) -> Effect:
    """
    Say whether a decision is in effect on a day in London.

    An approval takes effect on its day, or on the day it was taken, once every
    condition is closed. ``ended_by`` says what ended it, such as "revoked by 2026-004".
    """
    if outcome not in APPROVALS:
        return Effect(in_effect=False, words="There is nothing to take effect.")
    if ended_by:
        return Effect(in_effect=False, words=f"No longer in effect: {ended_by}.")
    begins = effective_on or decided_on
    if open_conditions:
        plural = "condition is" if open_conditions == 1 else "conditions are"
        return Effect(
            in_effect=False,
            words=f"Not in effect: {number(open_conditions)} {plural} still open. It"
            f" takes effect once every condition is closed, not before {date(begins)}.",
        )
    if today < begins:
        return Effect(in_effect=False, words=f"Takes effect on {date(begins)}.")
    return Effect(in_effect=True, words=f"In effect, from {date(begins)} on.")
