"""CSV files as people send them, hostile ones too: their records, or a sentence."""

import csv
import io
from collections.abc import Iterator
from typing import Final

LARGEST_FILE: Final = 25_000_000
MOST_ROWS: Final = 50_000


class CsvFileError(ValueError):
    """The whole file cannot be used; the sentence says why and what to do."""


def _text(content: bytes) -> str:
    if not content.strip():
        raise CsvFileError(
            "The file is empty. Choose a CSV file with headings and rows."
        )
    if len(content) > LARGEST_FILE:
        raise CsvFileError(
            "The file is larger than 25 MB. Split it and load each part."
        )
    if content.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise CsvFileError(
            "This is not a CSV file, whatever its name says. Open it in a spreadsheet"
            " and save it as CSV (UTF-8)."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(content, "utf-16")
    else:
        text = _decoded(content, "utf-8-sig")
    if "\x00" in text:
        raise CsvFileError(
            "The file holds NUL bytes, which no text has. Save it as CSV (UTF-8) again."
        )
    return text


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CsvFileError(
            "The file's letters cannot be read as UTF-8. Save it as CSV (UTF-8)"
            " and try again."
        ) from error


def records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """
    Give each record with the number of its row; empty rows are passed over.

    :raises CsvFileError: where nothing, or nothing more, can be read
    """
    text = _text(content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if number > MOST_ROWS + 1:
                raise CsvFileError(
                    f"The file has more than {MOST_ROWS:,} rows. Split it and load"
                    " each part."
                )
            if any(cell.strip() for cell in record):
                yield number, record
    except csv.Error as error:
        raise CsvFileError(
            f"The file cannot be read after row {number}: a quotation mark is not"
            " closed, or a value is far too long. Mend that row and try again."
        ) from error
