"""Outcomes with how they are going now, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from collab.models import Collaborative
from collab.registries import Ahead
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from pathways.models import Outcome, OutcomeValue, Pathway, PathwayStage


@dataclass(frozen=True, kw_only=True)
class OutcomeNow:
    """An outcome and the value in force for its latest period, if there is one."""

    outcome: Outcome
    latest: OutcomeValue | None


def outcomes_of(*, pathways: Iterable[Pathway], rights: Rights) -> list[OutcomeNow]:
    """Give the outcomes of some pathways, by reference; two queries."""
    rows = Outcome.objects.visible_to(rights).filter(pathway__in=list(pathways))
    return _with_latest(rows, rights)


def outcomes_here(
    *, collaborative: Collaborative, rights: Rights, most: int
) -> list[OutcomeNow]:
    """Give the first outcomes of a collaborative, by reference; two queries."""
    rows = Outcome.objects.visible_to(rights).filter(collaborative=collaborative)
    return _with_latest(rows, rights, most)


def _with_latest(
    rows: Any, rights: Rights, most: int | None = None
) -> list[OutcomeNow]:
    related = rows.select_related("collaborative", "organisation", "stage")
    found = list(related.with_latest().order_by("reference", "pk")[:most])
    values = OutcomeValue.objects.visible_to(rights).in_bulk(
        [each.latest_id for each in found if each.latest_id is not None]
    )
    return [
        OutcomeNow(outcome=each, latest=values.get(each.latest_id)) for each in found
    ]


def targets_ahead(*, ahead: Ahead) -> Any:
    """Narrow to outcomes whose target day is to come within the time looked at."""
    rows = Outcome.objects.visible_to(ahead.rights).filter(
        collaborative_id=ahead.collaborative_id,
        target_on__gte=london_day(ahead.now),
        target_on__lte=ahead.until,
    )
    if ahead.bodies is None:
        return rows
    return rows.filter(organisation_id__in=ahead.bodies)


def entered_for(*, outcome: Outcome, rights: Rights) -> list[OutcomeValue]:
    """Give everything that was entered for an outcome, corrected or not, in order."""
    rows = OutcomeValue.objects.visible_to(rights).filter(outcome=outcome)
    return list(
        rows.select_related("entered_by", "corrected_by").order_by(
            F("starts_on").desc(), F("ends_on").desc(), "-pk"
        )
    )


def stages_of(*, pathway: Pathway, rights: Rights) -> list[PathwayStage]:
    """Give the stages of a pathway in their order."""
    rows = PathwayStage.objects.visible_to(rights).filter(pathway=pathway)
    return list(rows.order_by("position", "pk"))
