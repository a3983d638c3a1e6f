"""Everything that an outcome's own page shows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from collab.grants import rights_of
from collab.rules.periods import london_day
from collab.selectors.bodies import members_of
from pathways.models import Outcome, OutcomeValue
from pathways.policies import can_enter, can_keep
from pathways.presenters.chart import HOLLOW, chart_of
from pathways.presenters.lines import going_words, tag_of
from pathways.rules.progress import Standing, standing
from pathways.selectors.addresses import value_address
from pathways.selectors.latest import entered_for
from ui.charts import LineChart
from ui.formats import date, due

SOON: Final = dt.timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class ValueLine:
    """One row of the table: what was entered, and what came of it."""

    label: str
    value: str
    state: str
    colour: str
    source: str
    reason: str
    who: str
    when: dt.datetime
    href: str


@dataclass(frozen=True, kw_only=True)
class OutcomeShown:
    """An outcome as its page shows it."""

    outcome: Outcome
    tag: str
    colour: str
    going: str
    baseline: str
    target: str
    target_due: str
    answers_note: str
    chart: LineChart | None
    hollow: str
    lines: list[ValueLine]
    next_steps: list[str]
    may_keep: bool
    may_enter: bool


def show_outcome(outcome: Outcome, *, user: Any, now: dt.datetime) -> OutcomeShown:
    """Gather what an outcome's page shows, however many values it has."""
    entered = entered_for(outcome=outcome, rights=rights_of(user, now))
    counting = [each for each in entered if _counts(each)]
    latest = max(counting, key=lambda each: (each.ends_on, each.pk), default=None)
    measure, today = outcome.measure, london_day(now)
    tag, colour = tag_of(measure, latest)
    together = outcome.collaborative_id
    may_enter = can_enter(user=user, collaborative_id=together, at=now)
    members = members_of(outcome.collaborative, now)
    return OutcomeShown(
        outcome=outcome,
        tag=tag,
        colour=colour,
        going=going_words(measure, latest),
        baseline=measure.full(measure.baseline),
        target=measure.full(measure.target),
        target_due=f"{date(outcome.target_on)}{_when(outcome.target_on, today)}",
        answers_note=""
        if outcome.organisation in members
        else "It is no member of the collaborative today. Say who answers instead.",
        chart=chart_of(outcome, counting),
        hollow=HOLLOW if any(each.is_illustrative for each in counting) else "",
        lines=[_line(outcome, each, may_enter) for each in entered],
        next_steps=_next_steps(outcome, latest, today),
        may_keep=can_keep(user=user, collaborative_id=together, at=now),
        may_enter=may_enter,
    )


def _counts(value: OutcomeValue) -> bool:
    return value.value is not None and not hasattr(value, "corrected_by")


def _when(day: dt.date, today: dt.date) -> str:
    return f", {due(day, today)}" if today <= day <= today + SOON else ""


def _line(outcome: Outcome, value: OutcomeValue, may_enter: bool) -> ValueLine:  # noqa: FBT001
    value.outcome = outcome
    is_last_word = not hasattr(value, "corrected_by")
    if not is_last_word:
        state, colour = "Corrected", "grey"
    elif value.value is None:
        state, colour = "Taken out", "grey"
    elif value.is_illustrative:
        state, colour = "Illustrative", "yellow"
    else:
        state, colour = "Counts", "green"
    return ValueLine(
        label=value.label,
        value="None" if value.value is None else outcome.in_words(value.value),
        state=state,
        colour=colour,
        source=value.source,
        reason=value.reason,
        who=value.entered_by.name,
        when=value.entered_at,
        href=value_address(value) if is_last_word and may_enter else "",
    )


def _next_steps(
    outcome: Outcome, latest: OutcomeValue | None, today: dt.date
) -> list[str]:
    found = standing(outcome.measure, latest.value if latest else None)
    body = outcome.organisation.name
    if found == Standing.NO_VALUE:
        return ["A governance lead or an analyst enters the first value."]
    steps = list(_by_target(outcome, found, today, body))
    if found == Standing.WORSE:
        steps.append(f"{body} says at the next review why, and what it will do.")
    return steps or ["Enter the value of the next period once it is over."]


def _by_target(
    outcome: Outcome, found: Standing, today: dt.date, body: str
) -> Iterable[str]:
    if found == Standing.REACHED:
        yield "The target is reached. Keep it there, or set another one."
    elif found == Standing.NOT_JUDGED:
        return
    elif outcome.target_on < today:
        yield (
            f"The target day is over and the target was not reached by the latest"
            f" value. {body} answers for what happens now."
        )
    elif outcome.target_on <= today + SOON:
        yield f"The target day is {due(outcome.target_on, today)}. {body} answers for it."
