"""A version as a tagged archival PDF: the same facts give the same bytes."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

import font_source_sans_pro
import typst

from agreements.models import Version
from agreements.presenters.markdown import to_blocks
from agreements.presenters.pages import VersionShown, show_version
from ui.formats import fingerprint, moment, pounds_short
from ui.registries import sample_notice

TEMPLATE = Path(__file__).parents[1] / "papers" / "agreement.typ"
FONTS: Final = Path(font_source_sans_pro.__file__).parent / "files"


def agreement_pdf(version: Version, *, user: Any, as_at: dt.datetime) -> bytes:
    """Typeset a version as it stood at a moment."""
    data = paper_data(
        show_version(version, user=user, now=as_at),
        as_at=as_at,
        invented=sample_notice(),
    )
    return typeset(data, at=as_at)


def typeset(data: dict[str, Any], *, at: dt.datetime) -> bytes:
    """
    Set the document; letters its font lacks are written by their number.

    An archival document must show every letter: one in a script the font does not
    know would otherwise make the whole document impossible.
    """
    try:
        return _compile(data, at)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compile({**by_number(data), "replaced": True}, at)


def _compile(data: dict[str, Any], at: dt.datetime) -> bytes:
    made: bytes = typst.compile(
        TEMPLATE,
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


def paper_data(
    shown: VersionShown, *, as_at: dt.datetime, invented: bool
) -> dict[str, Any]:
    """Give everything the document says, as values and never as markup."""
    content, version = shown.content, shown.version
    return {
        "reference": content.reference,
        "title": content.title,
        "number": content.number,
        "collaborative": version.agreement.collaborative.name,
        "instrument": shown.instrument,
        "state": shown.state,
        "effect": shown.effect,
        "value": pounds_short(content.value_pence),
        "as_at": moment(as_at),
        "draft": version.signed_at is None,
        "invented": invented,
        "replaced": False,
        "fingerprint": fingerprint(content.fingerprint()),
        "parties": [{"name": name, "role": role} for name, role in shown.parties],
        "clauses": [
            {
                "number": number,
                "heading": clause.heading,
                "blocks": to_blocks(clause.text),
            }
            for number, clause in enumerate(content.clauses, start=1)
        ],
        "signatures": [
            {
                "organisation": line.organisation,
                "state": line.state,
                "detail": line.detail,
                "who": line.who,
                "authority": line.authority,
            }
            for line in shown.signatures
        ],
    }
