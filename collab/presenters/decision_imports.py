"""A load of past decisions as its page shows it: before it is loaded, and after."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count
from django.urls import reverse

from collab.enums import ImportOutcome, ImportStatus
from collab.models import DecisionImport, DecisionImportRow
from collab.rules.decision_csv import EXAMPLE
from collab.rules.past_decisions import HEADINGS
from collab.rules.periods import london_day
from collab.selectors.decision_imports import (
    MOST_LINES,
    ImportPlan,
    kept_file,
    lines_of,
    plan_of,
)
from collab.selectors.imports import MissingFileError
from ui.formats import date

COLOURS: Final = {
    ImportOutcome.CREATED: "green",
    ImportOutcome.REFUSED: "red",
    ImportOutcome.LEFT: "grey",
}
WOULD: Final = {
    ImportOutcome.CREATED: "Will be added",
    ImportOutcome.REFUSED: "Cannot be loaded",
    ImportOutcome.LEFT: "There already",
}
DID: Final = {
    ImportOutcome.CREATED: "Added",
    ImportOutcome.REFUSED: "Not loaded",
    ImportOutcome.LEFT: "There already",
}


@dataclass(frozen=True, kw_only=True)
class LoadLine:
    """What becomes of one row, or what is wrong with one cell of it."""

    number: int
    title: str
    state: str
    colour: str
    detail: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class LoadShown:
    """A load row by row; ``more`` rows are left out, ``missing`` says what is gone."""

    lines: list[LoadLine] = field(default_factory=list)
    counted: list[tuple[str, int]] = field(default_factory=list)
    more: int = 0
    unknown_columns: list[str] = field(default_factory=list)
    missing: str = ""


def show_load(found: DecisionImport) -> LoadShown:
    """Say what a load would do, or what it did."""
    return _report(found) if found.status != ImportStatus.CHECKED else _preview(found)


def _preview(found: DecisionImport) -> LoadShown:
    try:
        plan = plan_of(
            kept_file(found),
            collaborative=found.collaborative,
            today=london_day(found.checked_at),
        )
    except MissingFileError as error:
        return LoadShown(missing=str(error))
    lines = lines_of_plan(plan)
    return LoadShown(
        lines=lines[:MOST_LINES],
        counted=count_of_plan(plan),
        more=max(0, len(lines) - MOST_LINES),
        unknown_columns=plan.reading.unknown_columns,
    )


def count_of_plan(plan: ImportPlan) -> list[tuple[str, int]]:
    """Count what would be added, what is there, and which rows cannot be loaded."""
    return [
        (WOULD[ImportOutcome.CREATED], len(plan.new)),
        (WOULD[ImportOutcome.LEFT], len(plan.already)),
        (
            WOULD[ImportOutcome.REFUSED],
            len({fault.number for fault in plan.reading.faults}),
        ),
    ]


def lines_of_plan(plan: ImportPlan) -> list[LoadLine]:
    """Give every fault first, then what is there already, then what would be added."""
    faults = [
        _would(
            fault.number,
            fault.title,
            ImportOutcome.REFUSED,
            f"{fault.column}: {fault.what}",
        )
        for fault in plan.reading.faults
    ]
    already = [
        _would(
            row.number,
            row.title,
            ImportOutcome.LEFT,
            f"It is there already as {decision.reference}.",
        )
        for row, decision in plan.already
    ]
    new = [
        _would(
            row.number,
            row.title,
            ImportOutcome.CREATED,
            f"{date(row.decided_on)}, {row.source}",
        )
        for row in plan.new
    ]
    return [*faults, *already, *new]


def _would(number: int, title: str, outcome: ImportOutcome, detail: str) -> LoadLine:
    return LoadLine(
        number=number,
        title=title or "No title",
        state=WOULD[outcome],
        colour=COLOURS[outcome],
        detail=detail,
    )


def _report(found: DecisionImport) -> LoadShown:
    counted = Counter(
        dict(found.lines.values_list("outcome").annotate(Count("pk")).order_by())
    )
    lines = [_line(line) for line in lines_of(found)]
    return LoadShown(
        lines=lines,
        counted=[(DID[each], counted[each]) for each in DID if counted[each]],
        more=max(0, counted.total() - len(lines)),
    )


def _line(line: DecisionImportRow) -> LoadLine:
    outcome = ImportOutcome(line.outcome)
    decision = line.decision
    return LoadLine(
        number=line.row_number,
        title=line.title or "No title",
        state=DID[outcome],
        colour=COLOURS[outcome],
        detail=line.message or (f"As {decision.reference}." if decision else ""),
        href=reverse(
            "collab:decision", args=[decision.collaborative.slug, decision.reference]
        )
        if decision
        else "",
    )


def template_csv() -> str:
    """Give an empty file to fill in, with one invented row that shows how."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerow(EXAMPLE)
    return "\ufeff" + out.getvalue()
