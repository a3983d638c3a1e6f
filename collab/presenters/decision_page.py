"""What a decision's page and paper say besides what was decided and why."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from collab.enums import DecisionLinkKind, SeatKind
from collab.models import Action, Decision, DecisionLink, Presence, Recusal
from collab.registries import DecisionFact
from collab.rules.rights import Rights
from collab.rules.taking_effect import Effect, effect_of

_ENDED: dict[str, str] = {
    DecisionLinkKind.SUPERSEDES: "superseded",
    DecisionLinkKind.REVOKES: "revoked",
}
_PASSIVE: dict[str, str] = _ENDED | {
    DecisionLinkKind.AMENDS: "amended",
    DecisionLinkKind.IMPLEMENTS: "implemented",
}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition, as it was decided, and how far it is."""

    text: str
    reference: str
    state: str


@dataclass(frozen=True, kw_only=True)
class DecisionParts:
    """How a decision came about, whom it binds, and what became of it."""

    present: list[tuple[str, str]]
    no_part: list[str]
    quorum: str
    method: str
    route: str
    effect: Effect
    conditions: list[Condition]
    links: list[DecisionFact]


def parts_of(decision: Decision, rights: Rights, today: dt.date) -> DecisionParts:
    """Gather the parts of a decision that the person may see, in six queries."""
    present = decision.presences.select_related("organisation", "seat__user")
    no_part = decision.recusals.select_related("organisation")
    actions = (
        Action.objects.visible_to(rights)
        .filter(decision=decision, is_condition=True)
        .order_by("pk")
    )
    links = _links(decision, rights)
    return DecisionParts(
        present=[
            (_person(each), each.organisation.name)
            for each in present.order_by("organisation__name", "name", "pk")
        ],
        no_part=[_line(each) for each in no_part.order_by("name", "pk")],
        quorum=decision.quorum_words,
        method=decision.count_words,
        route=decision.get_quorum_route_display() if decision.quorum_route else "",
        effect=effect_of(
            decision.outcome,
            decided_on=decision.decided_on,
            effective_on=decision.effective_on,
            open_conditions=Action.objects.open_conditions_of([decision]).count(),
            today=today,
            ended_by=_ended_by(decision, links),
        ),
        conditions=[
            Condition(
                text=str(each.what),
                reference=each.reference,
                state=each.get_status_display(),
            )
            for each in actions
        ],
        links=[_link(decision, each) for each in links],
    )


def _person(presence: Presence) -> str:
    parts = [presence.name]
    if presence.as_deputy and presence.seat is not None:
        parts.append(f"deputy for {presence.seat.user.name}")
    if presence.kind == SeatKind.OBSERVER:
        parts.append("observer")
    if presence.stance:
        parts.append(presence.get_stance_display().lower())
    return ", ".join(parts)


def _line(recusal: Recusal) -> str:
    who = recusal.name
    if recusal.of_the_body:
        who = f"All people of {recusal.name}"
    withheld = " The papers were withheld." if recusal.is_withheld else ""
    return f"{who}: {recusal.reason.rstrip('.')}.{withheld}"


def _links(decision: Decision, rights: Rights) -> list[DecisionLink]:
    visible = DecisionLink.objects.visible_to(rights).select_related(
        "from_decision__collaborative", "to_decision__collaborative"
    )
    both = visible.filter(from_decision=decision) | visible.filter(to_decision=decision)
    return list(both.order_by("pk"))


def _ended_by(decision: Decision, links: list[DecisionLink]) -> str:
    for link in links:
        if link.to_decision == decision and link.kind in _ENDED:
            return f"{_ENDED[link.kind]} by {link.from_decision.reference}"
    return ""


def _link(decision: Decision, link: DecisionLink) -> DecisionFact:
    is_ours = link.from_decision == decision
    other = link.to_decision if is_ours else link.from_decision
    label = (
        link.get_kind_display() if is_ours else f"{_PASSIVE[link.kind].capitalize()} by"
    )
    return DecisionFact(
        label=label,
        text=str(other),
        href=reverse(
            "collab:decision", args=[other.collaborative.slug, other.reference]
        ),
    )
