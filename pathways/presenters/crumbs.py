"""The way back up from a page."""

from collab.models import Collaborative
from pathways.models import Outcome, Pathway
from pathways.selectors.addresses import (
    list_address,
    outcome_address,
    pathway_address,
)

Crumbs = list[dict[str, str]]


def crumbs_of(collaborative: Collaborative, *, inside: bool = True) -> Crumbs:
    """Lead from the list of pathways, or from a page inside it, back up."""
    crumbs = [
        {"href": "/", "text": "Home"},
        {"href": f"/{collaborative.slug}/", "text": collaborative.name},
    ]
    if inside:
        crumbs.append({"href": list_address(collaborative), "text": "Pathways"})
    return crumbs


def pathway_crumbs(pathway: Pathway, *, inside: bool = True) -> Crumbs:
    """Lead from a pathway's page, or from a page inside it, back up."""
    crumbs = crumbs_of(pathway.collaborative)
    if inside:
        crumbs.append({"href": pathway_address(pathway), "text": pathway.reference})
    return crumbs


def outcome_crumbs(outcome: Outcome, *, inside: bool = True) -> Crumbs:
    """Lead from an outcome's page, or from a page inside it, back up."""
    crumbs = pathway_crumbs(outcome.pathway)
    if inside:
        crumbs.append({"href": outcome_address(outcome), "text": outcome.reference})
    return crumbs
