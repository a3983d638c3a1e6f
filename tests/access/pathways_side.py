"""The pathway of a collaborative with everything in it."""

import datetime as dt
from typing import Any

from collab.rules.periods import london_day
from tests.builders import outcomes


def add_pathways(side: Any, then: dt.datetime) -> None:
    """Add a pathway with two stages, an outcome, a value, and one corrected."""
    lead, things = side.made.lead, side.things
    things["pathway"] = outcomes.pathway(
        side.collaborative, lead, then, name=f"{side.word} secure care"
    )
    things["stage"] = outcomes.stage(things["pathway"], lead, then, "Referral")
    things["free_stage"] = outcomes.stage(things["pathway"], lead, then, "Discharge")
    things["outcome"] = outcomes.outcome(
        things["pathway"],
        lead,
        side.body,
        then,
        name=f"{side.word} people placed far away",
        stage_id=things["stage"].pk,
        target_on=london_day(then) + 30 * outcomes.DAY,
    )
    wrong = outcomes.value(
        things["outcome"],
        lead,
        then,
        month=(2025, 1),
        source=f"{side.word} meeting",
    )
    things["value"] = outcomes.corrected(wrong, lead, then)
