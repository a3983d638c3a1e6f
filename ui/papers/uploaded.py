"""Reading an uploaded PDF as far as its pages, in a process of its own.

Whoever uploads a file decides what its reader has to do. So this file is run by itself,
with little memory and time, and imports nothing of the service: PDF in, pages out.
"""

import io
import json
import resource
import sys
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

MOST_PAGES: Final = 5_000
_NODES: Final = 20_000
_END: Final = 2_048
_MEMORY: Final = 1024 * 1024 * 1024
_CPU_SECONDS: Final = 20
# Less than where the pages are joined: what passes here cannot be too deep there.
_DEPTH: Final = 800

ENCRYPTED: Final = "encrypted"
BROKEN: Final = "broken"
TOO_LONG: Final = "too_long"
_BREAKS: Final = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


class UnreadableError(Exception):
    """The file cannot be appended; the message is one of the words above."""


def pages_of(content: bytes) -> tuple[bytes, bool]:
    """
    Give a PDF of nothing but the pages of a PDF, and whether the file was tagged.

    What a file would do beyond showing pages (scripts, forms that calculate, actions
    when it is opened) stays behind.

    :raises UnreadableError: if it is encrypted, broken or has too many pages
    """
    if b"%%EOF" not in content[-_END:]:
        raise UnreadableError(BROKEN)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise UnreadableError(ENCRYPTED)
        _count(reader)
        return _pages(reader), _is_tagged(reader)
    except _BREAKS as error:
        raise UnreadableError(BROKEN) from error


def _count(reader: PdfReader) -> None:
    """Walk the tree of pages: what it says of its own length proves nothing."""
    waiting: list[Any] = [reader.root_object["/Pages"]]
    nodes = pages = 0
    while waiting:
        node = waiting.pop().get_object()
        nodes += 1
        kids = node.get("/Kids")
        if kids is None:
            pages += 1
        else:
            waiting.extend(kids.get_object())
        if pages > MOST_PAGES or nodes + len(waiting) > _NODES:
            raise UnreadableError(TOO_LONG)
    if not pages:
        raise UnreadableError(BROKEN)


def _is_tagged(reader: PdfReader) -> bool:
    root = reader.root_object
    marks: Any = root.get("/MarkInfo", {})
    return "/StructTreeRoot" in root and bool(marks.get_object().get("/Marked", False))


def _pages(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    writer.append(reader, import_outline=False)
    writer.root_object.pop("/AcroForm", None)
    for page in writer.pages:
        page.pop("/AA", None)
    for each in writer._objects:
        if isinstance(each, DictionaryObject):
            # Numbers of tags that stay behind would point at tags of other parts.
            each.pop("/StructParent", None)
            each.pop("/StructParents", None)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def main() -> None:
    """Read a file from the input; write a line of JSON and the pages."""
    sys.setrecursionlimit(_DEPTH)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    try:
        pages, tagged = pages_of(sys.stdin.buffer.read())
        told: dict[str, Any] = {"tagged": tagged}
    except UnreadableError as error:
        pages, told = b"", {"problem": str(error)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + pages)


if __name__ == "__main__":
    main()
