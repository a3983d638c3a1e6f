"""A collaborative's pathways, and one pathway with its stages and outcomes."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from collab.grants import rights_of
from collab.models import Collaborative
from pathways.models import Pathway, PathwayStage
from pathways.policies import can_keep
from pathways.presenters.lines import OutcomeLine, line_of
from pathways.selectors.addresses import pathway_address
from pathways.selectors.latest import OutcomeNow, outcomes_of
from ui.paging import Page, PageLinks, keyset_page, page_links


@dataclass(frozen=True, kw_only=True)
class PathwayLine:
    """One pathway in the list, with its outcomes."""

    title: str
    href: str
    cohort: str
    outcomes: list[OutcomeLine]


@dataclass(frozen=True, kw_only=True)
class PathwayList:
    """One page of the list."""

    lines: list[PathwayLine]
    page: Page[Pathway]
    may_keep: bool

    def links(self, query: Mapping[str, Any]) -> PageLinks:
        """Give the addresses of the pages on either side."""
        return page_links(self.page, query)


@dataclass(frozen=True, kw_only=True)
class PathwayShown:
    """A pathway with its stages in order and its outcomes."""

    pathway: Pathway
    stages: list[PathwayStage]
    outcomes: list[OutcomeLine]
    may_keep: bool


def show_list(
    collaborative: Collaborative, *, user: Any, now: dt.datetime, cursor: str
) -> PathwayList:
    """Gather one page of a collaborative's pathways in a constant number of queries."""
    rights = rights_of(user, now)
    rows = Pathway.objects.visible_to(rights).filter(collaborative=collaborative)
    page = keyset_page(rows, order="reference", cursor=cursor)
    by_pathway = _by_pathway(outcomes_of(pathways=page.items, rights=rights))
    lines = []
    for pathway in page.items:
        pathway.collaborative = collaborative
        lines.append(
            PathwayLine(
                title=str(pathway),
                href=pathway_address(pathway),
                cohort=pathway.cohort,
                outcomes=by_pathway.get(pathway.pk, []),
            )
        )
    may_keep = can_keep(user=user, collaborative_id=collaborative.pk, at=now)
    return PathwayList(lines=lines, page=page, may_keep=may_keep)


def show_pathway(pathway: Pathway, *, user: Any, now: dt.datetime) -> PathwayShown:
    """Gather what a pathway's page shows."""
    rights = rights_of(user, now)
    stages = PathwayStage.objects.visible_to(rights).filter(pathway=pathway)
    outcomes = outcomes_of(pathways=[pathway], rights=rights)
    return PathwayShown(
        pathway=pathway,
        stages=list(stages.order_by("position", "pk")),
        outcomes=[line_of(each) for each in outcomes],
        may_keep=can_keep(user=user, collaborative_id=pathway.collaborative_id, at=now),
    )


def _by_pathway(found: Iterable[OutcomeNow]) -> dict[int, list[OutcomeLine]]:
    gathered: dict[int, list[OutcomeLine]] = {}
    for each in found:
        gathered.setdefault(each.outcome.pathway_id, []).append(line_of(each))
    return gathered
