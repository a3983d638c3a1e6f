"""An import as its page shows it: before it is loaded, and after."""

from collections import Counter
from typing import Any, Final

from django.db.models import Count

from collab.enums import ImportOutcome
from collab.models import ImportedRow, OrganisationImport
from collab.selectors.imports import (
    MOST_LINES,
    MissingFileError,
    kept_file,
    lines_of,
    planned,
    read_file,
)

WORDS: Final = {
    "name": "name",
    "ods_code": "ODS code",
    "sector": "sector",
    "legal_form": "legal form",
    "town": "town",
    "postcode": "postcode",
    "region_code": "region",
    "icb_code": "integrated care board",
    "opened_on": "open date",
    "closed_on": "close date",
}
COLOURS: Final = {
    ImportOutcome.CREATED: "green",
    ImportOutcome.CHANGED: "blue",
    ImportOutcome.REFUSED: "red",
    ImportOutcome.REMOVED: "grey",
    ImportOutcome.RESTORED: "blue",
    ImportOutcome.LEFT: "yellow",
}


def preview(found: OrganisationImport) -> dict[str, Any]:
    """Say what loading a checked file would do, bad rows first."""
    try:
        reading = read_file(kept_file(found))
    except MissingFileError as error:
        return _shown([], Counter(), [], 0) | {"missing": str(error)}
    rows = [
        _row(
            each.number, each.name, ImportOutcome.REFUSED, f"{each.what} {each.remedy}"
        )
        for each in reading.problems
    ]
    counted = Counter({ImportOutcome.REFUSED: len(rows)})
    would: list[dict[str, Any]] = []
    for each in planned(reading.rows):
        if each.outcome is None:
            continue
        counted[each.outcome] += 1
        detail = each.message or _changes(each.before, each.after)
        row = _row(each.row.number, each.row.name, each.outcome, detail)
        (rows if each.outcome == ImportOutcome.REFUSED else would).append(row)
    shown = [*rows, *would]
    more = max(0, len(shown) - MOST_LINES)
    return _shown(shown[:MOST_LINES], counted, reading.unknown_columns, more)


def report(found: OrganisationImport) -> dict[str, Any]:
    """Say what an import did, row by row."""
    counted = Counter(
        dict(found.lines.values_list("outcome").annotate(Count("pk")).order_by())
    )
    rows = [_line(line) for line in lines_of(found)]
    return _shown(rows, counted, [], max(0, counted.total() - len(rows)))


def _line(line: ImportedRow) -> dict[str, Any]:
    detail = line.message or _changes(line.before, line.after)
    row = _row(line.row_number, line.name, ImportOutcome(line.outcome), detail)
    is_there = line.outcome not in (ImportOutcome.REFUSED, ImportOutcome.REMOVED)
    return {**row, "uid": line.organisation_uid if is_there else ""}


def _row(number: int, name: str, outcome: ImportOutcome, detail: str) -> dict[str, Any]:
    return {
        "number": number,
        "name": name,
        "outcome": outcome.label,
        "colour": COLOURS[outcome],
        "detail": detail[:1].upper() + detail[1:],
        "uid": "",
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> str:
    if not before or not after:
        return ""
    return "; ".join(
        f"{word} from {before.get(name) or 'nothing'} to {after[name] or 'nothing'}"
        for name, word in WORDS.items()
        if name in after
    )


def _shown(
    rows: list[dict[str, Any]], counted: Any, unknown: list[str], more: int
) -> dict[str, Any]:
    return {
        "rows": rows,
        "counted": counted,
        "unknown_columns": unknown,
        "more": more,
    }
