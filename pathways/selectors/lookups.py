"""Finding pathways and outcomes by reference, among what the person may see."""

import re
from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.utils import timezone

from collab.grants import rights_of
from collab.models import Collaborative
from collab.rules.rights import Rights
from pathways.models import Outcome, OutcomeValue, Pathway, PathwayStage
from pathways.selectors.addresses import outcome_address, pathway_address

_OUTCOME: Final = re.compile(r"(?:([a-z0-9-]+)/(?:outcomes/)?)?(o-\d{1,8})", re.I)
_PATHWAY: Final = re.compile(r"(?:([a-z0-9-]+)/(?:pathways/)?)?(p-\d{1,8})", re.I)


def collaborative_or_404(rights: Rights, slug: str) -> Collaborative:
    """Find a collaborative, or answer that there is no such page."""
    found: Collaborative = get_object_or_404(
        Collaborative.objects.visible_to(rights), slug=slug
    )
    return found


def pathway_or_404(rights: Rights, slug: str, reference: str) -> Pathway:
    """Find a pathway, or answer that there is no such page."""
    found: Pathway = get_object_or_404(
        Pathway.objects.visible_to(rights).select_related("collaborative"),
        collaborative__slug=slug,
        reference=reference,
    )
    return found


def stage_or_404(rights: Rights, pathway: Pathway, uid: str) -> PathwayStage:
    """Find a stage of a pathway, or answer that there is no such page."""
    found: PathwayStage = get_object_or_404(
        PathwayStage.objects.visible_to(rights), pathway=pathway, uid=uid
    )
    found.pathway = pathway
    return found


def outcome_or_404(rights: Rights, slug: str, reference: str) -> Outcome:
    """Find an outcome, or answer that there is no such page."""
    found: Outcome = get_object_or_404(
        Outcome.objects.visible_to(rights).select_related(
            "collaborative", "pathway", "stage", "organisation"
        ),
        collaborative__slug=slug,
        reference=reference,
    )
    found.pathway.collaborative = found.collaborative
    return found


def value_or_404(rights: Rights, outcome: Outcome, uid: str) -> OutcomeValue:
    """Find a value of an outcome, or answer that there is no such page."""
    found: OutcomeValue = get_object_or_404(
        OutcomeValue.objects.visible_to(rights), outcome=outcome, uid=uid
    )
    found.outcome = outcome
    return found


def find_outcome(user: object, typed: str) -> str | None:
    """Give the page of a reference such as O-001 or impact/O-001, or None."""
    match = _OUTCOME.fullmatch(typed.strip())
    if match is None:
        return None
    rows = Outcome.objects.visible_to(rights_of(user, timezone.now()))
    found = _called(rows, *match.groups())
    return outcome_address(found) if found else None


def find_pathway(user: object, typed: str) -> str | None:
    """Give the page of a reference such as P-001 or impact/P-001, or None."""
    match = _PATHWAY.fullmatch(typed.strip())
    if match is None:
        return None
    rows = Pathway.objects.visible_to(rights_of(user, timezone.now()))
    found = _called(rows, *match.groups())
    return pathway_address(found) if found else None


def _called(rows: Any, slug: str | None, reference: str) -> Any:
    found = rows.filter(reference=reference.upper())
    if slug:
        found = found.filter(collaborative__slug=slug.lower())
    return found.select_related("collaborative").order_by("collaborative__name").first()
