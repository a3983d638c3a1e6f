"""A file of past decisions: its headings, its good rows, and every fault of the rest."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from collab.rules.csv_files import CsvFileError, records
from collab.rules.past_decisions import REQUIRED, Fault, Known, PastDecision, PastRow

MOST_ROWS: Final = 5_000
# One row for the template, in the order of its headings.
EXAMPLE: Final = (
    "Open the step-down beds in Ward 4",
    "03/05/2023",
    "approved",
    "Minutes of the partnership board, May 2023",
    "7.2",
    "Too many people were placed far from home",
    "",
    "Aisha Shah, Northfield Trust; Ben Cole, Vale Council",
    "12,000.00",
    "01/06/2023",
    "",
)
# What a heading may be called besides, without spaces, dots and underscores.
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "what": ("what", "whatwasdecided", "decision", "title", "proposal"),
    "day": ("day", "date", "decidedon", "dayofthedecision"),
    "outcome": ("outcome", "result"),
    "source": ("source", "minutes"),
    "item": ("item", "minute", "paragraph"),
    "why": ("why", "reason", "reasons", "rationale"),
    "forum": ("forum", "meeting", "board", "committee"),
    "who_was_there": ("whowasthere", "present", "attendance"),
    "value": ("value", "valuepounds", "value£", "amount"),
    "effective_on": ("effectiveon", "effective", "effectfrom"),
    "review_on": ("reviewon", "review"),
}


@dataclass(frozen=True, kw_only=True)
class PastDecisions:
    """A file as read, the earliest decision first. ``refused`` says why none can be."""

    rows: list[PastDecision] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    refused: str = ""


def read_past_decisions(content: bytes, known: Known) -> PastDecisions:
    """
    Read a CSV of past decisions row by row; one bad row spoils no other.

    Every fault of a row is told, not the first alone. Row numbers are those of the
    file, with its headings as row 1.
    """
    try:
        lines = records(content)
        columns, unknown = _columns(next(lines, (1, []))[1])
        rows, faults = _read(lines, columns, known)
    except CsvFileError as error:
        return PastDecisions(refused=str(error))
    if not rows and not faults:
        return PastDecisions(refused="The file has headings and no rows. Add the rows.")
    rows.sort(key=lambda row: (row.decided_on, row.number))
    return PastDecisions(rows=rows, faults=faults, unknown_columns=unknown)


def _columns(headings: list[str]) -> tuple[dict[str, int], list[str]]:
    known = {each: name for name, names in _NAMES.items() for each in names}
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for position, heading in enumerate(headings):
        bare = re.sub(r"[^a-z0-9£]", "", heading.lower())
        name = known.get(bare)
        if name in columns:
            raise CsvFileError(
                f"Two columns hold the same thing ({heading.strip()[:60]})."
                " Remove one of them."
            )
        if name:
            columns[name] = position
        elif bare:
            unknown.append(heading.strip()[:60])
    if missing := [name for name in REQUIRED if name not in columns]:
        raise CsvFileError(
            f"The file has no column headed {' and none headed '.join(missing)}. Begin"
            " with the template: its first row holds the headings."
        )
    return columns, unknown[:50]


def _read(
    lines: Iterator[tuple[int, list[str]]], columns: dict[str, int], known: Known
) -> tuple[list[PastDecision], list[Fault]]:
    rows: list[PastDecision] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, dt.date, str], int] = {}
    for count, (number, record) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise CsvFileError(
                f"The file has more than {MOST_ROWS:,} decisions. Split it, by year for"
                " example, and load each part."
            )
        row = PastRow(number, {name: _cell(record, at) for name, at in columns.items()})
        found = row.read(known)
        if found is not None and (first := seen.setdefault(found.key, number)) < number:
            row.fault("what", f"The same decision is on row {first}. Remove one.")
        faults.extend(row.faults)
        if found is not None and not row.faults:
            rows.append(found)
    return rows, faults


def _cell(record: list[str], position: int) -> str:
    if position >= len(record):
        return ""
    lines = record[position].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
