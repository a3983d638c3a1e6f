"""Decisions as the register and their own pages show them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from collab.enums import DecisionOutcome
from collab.models import Collaborative, Decision
from collab.policies.decisions import can_log_decision
from collab.presenters.decision_page import DecisionParts, parts_of
from collab.registries import (
    DecisionFact,
    Entry,
    HomeSection,
    decision_facts,
    log_decision_address,
)
from collab.rules.rights import Rights
from ui.formats import date

SHOWN: Final = 5
_COLOURS: Final = {
    DecisionOutcome.APPROVED: "green",
    DecisionOutcome.APPROVED_WITH_CONDITIONS: "yellow",
    DecisionOutcome.DECLINED: "red",
    DecisionOutcome.DEFERRED: "blue",
}


@dataclass(frozen=True, kw_only=True)
class DecisionShown:
    """A decision with who was there and what the rooms above know of it."""

    decision: Decision
    outcome: str
    colour: str
    parts: DecisionParts
    facts: list[DecisionFact]
    of_minutes: str = ""


def show_decision(decision: Decision, rights: Rights) -> DecisionShown:
    """Gather what a decision's page shows."""
    return DecisionShown(
        decision=decision,
        outcome=str(decision.get_outcome_display()),
        colour=colour_of(decision),
        parts=parts_of(decision, rights, rights.day or decision.decided_on),
        facts=decision_facts(decision, rights),
        of_minutes=of_minutes(decision),
    )


def of_minutes(decision: Decision) -> str:
    """Say that a decision was loaded from minutes, and which; nothing of any other."""
    if not decision.is_imported:
        return ""
    return f"Recorded from minutes: {decision.source}. Quorum was not worked out here."


def colour_of(decision: Decision) -> str:
    """Choose the colour of an outcome."""
    return _COLOURS.get(DecisionOutcome(decision.outcome), "grey")


def address_of(decision: Decision, collaborative: Collaborative) -> str:
    """Give the page of a decision."""
    return reverse("collab:decision", args=[collaborative.slug, decision.reference])


def crumbs_of(decision: Decision) -> list[dict[str, str]]:
    """Lead from a decision back to the register and home."""
    collaborative = decision.collaborative
    return [
        {"href": "/", "text": "Home"},
        {"href": f"/{collaborative.slug}/", "text": collaborative.name},
        {
            "href": reverse("collab:decisions", args=[collaborative.slug]),
            "text": "Decisions",
        },
    ]


def recent_decisions(
    user: Any, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> HomeSection | None:
    """List the latest decisions of a collaborative for its page."""
    rows = Decision.objects.visible_to(rights).filter(collaborative=collaborative)
    latest = rows.order_by("-decided_on", "-pk")[:SHOWN]
    may_log = can_log_decision(user=user, collaborative=collaborative, at=now)
    address = log_decision_address(collaborative) if may_log else ""
    return HomeSection(
        title="Decisions",
        entries=[
            Entry(
                title=str(decision),
                href=address_of(decision, collaborative),
                detail=f"Decided on {date(decision.decided_on)}",
                state=str(decision.get_outcome_display()),
                colour=colour_of(decision),
            )
            for decision in latest
        ],
        empty="No decision has been logged yet.",
        more=Entry(
            title="All decisions",
            href=reverse("collab:decisions", args=[collaborative.slug]),
        ),
        action=Entry(title="Log a decision", href=address) if address else None,
    )
