"""A version as a tagged archival PDF: the same facts give the same bytes."""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from agreements.models import Version
from agreements.presenters.markdown import to_blocks
from agreements.presenters.pages import VersionShown, show_version
from ui.formats import fingerprint, moment, pounds_short
from ui.registries import sample_notice

TEMPLATE = Path(__file__).parents[1] / "papers" / "agreement.typ"


def agreement_pdf(version: Version, *, user: Any, as_at: dt.datetime) -> bytes:
    """Typeset a version as it stood at a moment."""
    data = paper_data(
        show_version(version, user=user, now=as_at),
        as_at=as_at,
        invented=sample_notice(),
    )
    made: bytes = typst.compile(
        _source(),
        sys_inputs={"data": json.dumps(data, sort_keys=True)},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(as_at.timestamp()),
    )
    return made


@cache
def _source() -> bytes:
    return TEMPLATE.read_bytes()


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
