"""What a file is, told by its content and never by its name; and what is refused.

Macros, bombs and anything that is not one of seven kinds are refused with a sentence.
"""

import csv
import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Final

LARGEST: Final = 25 * 1024 * 1024
_MEMBERS: Final = 5_000
_UNPACKED: Final = 300 * 1024 * 1024
_RATIO: Final = 200
_HEAD: Final = 8_192
_TYPES: Final = 1024 * 1024
# The list of parts is plain UTF-8 from every office program; these could hide a macro
# from the words looked for below: UTF-16, entities, numbered letters.
_UNREADABLE: Final = (b"\x00", b"<!", b"&#", b"\xff\xfe", b"\xfe\xff")
_MACROS: Final = (b"macroenabled", b"vbaproject", b"vbadata", b"activex")
_DAMAGE: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
CSV: Final = "text/csv"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
WORD: Final = f"{_OFFICE}wordprocessingml.document"
EXCEL: Final = f"{_OFFICE}spreadsheetml.sheet"

WORDS: Final = {
    PDF: "PDF",
    WORD: "Word document",
    EXCEL: "Excel workbook",
    CSV: "CSV table",
    PNG: "PNG picture",
    JPEG: "JPEG picture",
}
ENDINGS: Final = {
    PDF: ".pdf",
    WORD: ".docx",
    EXCEL: ".xlsx",
    CSV: ".csv",
    PNG: ".png",
    JPEG: ".jpg",
}
ALLOWED: Final = "Choose a PDF, Word, Excel, CSV, PNG or JPEG file"


class RefusedFileError(ValueError):
    """The file is not kept; the message says why and what to do."""


@dataclass(frozen=True)
class _Package:
    main: str
    media_type: str


_PACKAGES: Final = (
    _Package("word/document.xml", WORD),
    _Package("xl/workbook.xml", EXCEL),
)


def recognise(content: IO[bytes], size: int) -> str:
    """
    Give the media type of a file from its bytes; the position is put back to 0.

    :raises RefusedFileError: for every file that is not to be kept
    """
    if size == 0:
        raise RefusedFileError("The file is empty.")
    if size > LARGEST:
        raise RefusedFileError("The file must be smaller than 25 MB.")
    content.seek(0)
    head = content.read(_HEAD)
    content.seek(0)
    try:
        return _by_content(head, content)
    finally:
        content.seek(0)


def safe_name(name: str, media_type: str) -> str:
    """Give a name to show and download: no path, no controls, the right ending."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(
        each for each in bare if each.isprintable() and each not in '"<>|:*?'
    )
    stem, _, ending = clean.strip(" .").rpartition(".")
    wanted = ENDINGS[media_type]
    right = {wanted, ".jpeg"} if media_type == JPEG else {wanted}
    if stem and f".{ending.lower()}" in right:
        return f"{stem[:150]}.{ending}"
    return f"{(clean.strip(' .') or 'file')[:150]}{wanted}"


def _by_content(head: bytes, content: IO[bytes]) -> str:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"PK\x03\x04"):
        return _package(content)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedFileError(
            "This is a file of an older Word or Excel, or a locked one. Save it as"
            " .docx or .xlsx without a password."
        )
    return _table(content)


def _package(content: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(content) as package:
            _refuse_bombs(package)
            names = {info.filename for info in package.infolist()}
            return _kind_of(package, names)
    except RefusedFileError:
        raise
    except _DAMAGE as error:
        raise RefusedFileError("The file is damaged. Save it again.") from error
    except (RuntimeError, UnicodeDecodeError) as error:
        raise RefusedFileError("The file is locked or damaged.") from error


def _refuse_bombs(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    unpacked = sum(info.file_size for info in members)
    packed = max(1, sum(info.compress_size for info in members))
    if (
        len(members) > _MEMBERS
        or unpacked > _UNPACKED
        or (unpacked > 10 * 1024 * 1024 and unpacked / packed > _RATIO)
    ):
        raise RefusedFileError(
            "The file unpacks to far more than it holds, so it is not opened."
        )


def _kind_of(package: zipfile.ZipFile, names: set[str]) -> str:
    found = [kind for kind in _PACKAGES if kind.main in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise RefusedFileError(f"{ALLOWED}, not an archive.")
    with package.open("[Content_Types].xml") as part:
        types = part.read(_TYPES + 1)
    if len(types) > _TYPES or any(sign in types for sign in _UNREADABLE):
        raise RefusedFileError("The file is damaged. Save it again.")
    types = types.lower()
    if any(sign in types for sign in _MACROS) or any(map(_is_macro, names)):
        raise RefusedFileError(
            "The file holds macros. Save it without them, as .docx or .xlsx."
        )
    return found[0].media_type


def _is_macro(name: str) -> bool:
    last = name.lower().rpartition("/")[2]
    return last.startswith(("vbaproject", "vbadata")) or "/activex/" in name.lower()


def _table(content: IO[bytes]) -> str:
    """Take text with the same number of columns in its first rows for a CSV."""
    content.seek(0)
    try:
        text = content.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFileError(
            f"{ALLOWED}. A CSV file must be saved as UTF-8."
        ) from None
    if any(ord(each) < 32 and each not in "\r\n\t" for each in text[:100_000]):
        raise RefusedFileError(f"{ALLOWED}.")
    if _looks_like_markup(text):
        raise RefusedFileError(f"{ALLOWED}, not a web page.")
    try:
        rows = [row for row, _ in zip(_rows(text), range(20), strict=False) if row]
    except csv.Error:
        raise RefusedFileError(f"{ALLOWED}.") from None
    widths = {len(row) for row in rows}
    if not rows or len(widths) != 1 or widths == {1}:
        raise RefusedFileError(
            f"{ALLOWED}. A CSV file has the same columns in every row."
        )
    return CSV


def _rows(text: str) -> "csv._reader":  # type: ignore[name-defined]
    return csv.reader(io.StringIO(text, newline=""))


def _looks_like_markup(text: str) -> bool:
    start = text.lstrip()[:200].lower()
    return start.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script"))
