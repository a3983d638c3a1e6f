"""What the search finds of pathways and outcomes: their names and what they mean."""

from typing import Any, Final

from collab.registries.search import SearchSource, SearchText
from pathways.selectors.addresses import outcome_address, pathway_address


def _pathway(row: Any) -> SearchText:
    return SearchText(title=str(row), text=row.cohort)


def _stage(row: Any) -> SearchText:
    return SearchText(
        title=f"{row.pathway.reference}: {row.name}", text=row.what_happens
    )


def _outcome(row: Any) -> SearchText:
    return SearchText(title=str(row), text=f"{row.meaning} {row.notes}".strip())


def _page_of_stage(row: Any) -> str:
    return pathway_address(row.pathway)


SOURCES: Final[dict[str, SearchSource]] = {
    "pathways.pathway": SearchSource(
        kind="Pathway",
        entry_of=_pathway,
        address=pathway_address,
        related=("collaborative",),
        reads=frozenset({"name", "cohort"}),
    ),
    "pathways.pathwaystage": SearchSource(
        kind="Stage of a pathway",
        entry_of=_stage,
        address=_page_of_stage,
        related=("pathway__collaborative",),
        reads=frozenset({"name", "what_happens"}),
    ),
    "pathways.outcome": SearchSource(
        kind="Outcome",
        entry_of=_outcome,
        address=outcome_address,
        related=("collaborative",),
        reads=frozenset({"name", "meaning", "notes"}),
    ),
}
