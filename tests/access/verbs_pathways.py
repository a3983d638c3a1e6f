"""Acts on pathways, outcomes and values."""

import datetime as dt
from typing import Any, Final

from pathways.services import outcomes, pathways, values
from pathways.services.outcomes import Target
from tests.access import situations as who
from tests.access.verbs_table import row_of
from tests.builders.outcomes import baseline, facts

ENTER: Final = who.GOVERN | {"analyst"}
TARGET: Final = Target(value=4, on=dt.date(2030, 3, 31))


def _pathway(world: Any) -> int:
    return world.alpha.pathway.pk


def _outcome(world: Any) -> int:
    return world.alpha.outcome.pk


def _stage(world: Any) -> str:
    return world.alpha.free_stage.uid


ROWS: Final = (
    row_of(
        "pathways.pathway.added",
        who.GOVERN,
        pathways.add_pathway,
        collaborative_id=lambda world: world.alpha.collaborative.pk,
        name="Community care",
        cohort="Adults",
    ),
    row_of(
        "pathways.pathway.changed",
        who.GOVERN,
        pathways.change_pathway,
        pathway_id=_pathway,
        name="Another name",
        cohort="Adults",
    ),
    row_of(
        "pathways.stage.added",
        who.GOVERN,
        pathways.add_stage,
        pathway_id=_pathway,
        name="Treatment",
        what_happens="Care is given.",
    ),
    row_of(
        "pathways.stage.changed",
        who.GOVERN,
        pathways.change_stage,
        pathway_id=_pathway,
        uid=_stage,
        name="Leaving",
        what_happens="A home is found.",
    ),
    row_of(
        "pathways.stage.moved",
        who.GOVERN,
        pathways.move_stage,
        pathway_id=_pathway,
        uid=_stage,
        up=True,
    ),
    row_of(
        "pathways.stage.removed",
        who.GOVERN,
        pathways.remove_stage,
        pathway_id=_pathway,
        uid=_stage,
    ),
    row_of(
        "pathways.outcome.added",
        who.GOVERN,
        outcomes.add_outcome,
        pathway_id=_pathway,
        facts=facts(name="Carers content"),
        decimals=0,
        baseline=baseline(),
        target=TARGET,
        organisation_id=lambda world: world.alpha.body.pk,
    ),
    row_of(
        "pathways.outcome.changed",
        who.GOVERN,
        outcomes.change_outcome,
        outcome_id=_outcome,
        facts=facts(name="Another outcome"),
    ),
    row_of(
        "pathways.baseline.changed",
        who.GOVERN,
        outcomes.change_baseline,
        outcome_id=_outcome,
        baseline=baseline(value=21),
        reason="Another source",
    ),
    row_of(
        "pathways.target.changed",
        who.GOVERN,
        outcomes.change_target,
        outcome_id=_outcome,
        target=TARGET,
        reason="Agreed anew",
    ),
    row_of(
        "pathways.accountability.moved",
        who.GOVERN,
        outcomes.move_accountability,
        outcome_id=_outcome,
        organisation_id=lambda world: world.alpha.other_body.pk,
        reason="The beds moved",
    ),
    row_of(
        "pathways.value.entered",
        ENTER,
        values.enter_value,
        outcome_id=_outcome,
        starts_on=dt.date(2025, 2, 1),
        last_on=dt.date(2025, 2, 28),
        value=7,
        source="Meeting",
    ),
    row_of(
        "pathways.value.corrected",
        ENTER,
        values.correct_value,
        value_id=lambda world: world.alpha.value.pk,
        value=6,
        source="Meeting",
        reason="Counted again",
    ),
)
