"""A version as a tagged archival PDF: the same facts give the same bytes."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from agreements.models import Version
from agreements.presenters.markdown import to_blocks
from agreements.presenters.outside import MARK, show_outside
from agreements.presenters.pages import VersionShown, show_version
from agreements.rules.content import Content
from ui.formats import fingerprint, moment, pounds_short
from ui.papers import frame, typeset
from ui.registries import sample_notice

PAPERS: Final = Path(__file__).parents[1] / "papers"
TEMPLATE: Final = PAPERS / "agreement.typ"


def agreement_pdf(version: Version, *, user: Any, as_at: dt.datetime) -> bytes:
    """Typeset a version as it stood at a moment."""
    shown = show_version(version, user=user, now=as_at)
    data = paper_data(shown, as_at=as_at, invented=sample_notice())
    return typeset(TEMPLATE, data, at=as_at)


def paper_data(
    shown: VersionShown, *, as_at: dt.datetime, invented: bool
) -> dict[str, Any]:
    """Give everything the document says, as values and never as markup."""
    content, version = shown.content, shown.version
    value = pounds_short(content.value_pence)
    mark = fingerprint(content.fingerprint())
    return {
        **frame(
            title=content.title,
            name=f"{content.reference}, version {content.number}",
            author=version.agreement.collaborative.name,
            invented=invented,
            stamp=f"as at {moment(as_at)}",
            foot=[f"Fingerprint {mark}"],
            marks=[MARK] if version.signed_outside else [],
            across="draft" if version.signed_at is None else "",
        ),
        "reference": content.reference,
        "number": content.number,
        "instrument": shown.instrument,
        "state": shown.state,
        "effect": shown.effect,
        "terms": [
            *([f"Value: {value}"] if value else []),
            *(f"{label}: {words}" for label, words in shown.terms),
        ],
        "conditions": _conditions(shown),
        "fingerprint": mark,
        "parties": [{"name": name, "role": role} for name, role in shown.parties],
        "clauses": _clauses(content),
        "outside": _outside(version),
        "signatures": _signatures(shown),
    }


def _outside(version: Version) -> list[list[str]]:
    outside = show_outside(version)
    return [list(pair) for pair in outside.pairs] if outside else []


def _clauses(content: Content) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "heading": clause.heading,
            "blocks": to_blocks(clause.text),
        }
        for number, clause in enumerate(content.clauses, start=1)
    ]


def _conditions(shown: VersionShown) -> list[dict[str, Any]]:
    return [
        {"number": each.number, "text": each.text, "state": each.state}
        | {"detail": each.detail}
        for each in shown.conditions
    ]


def _signatures(shown: VersionShown) -> list[dict[str, str]]:
    return [
        {
            "organisation": line.organisation,
            "state": line.state,
            "detail": line.detail,
            "who": line.who,
            "authority": line.authority,
        }
        for line in shown.signatures
    ]
