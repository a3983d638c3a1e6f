"""Pathways, outcomes and values, reached through the real services."""

import datetime as dt
from typing import Any

from accounts.models import User
from collab.models import Collaborative, Organisation
from collab.rules.periods import london_day
from pathways.models import Outcome, OutcomeValue, Pathway, PathwayStage
from pathways.services import outcomes, pathways, values
from pathways.services.outcomes import Baseline, OutcomeFacts, Target

DAY = dt.timedelta(days=1)


def pathway(
    collaborative: Collaborative, lead: User, now: dt.datetime, **given: Any
) -> Pathway:
    """A pathway without stages."""
    facts = {"name": "Adult secure care", "cohort": "Adults of the five counties"}
    return pathways.add_pathway(
        collaborative_id=collaborative.pk, actor=lead, now=now, **(facts | given)
    )


def stage(
    on: Pathway, lead: User, now: dt.datetime, name: str = "Referral"
) -> PathwayStage:
    """A stage at the end of a pathway."""
    return pathways.add_stage(
        pathway_id=on.pk,
        name=name,
        what_happens=f"{name} is seen to.",
        actor=lead,
        now=now,
    )


def facts(**given: Any) -> OutcomeFacts:
    """What an outcome is."""
    return OutcomeFacts(
        **{
            "name": "People placed out of area",
            "meaning": "Share of people whose bed lies outside the five counties.",
            "domain": "system_effect",
        }
        | given
    )


def baseline(**given: Any) -> Baseline:
    """From twenty per cent, where a fall is better."""
    return Baseline(
        **{
            "value": 20,
            "period": "2019/20",
            "source": "Board paper 7",
            "unit": "per cent of patients",
            "direction": "decrease",
        }
        | given
    )


def outcome(
    of: Pathway,
    lead: User,
    body: Organisation,
    now: dt.datetime,
    *,
    decimals: int = 0,
    target: int = 5,
    target_on: dt.date | None = None,
    start: Baseline | None = None,
    **given: Any,
) -> Outcome:
    """An outcome from twenty to five, for which a body answers."""
    return outcomes.add_outcome(
        pathway_id=of.pk,
        facts=facts(**given),
        decimals=decimals,
        baseline=start or baseline(),
        target=Target(value=target, on=target_on or london_day(now) + 400 * DAY),
        organisation_id=body.pk,
        actor=lead,
        now=now,
    )


def value(
    of: Outcome,
    actor: User,
    now: dt.datetime,
    figure: int = 8,
    *,
    month: tuple[int, int] = (2026, 1),
    **given: Any,
) -> OutcomeValue:
    """What an outcome measured in a month."""
    first = dt.date(*month, 1)
    after = (first + 31 * DAY).replace(day=1)
    return values.enter_value(
        **{
            "outcome_id": of.pk,
            "starts_on": first,
            "last_on": after - DAY,
            "value": figure,
            "source": "Bed-state meeting",
            "actor": actor,
            "now": now,
        }
        | given
    )


def corrected(
    wrong: OutcomeValue, actor: User, now: dt.datetime, figure: int | None = 9
) -> OutcomeValue:
    """Another figure in the place of a value."""
    return values.correct_value(
        value_id=wrong.pk,
        value=figure,
        source=wrong.source,
        reason="Two people were counted twice",
        actor=actor,
        now=now,
    )
