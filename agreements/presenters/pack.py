"""The pack of a version: its papers and the uploaded PDFs that belong to it, as one."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.storage import default_storage
from django.urls import reverse

from agreements.models import Version
from agreements.presenters.certificate import certificate_pdf
from agreements.presenters.outside import MARK
from agreements.presenters.paper import PAPERS, agreement_pdf
from agreements.selectors.content import content_of
from collab.models import Document
from collab.rules import files
from ui.formats import fingerprint, moment
from ui.papers import frame, typeset, uploaded
from ui.papers.joining import Pages, join, read_upload
from ui.registries import sample_notice

TEMPLATE: Final = PAPERS / "pack.typ"
LARGEST: Final = 100 * 1024 * 1024
MOST: Final = 50
_TAGGED: Final = "Tagged"
_NO_TAGS: Final = "Not tagged"
_LOST_TAGS: Final = "Tagged as a file of its own; here without its tags"
_TOO_LARGE: Final = "with it the pack would be larger than 100 MB"
_TOO_MANY: Final = f"a pack holds at most {MOST} files"
_MISSING: Final = "its bytes could not be found"
_WHY: Final = {
    uploaded.ENCRYPTED: "it is encrypted or protected by a password",
    uploaded.BROKEN: "it is damaged, or too much work to read",
    uploaded.TOO_LONG: f"it has more than {uploaded.MOST_PAGES:,} pages",
}


class _LeftOutError(Exception):
    """A file is not in the pack; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the pack, or a file that was left out of it and why."""

    title: str
    sha256: str
    tagged: str = ""
    content: bytes = b""
    left_out: str = ""


def pack_pdf(
    version: Version,
    *,
    uploads: Iterable[tuple[str, Document]],
    user: Any,
    as_at: dt.datetime,
) -> bytes:
    """Join a cover list, the version, its certificate and the uploads to one PDF."""
    papers = _papers(version, user, as_at)
    added = _uploads(uploads, room=LARGEST - sum(len(each.content) for each in papers))
    data = pack_data(version, [*papers, *added], as_at=as_at, invented=sample_notice())
    return join(
        title=data["heading"],
        author=data["author"],
        at=as_at,
        papers=[
            ("What is in this pack", typeset(TEMPLATE, data, at=as_at)),
            *((each.title, each.content) for each in papers),
        ],
        uploads=[(each.title, each.content) for each in added if each.content],
    )


def pack_data(
    version: Version, parts: list[Part], *, as_at: dt.datetime, invented: bool
) -> dict[str, Any]:
    """Give everything the cover list says, as values and never as markup."""
    agreement = version.agreement
    mark = fingerprint(content_of(version).fingerprint())
    return {
        **frame(
            title=f"Pack: {agreement.title}",
            name=f"{agreement.reference}, version {version.number}, pack",
            author=agreement.collaborative.name,
            invented=invented,
            stamp=f"as at {moment(as_at)}",
            foot=[f"Fingerprint {mark}"],
            marks=[MARK] if version.signed_outside else [],
            across="draft" if version.signed_at is None else "",
        ),
        "facts": [
            ["Agreement", f"{agreement.reference} {agreement.title}"],
            ["Version", str(version.number)],
            ["State", str(version.get_status_display())],
            ["Fingerprint", mark],
        ],
        "parts": [
            [str(number), each.title, fingerprint(each.sha256), each.tagged]
            for number, each in enumerate((p for p in parts if p.content), start=1)
        ],
        "left_out": [
            [each.title, fingerprint(each.sha256), each.left_out]
            for each in parts
            if not each.content
        ],
    }


def _papers(version: Version, user: Any, as_at: dt.datetime) -> list[Part]:
    made = [("The agreement", agreement_pdf(version, user=user, as_at=as_at))]
    if version.content_hash:
        made.append(("Certificate of signatures", certificate_pdf(version)))
    return [
        Part(
            title=title,
            sha256=hashlib.sha256(content).hexdigest(),
            tagged=_TAGGED,
            content=content,
        )
        for title, content in made
    ]


def _uploads(uploads: Iterable[tuple[str, Document]], *, room: int) -> list[Part]:
    parts: list[Part] = []
    for number, (what, document) in enumerate(uploads, start=1):
        title = f"{what}: {document.name}"
        try:
            read = _read(document, room if number <= MOST else None)
        except _LeftOutError as error:
            where = reverse("collab:document", args=[document.uid])
            why = f"Left out: {error}. Download it from its page, {where}."
            parts.append(Part(title=title, sha256=document.sha256, left_out=why))
            continue
        room -= len(read.content)
        tagged = _LOST_TAGS if read.was_tagged else _NO_TAGS
        parts.append(
            Part(
                title=title,
                sha256=document.sha256,
                tagged=tagged,
                content=read.content,
            )
        )
    return parts


def _read(document: Document, room: int | None) -> Pages:
    """
    Read the pages of a file, if it is a PDF that fits; ``room`` is None once it is full.

    :raises _LeftOutError: if it cannot be appended
    """
    if room is None:
        raise _LeftOutError(_TOO_MANY)
    if document.media_type != files.PDF:
        kind = files.WORDS.get(document.media_type, "file")
        raise _LeftOutError(f"only a PDF can be appended, and this is a {kind}")
    if document.size > room:
        raise _LeftOutError(_TOO_LARGE)
    try:
        with default_storage.open(Document.store_name(document.sha256)) as file:
            read = read_upload(file.read())
    except FileNotFoundError as error:
        raise _LeftOutError(_MISSING) from error
    except uploaded.UnreadableError as error:
        raise _LeftOutError(_WHY[str(error)]) from error
    if len(read.content) > room:
        raise _LeftOutError(_TOO_LARGE)
    return read
