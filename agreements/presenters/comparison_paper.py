"""A comparison as a tagged archival PDF."""

import datetime as dt
from typing import Any, Final

from agreements.models import Version
from agreements.presenters.comparing import ClauseLine, ComparisonShown, show_comparison
from agreements.presenters.markdown import to_blocks
from agreements.presenters.paper import PAPERS
from ui.formats import fingerprint, moment
from ui.papers import frame, typeset
from ui.registries import sample_notice

TEMPLATE: Final = PAPERS / "comparison.typ"
MARKS: Final = (
    "Words are marked as added (underlined) or taken out (struck through)."
    " Marks such as two stars for bold stand as they were typed."
)


def comparison_pdf(old: Version, new: Version, *, as_at: dt.datetime) -> bytes:
    """Typeset what changed between two versions."""
    data = comparison_data(show_comparison(old, new), new, as_at=as_at)
    return typeset(TEMPLATE, data, at=as_at)


def comparison_data(
    shown: ComparisonShown, new: Version, *, as_at: dt.datetime
) -> dict[str, Any]:
    """Give everything the document says, as values and never as markup."""
    agreement = new.agreement
    pair = f"versions {shown.old.number} and {shown.new.number}"
    return {
        **frame(
            title=f"{agreement.title}: what changed",
            name=f"{agreement.reference}, {pair} compared",
            author=agreement.collaborative.name,
            invented=sample_notice(),
            stamp=f"as at {moment(as_at)}",
            foot=[
                f"{side.name}: fingerprint {fingerprint(side.fingerprint)}"
                for side in (shown.old, shown.new)
                if side.fingerprint
            ],
        ),
        "subtitle": (
            f"From version {shown.old.number} ({shown.old.state.lower()}) to version"
            f" {shown.new.number} ({shown.new.state.lower()})."
        ),
        "summary": [
            *shown.summary,
            MARKS,
        ],
        "heads": ["Term", shown.old.name, shown.new.name],
        "terms": [[line.label, line.old, line.new] for line in shown.terms],
        "parties": list(shown.parties),
        "clauses": [_clause(line) for line in shown.clauses],
    }


def _clause(line: ClauseLine) -> dict[str, Any]:
    note = f" {line.note}" if line.note else ""
    return {
        "title": f"{line.number}. {line.title}",
        "fate": f"{line.fate}.{note}",
        "heading": _pieces(line.heading),
        "text": _pieces(line.text),
        "blocks": to_blocks(line.source) if line.added or line.removed else [],
    }


def _pieces(pieces: Any) -> list[dict[str, str]]:
    return [{"kind": piece.kind.value, "text": piece.shown} for piece in pieces]
