"""Finding a decision by its reference, among what a person may see."""

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from collab.grants import rights_of
from collab.models import Decision, Exclusion
from collab.rules.rights import Rights

_REFERENCE = re.compile(r"(?:([a-z0-9-]+)/(?:decisions/)?)?(\d{4}-\d{3,8})", re.I)


def find_decision(user: object, typed: str) -> str | None:
    """Give the page of a reference such as 2026-001 or impact/2026-001, or None."""
    match = _REFERENCE.fullmatch(typed.strip())
    if match is None:
        return None
    slug, reference = match.groups()
    rights = rights_of(user, timezone.now())
    found = Decision.objects.visible_to(rights).filter(reference=reference)
    if slug:
        found = found.filter(collaborative__slug=slug.lower())
    decision = (
        found.select_related("collaborative").order_by("collaborative__name").first()
    )
    if decision is None:
        return None
    return reverse(
        "collab:decision", args=[decision.collaborative.slug, decision.reference]
    )


def pages_of_decisions(uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of decisions that events name; the pages themselves refuse."""
    return {
        decision.uid: reverse(
            "collab:decision", args=[decision.collaborative.slug, decision.reference]
        )
        for decision in Decision.objects.filter(uid__in=uids).select_related(
            "collaborative"
        )
    }


def restricted_open_to(rights: Rights) -> set[str]:
    """Give the audiences of decisions withheld from somebody, but not from this person.

    Who audits a collaborative reads all its events without being given each.
    """
    found = Decision.objects.visible_to(rights).filter(has_exclusions=True)
    audited = rights.collaboratives_with("audit")
    uids = found.exclude(collaborative_id__in=audited).values_list("uid", flat=True)
    return {f"restricted:{uid}" for uid in uids}


def withheld_from(user: Any) -> frozenset[str]:
    """Give the audiences of decisions that are withheld from a person."""
    uids = Exclusion.objects.filter(user=user).values_list("decision__uid", flat=True)
    return frozenset(f"restricted:{uid}" for uid in uids)
