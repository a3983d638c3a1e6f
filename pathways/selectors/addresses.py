"""Where the pages of pathways and outcomes are: slug and reference, never a key."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.urls import reverse

from collab.models import Collaborative
from pathways.models import Outcome, OutcomeValue, Pathway, PathwayStage


def list_address(collaborative: Collaborative) -> str:
    """Give the address of a collaborative's list of pathways."""
    return reverse("pathways:list", args=[collaborative.slug])


def pathway_address(pathway: Pathway, page: str = "pathway") -> str:
    """Give the address of one of a pathway's pages."""
    slug = pathway.collaborative.slug
    return reverse(f"pathways:{page}", args=[slug, pathway.reference])


def stage_address(stage: PathwayStage, page: str) -> str:
    """Give the address of one of a stage's pages."""
    pathway = stage.pathway
    return reverse(
        f"pathways:{page}",
        args=[pathway.collaborative.slug, pathway.reference, stage.uid],
    )


def outcome_address(outcome: Outcome, page: str = "outcome") -> str:
    """Give the address of one of an outcome's pages."""
    slug = outcome.collaborative.slug
    return reverse(f"pathways:{page}", args=[slug, outcome.reference])


def value_address(value: OutcomeValue) -> str:
    """Give the page on which a value is corrected."""
    outcome = value.outcome
    return reverse(
        "pathways:correct_value",
        args=[outcome.collaborative.slug, outcome.reference, value.uid],
    )


# What is read with a record so that its page can be named, and which page that is.
_PAGES: Final[dict[type[Any], tuple[str, Callable[[Any], str]]]] = {
    Pathway: ("collaborative", pathway_address),
    PathwayStage: (
        "pathway__collaborative",
        lambda stage: pathway_address(stage.pathway),
    ),
    Outcome: ("collaborative", outcome_address),
    OutcomeValue: (
        "outcome__collaborative",
        lambda value: outcome_address(value.outcome),
    ),
}


def addressed_types() -> list[type[Any]]:
    """List the kinds of record that have a page, or stand on one."""
    return list(_PAGES)


def pages_of_records(model: type[Any], uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of records that events name; the pages themselves refuse."""
    related, page_of = _PAGES[model]
    found = model.objects.filter(uid__in=uids).select_related(related)
    return {each.uid: page_of(each) for each in found}
