"""Which delegation lets a person do a thing, or in words what is lacking.

Pure values in, a verdict out: the same answer for the page that warns, the service
that refuses and the referee in the tests.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ui.formats import date, moment, pounds_short

EITHER: Final = "either"
# A capacity that every line serves: nothing in particular is asked for.
ANY: Final = "any"
_KINDS: Final = {"recurrent": "recurrent", "one_off": "one-off"}
_POWERS: Final = {
    "sign_agreements": "sign agreements",
    "approve_agreements": "approve agreements",
    "decide": "take decisions",
    "accept_settlements": "accept settlements",
}


_PARAGRAPH: Final = re.compile(
    r"[,;]?\s+(?:paragraph|para\.?|section|clause|§)\s*(\S.{0,59})$", re.IGNORECASE
)


def split_source(text: str) -> tuple[str, str]:
    """Part "Scheme of delegation 2026, paragraph 4.2" into document and paragraph."""
    found = _PARAGRAPH.search(text.strip())
    if found is None:
        return text.strip(), ""
    return text.strip()[: found.start()], found.group(1).strip()


class Lack(StrEnum):
    """What stands between a person and an act."""

    NOTHING = "nothing"
    INACTIVE = "inactive"
    BARRED = "barred"
    ADMINISTRATOR = "administrator"
    NOT_APPOINTED = "not_appointed"
    NONE = "none"
    WRONG_POWER = "wrong_power"
    NOT_YET = "not_yet"
    LAPSED = "lapsed"
    WRONG_CAPACITY = "wrong_capacity"
    WRONG_MONEY = "wrong_money"
    BELOW_VALUE = "below_value"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How long an authority lasts, whole days in London, and where it is written.

    ``last_on`` is the last day on which it holds; None means until it is ended.
    """

    starts_on: dt.date
    last_on: dt.date | None = None
    source: str
    source_paragraph: str = ""
    source_document_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """What must be known of the person besides their delegations."""

    is_active: bool = True
    is_appointed: bool = True
    is_administrator: bool = False
    barred_until: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """A confirmed delegation as plain values; ``[starts_at, ends_at)``.

    ``is_own`` is False where the person would use it as the holder's deputy.
    """

    key: int
    power: str
    limit_pence: int | None
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    recurrence: str = EITHER
    signs_as: str = ""
    is_own: bool = True

    def holds_at(self, at: dt.datetime) -> bool:
        """Say whether it is in effect: at its start yes, at its end no."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def covers(self, value_pence: int | None) -> bool:
        """Say whether an amount is within; equal to the limit is."""
        return (
            value_pence is None
            or self.limit_pence is None
            or value_pence <= self.limit_pence
        )

    def serves(self, capacity: str) -> bool:
        """Say whether it is held in the capacity that is asked for."""
        return capacity in (ANY, self.signs_as)

    def speaks_of(self, recurrence: str, value_pence: int | None) -> bool:
        """Say whether the line is about this kind of money; with no value it is."""
        return value_pence is None or self.recurrence in (EITHER, recurrence)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The line that allows it, or what is lacking, in a sentence for the page."""

    line: Line | None
    lack: Lack
    sentence: str

    @property
    def allows(self) -> bool:
        """Whether the person may."""
        return self.line is not None


def judge(
    lines: Iterable[Line],
    *,
    holder: Holder,
    power: str,
    value_pence: int | None,
    at: dt.datetime,
    recurrence: str = EITHER,
    capacity: str = ANY,
) -> Verdict:
    """
    Choose the best line in effect, or say what is lacking.

    The best is the person's own before one held as a deputy, then the widest limit,
    then the one that lasts longest. ``recurrence`` is the kind of the money where it
    is known; a line for one kind alone never covers money of an unknown kind.
    ``capacity`` is the clinical or managerial one that an agreement asks for.
    """
    lack = _lack_of_person(holder, at)
    if lack is not None:
        return _lacking(*lack)
    every = list(lines)
    right = [line for line in every if line.power == power]
    now = [line for line in right if line.holds_at(at)]
    serving = [line for line in now if line.serves(capacity)]
    apt = [line for line in serving if line.speaks_of(recurrence, value_pence)]
    fit = [line for line in apt if line.covers(value_pence)]
    if fit:
        return Verdict(line=max(fit, key=_rank), lack=Lack.NOTHING, sentence="")
    if apt:
        return _lacking(Lack.BELOW_VALUE, _below(apt, value_pence or 0))
    if serving:
        return _lacking(Lack.WRONG_MONEY, _other_money(serving))
    if now:
        words = f"The delegation is not held as a {capacity} signatory."
        return _lacking(Lack.WRONG_CAPACITY, words)
    if right:
        return _out_of_time(right, power, at)
    return _without_power(every, power, at)


def _rank(line: Line) -> tuple[bool, bool, int, bool, float, int]:
    return (
        line.is_own,
        line.limit_pence is None,
        line.limit_pence or 0,
        line.ends_at is None,
        line.ends_at.timestamp() if line.ends_at else 0,
        -line.key,
    )


def _lacking(lack: Lack, sentence: str) -> Verdict:
    return Verdict(line=None, lack=lack, sentence=sentence)


def _lack_of_person(holder: Holder, at: dt.datetime) -> tuple[Lack, str] | None:
    if not holder.is_active:
        return Lack.INACTIVE, "The account is closed."
    if holder.is_administrator:
        words = "An administrator of the installation holds no authority."
        return Lack.ADMINISTRATOR, words
    if holder.barred_until is not None and at < holder.barred_until:
        return Lack.BARRED, (
            "Somebody else changed the sign-in details of this account, so signing"
            f" and deciding are closed until {moment(holder.barred_until)}."
        )
    if not holder.is_appointed:
        words = "There is no appointment in effect at this organisation."
        return Lack.NOT_APPOINTED, words
    return None


def _below(apt: list[Line], value_pence: int) -> str:
    most = max(line.limit_pence or 0 for line in apt)
    return (
        f"The delegation goes up to {pounds_short(most)};"
        f" this is worth {pounds_short(value_pence)}."
    )


def _other_money(now: list[Line]) -> str:
    kinds = sorted({_KINDS[line.recurrence] for line in now})
    return f"The delegation covers {' money or '.join(kinds)} money only."


def _out_of_time(right: list[Line], power: str, at: dt.datetime) -> Verdict:
    ahead = [line.starts_at for line in right if at < line.starts_at]
    if ahead:
        words = f"The delegation to {_POWERS[power]} starts on {date(min(ahead))}."
        return _lacking(Lack.NOT_YET, words)
    ended = max(line.ends_at for line in right if line.ends_at is not None)
    words = f"The delegation to {_POWERS[power]} ended on {moment(ended)}."
    return _lacking(Lack.LAPSED, words)


def _without_power(every: list[Line], power: str, at: dt.datetime) -> Verdict:
    others = sorted({_POWERS[line.power] for line in every if line.holds_at(at)})
    if others:
        return _lacking(
            Lack.WRONG_POWER,
            f"There is a delegation to {' and '.join(others)},"
            f" but none to {_POWERS[power]}.",
        )
    words = f"There is no delegation to {_POWERS[power]} for this organisation."
    return _lacking(Lack.NONE, words)
