"""Papers to keep: tagged archival PDF, the same bytes for the same facts.

A paper is a template of the room it belongs to and plain values; nothing that people
typed is ever read as markup.
"""

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import font_source_sans_pro
import typst
from django.http import HttpResponse

ROOT: Final = Path(__file__).parents[2]
FONTS: Final = Path(font_source_sans_pro.__file__).parent / "files"
CHECK: Final = "The page /verify of the service that issued this file knows it again."
# How the typesetter says that it has no sign for a letter.
_NO_LETTER: Final = ("could not be displayed", "contains the codepoint")
_INVENTED: Final = "People, dates and signatures in this document are invented."


def frame(
    *,
    title: str,
    name: str,
    author: str,
    stamp: str,
    invented: bool,
    foot: Iterable[str] = (),
    across: str = "",
    marks: Iterable[str] = (),
) -> dict[str, Any]:
    """
    Give what stands around a paper on every page.

    ``name`` is its reference, ``stamp`` says as of when; ``across`` is a word written
    over the page, ``invented`` whether this is a sample, and ``marks`` are lines of the header that nobody may overlook.
    """
    return {
        "title": title,
        "heading": f"{name} {title}",
        "name": name,
        "author": author,
        "stamp": stamp,
        "foot": [*foot, CHECK] if not across else list(foot),
        "across": across,
        "marks": [*([_INVENTED] if invented else []), *marks],
        "replaced": False,
    }


def typeset(template: Path, data: dict[str, Any], *, at: dt.datetime) -> bytes:
    """
    Set the document; letters its font lacks are written by their number.

    An archival document must show every letter: one in a script the font does not
    know would otherwise make the whole document impossible.
    """
    try:
        return _compile(template, data, at)
    except typst.TypstError as error:
        if not any(words in str(error) for words in _NO_LETTER):
            raise
        return _compile(template, {**by_number(data), "replaced": True}, at)


def _compile(template: Path, data: dict[str, Any], at: dt.datetime) -> bytes:
    made: bytes = typst.compile(
        template,
        root=ROOT,
        sys_inputs={"data": json.dumps(data, sort_keys=True)},
        pdf_standards=["a-2a", "ua-1"],
        font_paths=[FONTS],
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return made


# Latin, Greek, Cyrillic and the signs between words: what the font surely holds.
_SHOWN: Final = (
    (0x0A, 0x0A),
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x1E80, 0x1E85),
    (0x1EF2, 0x1EF3),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2212, 0x2212),
    (0x2260, 0x2265),
)


def by_number(value: Any) -> Any:
    """Write every letter that the font may lack as its number, such as [U+0688]."""
    if isinstance(value, str):
        return "".join(
            letter
            if any(first <= ord(letter) <= last for first, last in _SHOWN)
            else f"[U+{ord(letter):04X}]"
            for letter in value
        )
    if isinstance(value, list):
        return [by_number(each) for each in value]
    if isinstance(value, dict):
        return {key: by_number(each) for key, each in value.items()}
    return value


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a document that is saved, never opened inside the site."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
