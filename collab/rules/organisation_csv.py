"""Reading a file of organisations: what is good, what is not, and what to do."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from collab.rules.csv_files import CsvFileError, records
from collab.rules.names import readable_name

LONGEST_NAME: Final = 180
_DAY: Final = re.compile(r"[0-9]{4}(-?)[0-9]{2}\1[0-9]{2}")
ODS_CODE: Final = re.compile(r"[A-Z0-9]{3,10}")

# A column's names in the files we know, without spaces, dots and underscores.
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "ods_code": ("odscode", "code", "organisationcode", "orgcode", "orgid"),
    "name": ("name", "organisationname", "orgname"),
    "sector": ("sector",),
    "legal_form": ("legalform",),
    "town": ("town", "addressline4", "city"),
    "postcode": ("postcode",),
    "region_code": ("nhseregioncode", "regioncode", "nhsenglandregion"),
    "icb_code": ("icbodscode", "icbcode", "icb"),
    "opened_on": ("opendate", "openedon", "startdate", "operationalstart"),
    "closed_on": ("closedate", "closedon", "enddate", "operationalend"),
}
# Columns of the published extract that Concordat has no place for.
_PASSED_OVER: Final = ("address1", "address2", "address3", "county")
_LIMITS: Final[dict[str, int]] = {
    "name": LONGEST_NAME,
    "town": 80,
    "postcode": 10,
    "region_code": 10,
    "icb_code": 10,
}
_DATES: Final = ("opened_on", "closed_on")


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """One good row. An empty value means that the file does not say."""

    number: int
    name: str
    published_name: str
    ods_code: str = ""
    sector: str = ""
    legal_form: str = ""
    town: str = ""
    postcode: str = ""
    region_code: str = ""
    icb_code: str = ""
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with one row of the file, and what to do about it."""

    number: int
    what: str
    remedy: str
    name: str = ""

    def __str__(self) -> str:
        return f"Row {self.number}: {self.what} {self.remedy}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A file as read. ``refused`` says why nothing of it can be used, if so."""

    rows: list[OrganisationRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    refused: str = ""


class _RowError(ValueError):
    """One row cannot be used; carries what is wrong and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def read_organisations(
    content: bytes,
    *,
    sectors: Mapping[str, str],
    legal_forms: Mapping[str, str],
) -> Reading:
    """
    Read a CSV of organisations row by row; one bad row spoils no other.

    ``sectors`` and ``legal_forms`` give the stored code for each accepted word in
    lower case. Row numbers are those of the file, with its headings as row 1.
    """
    try:
        lines = records(content)
        columns, unknown = _columns(next(lines, (1, []))[1])
        rows, problems = _read_rows(lines, columns, sectors, legal_forms)
    except CsvFileError as error:
        return Reading(refused=str(error))
    if not rows and not problems:
        return Reading(refused="The file has headings and no rows. Add the rows.")
    return Reading(rows=rows, problems=problems, unknown_columns=unknown)


def _columns(headings: list[str]) -> tuple[dict[int, str], list[str]]:
    known = {each: name for name, names in _COLUMNS.items() for each in names}
    columns: dict[int, str] = {}
    unknown: list[str] = []
    for position, heading in enumerate(headings):
        bare = re.sub(r"[^a-z0-9]", "", heading.lower())
        name = known.get(bare)
        if name in columns.values():
            raise CsvFileError(
                f"Two columns hold the same thing ({heading.strip()[:60]})."
                " Remove one of them."
            )
        if name:
            columns[position] = name
        elif bare and bare not in _PASSED_OVER:
            unknown.append(heading.strip()[:60])
    if "name" not in columns.values():
        raise CsvFileError(
            "No column is headed “name”. The first row must hold the headings:"
            " ods_code, name, town, postcode, open_date, close_date."
        )
    return columns, unknown[:50]


def _read_rows(
    lines: Iterator[tuple[int, list[str]]],
    columns: dict[int, str],
    sectors: Mapping[str, str],
    legal_forms: Mapping[str, str],
) -> tuple[list[OrganisationRow], list[Problem]]:
    rows: list[OrganisationRow] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, record in lines:
        cells = {name: _cell(record, at) for at, name in columns.items()}
        try:
            row = _row(number, cells, sectors, legal_forms)
            _require_new(row, seen)
        except _RowError as error:
            name = cells.get("name", "")[:80]
            problems.append(
                Problem(number=number, what=error.what, remedy=error.remedy, name=name)
            )
        else:
            rows.append(row)
    return rows, problems


def _cell(record: list[str], position: int) -> str:
    return " ".join(record[position].split()) if position < len(record) else ""


def _row(
    number: int,
    cells: dict[str, str],
    sectors: Mapping[str, str],
    legal_forms: Mapping[str, str],
) -> OrganisationRow:
    _require_plain(cells)
    _require_lengths(cells)
    if not cells["name"]:
        raise _RowError("the name is missing.", "Enter the organisation's name.")
    opened_on, closed_on = (_day(cells, name) for name in _DATES)
    if opened_on and closed_on and closed_on < opened_on:
        raise _RowError(
            "the close date lies before the open date.", "Correct one of the two."
        )
    published = cells["name"]
    return OrganisationRow(
        number=number,
        name=readable_name(published),
        published_name=published,
        ods_code=_ods_code(cells.get("ods_code", "")),
        sector=_word(cells, "sector", sectors),
        legal_form=_word(cells, "legal_form", legal_forms),
        town=readable_name(cells.get("town", "")),
        postcode=cells.get("postcode", "").upper(),
        region_code=cells.get("region_code", "").upper(),
        icb_code=cells.get("icb_code", "").upper(),
        opened_on=opened_on,
        closed_on=closed_on,
    )


def _require_plain(cells: dict[str, str]) -> None:
    for name, text in cells.items():
        if text[:1] in ("=", "+", "-", "@"):
            raise _RowError(
                f"the {_said(name)} begins with “{text[0]}”, which a spreadsheet"
                " would run as a formula.",
                "Remove that sign.",
            )
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
            raise _RowError(
                f"the {_said(name)} holds signs that cannot be shown.", "Type it again."
            )


def _require_lengths(cells: dict[str, str]) -> None:
    for name, limit in _LIMITS.items():
        if len(cells.get(name, "")) > limit:
            raise _RowError(
                f"the {_said(name)} is longer than {limit} characters.", "Shorten it."
            )


def _ods_code(typed: str) -> str:
    code = typed.upper()
    if code and not ODS_CODE.fullmatch(code):
        raise _RowError(
            f"“{code[:20]}” is not an ODS code.",
            "Give 3 to 10 letters and numbers, or leave it empty.",
        )
    return code


def _word(cells: dict[str, str], name: str, known: Mapping[str, str]) -> str:
    typed = cells.get(name, "")
    if not typed:
        return ""
    found = known.get(typed.lower())
    if found is None:
        raise _RowError(
            f"the {_said(name)} “{typed[:40]}” is not one that Concordat knows.",
            "Use one of the words on the page, or leave it empty.",
        )
    return found


def _day(cells: dict[str, str], name: str) -> dt.date | None:
    typed = cells.get(name, "")
    if not typed:
        return None
    if _DAY.fullmatch(typed):
        try:
            return dt.date.fromisoformat(typed)
        except ValueError:
            pass
    raise _RowError(
        f"the {_said(name)} “{typed[:20]}” is not a real date.",
        "Write it as 20241101 or 2024-11-01.",
    )


def _require_new(row: OrganisationRow, seen: dict[str, int]) -> None:
    key = row.ods_code or f"name {row.name.casefold()}"
    if key in seen:
        raise _RowError(
            f"the same organisation is on row {seen[key]}.", "Remove one of the two."
        )
    seen[key] = row.number


def _said(name: str) -> str:
    words = {
        "ods_code": "ODS code",
        "opened_on": "open date",
        "closed_on": "close date",
    }
    return words.get(name, name.replace("_", " "))
