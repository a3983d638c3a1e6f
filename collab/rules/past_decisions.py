"""One row of a file of past decisions: what it says, and every fault of it."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from collab.rules.decisions import (
    Body,
    Present,
    UnclearLineError,
    read_presence,
    title_of,
)

LONGEST_TEXT: Final = 5_000
LONGEST_LINE: Final = 120
LONGEST_ITEM: Final = 40
EARLIEST: Final = dt.date(1990, 1, 1)
LATEST: Final = dt.date(2100, 12, 31)
HEADINGS: Final = (
    *("what", "day", "outcome", "source", "item", "why", "forum"),
    *("who_was_there", "value", "effective_on", "review_on"),
)
REQUIRED: Final = ("what", "day", "outcome", "source", "item")
_LONG_TEXTS: Final = ("what", "why", "who_was_there")
_LIMITS: Final = {"source": LONGEST_LINE, "forum": LONGEST_LINE, "item": LONGEST_ITEM}
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_MONEY: Final = re.compile(r"£?(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{2}))?")
_FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, kw_only=True)
class PastDecision:
    """One good row; ``number`` is the row that a spreadsheet shows. Money in pence."""

    number: int
    title: str
    what: str
    why: str
    outcome: str
    decided_on: dt.date
    source: str
    forum_id: int | None = None
    present: tuple[Present, ...] = ()
    value_pence: int | None = None
    effective_on: dt.date | None = None
    review_on: dt.date | None = None

    @property
    def key(self) -> tuple[str, dt.date, str]:
        """Give what tells this decision from every other: source, day and title."""
        return self.source, self.decided_on, self.title


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with one cell, and what to do about it."""

    number: int
    column: str
    what: str
    title: str = ""

    def __str__(self) -> str:
        return f"Row {self.number}, {self.column}: {self.what}"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the words of a file may mean: stored codes and internal ids.

    ``outcomes`` and ``forums`` by their words in lower case; ``bodies`` are all that
    were ever members; ``today`` is the day in London, after which nothing was decided.
    """

    outcomes: Mapping[str, str]
    forums: Mapping[str, int]
    bodies: Sequence[Body]
    today: dt.date


class PastRow:
    """One row while it is read; gathers every fault."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number, self.cells = number, cells
        self.faults: list[Fault] = []

    def fault(self, column: str, what: str) -> None:
        """Note what is wrong with one cell."""
        title = title_of(self.cells.get("what", ""))[:80]
        self.faults.append(
            Fault(number=self.number, column=column, what=what, title=title)
        )

    def read(self, known: Known) -> PastDecision | None:
        """Give the row, or nothing where anything is wrong with it."""
        self._require_plain()
        what = self.cells.get("what", "")
        decided_on = self._day("day")
        if decided_on is not None and decided_on > known.today:
            self.fault("day", "The day lies ahead. A past decision was taken before.")
        outcome = self._word("outcome", known.outcomes)
        source, item = self.cells.get("source", ""), self.cells.get("item", "")
        forum_id = self._forum(known)
        present = self._present(known)
        value_pence = self._value()
        effective_on, review_on = self._day("effective_on"), self._day("review_on")
        if effective_on and review_on and review_on < effective_on:
            self.fault("review_on", "The review comes before the day of effect.")
        if self.faults or decided_on is None:
            return None
        return PastDecision(
            number=self.number,
            title=title_of(what),
            what=what,
            why=self.cells.get("why", ""),
            outcome=outcome,
            decided_on=decided_on,
            source=f"{source}, item {item}",
            forum_id=forum_id,
            present=present,
            value_pence=value_pence,
            effective_on=effective_on,
            review_on=review_on,
        )

    def _require_plain(self) -> None:
        for name in HEADINGS:
            text = self.cells.get(name, "")
            if name in REQUIRED and not text:
                self.fault(name, f"The {_said(name)} is missing. Enter it.")
            if text.startswith(_FORMULA):
                self.fault(
                    name,
                    f"The {_said(name)} begins with “{text[0]}”, which a spreadsheet"
                    " would run as a formula. Remove that sign.",
                )
            if any(ord(sign) < 32 and sign != "\n" for sign in text) or "\x7f" in text:
                self.fault(
                    name,
                    f"The {_said(name)} holds signs that cannot be shown."
                    " Type it again.",
                )
            self._require_length(name, text)

    def _require_length(self, name: str, text: str) -> None:
        most = _LIMITS.get(name, LONGEST_TEXT)
        if len(text) > most:
            self.fault(
                name,
                f"The {_said(name)} is longer than {most:,} characters. Shorten it.",
            )
        if "\n" in text and name not in _LONG_TEXTS:
            self.fault(name, f"The {_said(name)} must stand on one line.")

    def _day(self, name: str) -> dt.date | None:
        typed = self.cells.get(name, "")
        if not typed:
            return None
        parts: tuple[str, ...] = ()
        if found := _YEAR_FIRST.fullmatch(typed):
            parts = found.groups()
        elif found := _DAY_FIRST.fullmatch(typed):
            parts = found.groups()[::-1]
        try:
            day = dt.date(*map(int, parts)) if parts else None
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            self.fault(
                name,
                f"“{typed[:20]}” is not a day that can be right. Write the day first,"
                " like 03/05/2023, or 2023-05-03.",
            )
            return None
        return day

    def _word(self, name: str, known: Mapping[str, str]) -> str:
        typed = self.cells.get(name, "")
        found = known.get(typed.lower().replace("_", " "), "")
        if typed and not found:
            words = ", ".join(dict.fromkeys(known))
            self.fault(name, f"“{typed[:40]}” is not one of {words}. Use one of these.")
        return found

    def _forum(self, known: Known) -> int | None:
        typed = self.cells.get("forum", "")
        found = known.forums.get(typed.casefold())
        if typed and found is None:
            self.fault(
                "forum",
                f"“{typed[:80]}” is not a forum of this collaborative. Use its name as"
                " its page has it, or leave the cell empty.",
            )
        return found

    def _present(self, known: Known) -> tuple[Present, ...]:
        typed = self.cells.get("who_was_there", "").replace(";", "\n")
        try:
            return tuple(read_presence(typed, bodies=known.bodies, people=()))
        except UnclearLineError as error:
            self.fault("who_was_there", f"{str(error).replace('Line', 'Person')}.")
            return ()

    def _value(self) -> int | None:
        typed = self.cells.get("value", "").replace(" ", "")
        if not typed:
            return None
        found = _MONEY.fullmatch(typed)
        if found is None:
            self.fault(
                "value",
                f"“{typed[:20]}” is not an amount. Write pounds like 12,000.00, or"
                " leave the cell empty.",
            )
            return None
        whole, odd = found.groups()
        return int(whole.replace(",", "")) * 100 + int(odd or 0)


def _said(name: str) -> str:
    words = {
        "what": "decision",
        "source": "title of the minutes",
        "item": "item of the minutes",
        "why": "reason",
        "who_was_there": "list of who was there",
        "effective_on": "day of effect",
        "review_on": "day of review",
    }
    return words.get(name, name)
