"""A table of people as plain rows: what is read, and what is wrong with which row."""

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import Final

COLUMNS: Final = ("name", "email", "ods_code", "post", "starts_on")
MOST_ROWS: Final = 300
LARGEST: Final = 1024 * 1024
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y")


class UnreadableTableError(ValueError):
    """The file as a whole cannot be read; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One good row; ``number`` is the line a spreadsheet shows."""

    number: int
    name: str
    email: str
    ods_code: str
    post: str
    starts_on: dt.date


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """One row that cannot be taken, and why."""

    number: int
    message: str


def read_people(content: bytes) -> tuple[list[PersonRow], list[BadRow]]:
    """
    Read a table of people; good rows are kept beside bad ones.

    :raises UnreadableTableError: if it is no such table at all
    """
    if len(content) > LARGEST:
        raise UnreadableTableError("The file must be smaller than 1 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableTableError(
            "The file is not CSV in UTF-8. Save it as “CSV UTF-8”."
        ) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        return _rows(reader)
    except csv.Error as error:
        raise UnreadableTableError(f"The file is not a CSV table: {error}.") from None


def _rows(reader: "csv.DictReader[str]") -> tuple[list[PersonRow], list[BadRow]]:
    named = [(name or "").strip().lower() for name in reader.fieldnames or []]
    missing = [name for name in COLUMNS if name not in named]
    if missing:
        raise UnreadableTableError(f"The file has no column {', '.join(missing)}.")
    reader.fieldnames = named
    good: list[PersonRow] = []
    bad: list[BadRow] = []
    seen: set[tuple[str, str]] = set()
    for number, values in enumerate(reader, start=2):
        if number - 1 > MOST_ROWS:
            raise UnreadableTableError(f"The file has more than {MOST_ROWS} rows.")
        row = _row(number, values)
        if isinstance(row, PersonRow) and (row.email, row.post.lower()) in seen:
            row = BadRow(number=number, message="The same person and post stand above.")
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            seen.add((row.email, row.post.lower()))
            good.append(row)
    if not good and not bad:
        raise UnreadableTableError("The file has no rows.")
    return good, bad


def _row(number: int, values: dict[str, str | None]) -> PersonRow | BadRow:
    text = {name: " ".join((values.get(name) or "").split()) for name in COLUMNS}
    wrong = _what_is_wrong(text)
    day = _day(text["starts_on"])
    if wrong or day is None:
        words = wrong or "starts_on must be a date, like 2026-04-01 or 01/04/2026."
        return BadRow(number=number, message=words)
    return PersonRow(
        number=number,
        name=text["name"],
        email=text["email"].lower(),
        ods_code=text["ods_code"].upper(),
        post=text["post"],
        starts_on=day,
    )


def _what_is_wrong(text: dict[str, str]) -> str:
    empty = [name for name in COLUMNS if not text[name]]
    if empty:
        return f"{' and '.join(empty)} must not be empty."
    if len(text["email"]) > 254 or not _EMAIL.fullmatch(text["email"]):
        return "email must be an address, like name@example.org."
    for name in ("name", "post"):
        if len(text[name]) > 120:
            return f"{name} must be 120 characters or fewer."
    for name, typed in text.items():
        if not typed.isprintable():
            return f"{name} holds signs that cannot be seen. Type it again."
    return ""


def _day(text: str) -> dt.date | None:
    for form in _DATES:
        try:
            found = dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
        return found if 1990 <= found.year <= 2100 else None
    return None
