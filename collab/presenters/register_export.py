"""The register as a file that a spreadsheet opens: CSV line by line, or a workbook.

Both are made from portions of decisions, so that memory does not grow with them.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any, Final

from xlsxwriter import Workbook

from collab.models import Decision
from collab.registries import register_columns
from collab.rules.rights import Rights
from collab.rules.spreadsheets import harmless
from collab.selectors.register import Narrowed, in_portions


@dataclass(frozen=True)
class Pence:
    """An amount of money in a cell."""

    pence: int


Cell = str | dt.date | Pence | None
VALUE: Final = "Value in pounds"
LONGEST_CELL: Final = 32_767


def _people(rows: Any) -> str:
    return "; ".join(
        f"{each.name}, {each.organisation.name}"
        for each in sorted(rows, key=lambda each: each.name)
    )


def _quorate(decision: Decision) -> str:
    if decision.is_quorate is None:
        return "Not worked out"
    return "Yes" if decision.is_quorate else "No"


def _value(decision: Decision) -> Pence | None:
    pence = decision.value_pence
    return None if pence is None else Pence(pence)


_COLUMNS: Final[tuple[tuple[str, Callable[[Any], Cell]], ...]] = (
    ("Reference", lambda row: row.reference),
    ("Title", lambda row: row.title),
    ("Day", lambda row: row.decided_on),
    ("Forum", lambda row: row.forum.name if row.forum else ""),
    ("Outcome", lambda row: row.get_outcome_display()),
    ("How decided", lambda row: row.get_method_display() if row.method else ""),
    ("Quorate", _quorate),
    (VALUE, _value),
    ("Logged by organisation", lambda row: row.organisation.name),
    ("Takes effect", lambda row: row.effective_on),
    ("Review", lambda row: row.review_on),
    ("Who was there", lambda row: _people(row.presences.all())),
    ("Who took no part", lambda row: _people(row.recusals.all())),
    ("Recorded from minutes", lambda row: row.source),
    ("Fingerprint", lambda row: row.result_hash),
)


def headings() -> list[str]:
    """Give the headings of the file, those of the rooms above last."""
    return [
        *(name for name, _ in _COLUMNS),
        *(column.heading for column in register_columns()),
    ]


def _rows(narrowed: Narrowed, rights: Rights) -> Iterator[list[Cell]]:
    for decisions in in_portions(narrowed):
        more = [column.values_of(decisions, rights) for column in register_columns()]
        for decision in decisions:
            own: list[Cell] = [value_of(decision) for _, value_of in _COLUMNS]
            yield [*own, *(values.get(decision.pk, "") for values in more)]


def as_csv(narrowed: Narrowed, rights: Rights) -> Iterator[str]:
    """Give the file a line at a time, in UTF-8 with the mark that spreadsheets need."""
    yield "\ufeff" + _line(headings())
    for row in _rows(narrowed, rights):
        yield _line([_text(cell) for cell in row])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def _text(cell: Cell) -> str:
    if isinstance(cell, Pence):
        whole, odd = divmod(cell.pence, 100)
        return f"{whole:,}.{odd:02d}"
    return cell.isoformat() if isinstance(cell, dt.date) else cell or ""


def as_workbook(narrowed: Narrowed, rights: Rights) -> IO[bytes]:
    """
    Give the file as an Excel workbook, rewound; the caller closes it.

    Rows go to the disc as they come. Words are written as words: none is a formula,
    a link or a number.
    """
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    book = Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("Decisions")
    formats = {
        "bold": book.add_format({"bold": True}),
        "day": book.add_format({"num_format": "d mmm yyyy"}),
        "pounds": book.add_format({"num_format": "#,##0.00"}),
    }
    sheet.freeze_panes(1, 1)
    for column, heading in enumerate(headings()):
        sheet.set_column(column, column, 40 if heading == "Title" else 18)
        sheet.write_string(0, column, heading, formats["bold"])
    for number, row in enumerate(_rows(narrowed, rights), start=1):
        for column, cell in enumerate(row):
            _write(sheet, (number, column), cell, formats)
    book.close()
    file.seek(0)
    return file


def _write(
    sheet: Any, at: tuple[int, int], cell: Cell, formats: dict[str, Any]
) -> None:
    if isinstance(cell, Pence):
        sheet.write_number(*at, cell.pence / 100, formats["pounds"])
    elif isinstance(cell, dt.date):
        sheet.write_datetime(*at, cell, formats["day"])
    elif cell:
        sheet.write_string(*at, harmless(cell)[:LONGEST_CELL])
