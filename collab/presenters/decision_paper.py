"""A decision as a tagged archival PDF: the same facts give the same bytes."""

from pathlib import Path
from typing import Any, Final

from collab.models import Decision
from collab.presenters.decision_page import DecisionParts
from collab.presenters.decisions import show_decision
from collab.rules.rights import Rights
from ui.formats import date, fingerprint, moment, pounds_short
from ui.papers import frame, typeset
from ui.registries import sample_notice

TEMPLATE: Final = Path(__file__).parents[1] / "papers" / "decision.typ"


def decision_pdf(decision: Decision, rights: Rights) -> bytes:
    """Typeset a decision as it was logged, with what the reader may see of the rest."""
    data = decision_data(decision, rights, invented=sample_notice())
    return typeset(TEMPLATE, data, at=decision.logged_at)


def decision_data(
    decision: Decision, rights: Rights, *, invented: bool
) -> dict[str, Any]:
    """Give everything the document says, as values and never as markup."""
    shown = show_decision(decision, rights)
    mark = fingerprint(decision.result_hash)
    logged_by = f"{decision.logged_by.name}, for {decision.organisation.name}"
    return {
        **frame(
            title=decision.title or decision.reference,
            name=f"Decision {decision.reference}",
            author=decision.collaborative.name,
            invented=invented,
            stamp=f"logged on {moment(decision.logged_at)}",
            foot=[f"Fingerprint {mark}"],
        ),
        "outcome": f"{shown.outcome}, on {date(decision.decided_on)}.",
        "what": _paragraphs(decision.proposal),
        "why": _paragraphs(decision.rationale),
        "present": [f"{name}, {body}" for name, body in shown.parts.present],
        "how": _how(decision, shown.parts),
        "record": [
            *([["Source", shown.of_minutes]] if shown.of_minutes else []),
            ["Decided on", date(decision.decided_on)],
            ["Value", pounds_short(decision.value_pence) or "None"],
            ["Logged by", logged_by],
            *_more(decision, shown.parts),
            *([fact.label, fact.text] for fact in shown.facts),
            ["SHA-256 of the decision", mark],
        ],
    }


def _how(decision: Decision, parts: DecisionParts) -> list[dict[str, Any]]:
    """Give the headed parts that this decision has, in the order of the page."""
    found = {
        "Options that were considered": _paragraphs(decision.options),
        "Who took no part, and why": [[line] for line in parts.no_part],
        "Quorum": [[words] for words in (parts.quorum, parts.route) if words],
        "How it was decided": [[parts.method]] if parts.method else [],
        "Dissent": _paragraphs(decision.dissent),
        "Whom it binds": [[decision.binds]] if decision.binds else [],
        "Conditions": [
            [f"{each.reference}: {each.text} ({each.state})"]
            for each in parts.conditions
        ],
        "Whether it is in effect": [[parts.effect.words]],
    }
    return [
        {"heading": heading, "words": words}
        for heading, words in found.items()
        if words
    ]


def _more(decision: Decision, parts: DecisionParts) -> list[list[str]]:
    """Give the lines of the record that not every decision has."""
    terms = decision.terms
    lines = [
        ("Forum", str(decision.forum) if decision.forum else ""),
        ("Terms of reference", f"Number {terms.number}" if terms else ""),
        ("Takes effect on", date(decision.effective_on)),
        ("To be reviewed on", date(decision.review_on)),
        *((fact.label, fact.text) for fact in parts.links),
    ]
    return [[label, text] for label, text in lines if text]


def _paragraphs(text: str) -> list[list[str]]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip("\n").split("\n") for block in blocks if block.strip()]
