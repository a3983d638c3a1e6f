"""Values of outcomes: entered once, and corrected by another row that says why."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from accounts.models import User
from audit.door import Record, act
from collab.rules.periods import london_day
from collab.selectors.bodies import body_acted_for
from pathways import policies
from pathways.models import Outcome, OutcomeValue
from pathways.rules.spans import label_of
from pathways.services.keeping import lock_outcome

_DAY: Final = dt.timedelta(days=1)


class PeriodError(ValueError):
    """The period is not one, or is not over."""


class PeriodTakenError(ValueError):
    """A value for this time stands already: it is to be corrected."""


class CorrectedMeanwhileError(ValueError):
    """Somebody else corrected the value first."""


class NothingCorrectedError(ValueError):
    """The correction says what the value says already."""


def enter_value(
    *,
    outcome_id: int,
    starts_on: dt.date,
    last_on: dt.date,
    value: int,
    source: str,
    actor: User,
    now: dt.datetime,
    is_illustrative: bool = False,
) -> OutcomeValue:
    """
    Enter what an outcome measured from one day to another, both included.

    ``value`` is in whole smallest steps. ``is_illustrative`` marks a figure that was
    made up to show a series. The very same sent again is kept once.

    :raises NotEnteringError: if the person neither governs nor analyses
    :raises PeriodError: if the last day lies before the first, or ahead
    :raises PeriodTakenError: if a value stands for some of that time, or was taken out
    """
    with _entering(
        "pathways.value.entered", outcome_id=outcome_id, actor=actor, now=now
    ) as (record, outcome):
        _require_over(starts_on, last_on, now)
        ends_on = last_on + _DAY
        known = _standing_in(outcome, starts_on, ends_on)
        facts = {
            "starts_on": starts_on,
            "ends_on": ends_on,
            "value": value,
            "source": source.strip(),
            "is_illustrative": is_illustrative,
            "entered_by_id": actor.pk,
        }
        if known and all(getattr(known, name) == facts[name] for name in facts):
            record.about(known, outcome)
            return known
        _require_free(outcome, known)
        _require_not_taken_out(outcome, starts_on, ends_on)
        made: OutcomeValue = OutcomeValue.objects.create(
            outcome=outcome,
            label=label_of(starts_on, ends_on),
            entered_at=now,
            **facts,
        )
        record.about(made, outcome)
        return made


def correct_value(
    *,
    value_id: int,
    value: int | None,
    source: str,
    reason: str,
    actor: User,
    now: dt.datetime,
) -> OutcomeValue:
    """
    Put another figure in the place of a value, for the same period; both stay.

    Without a ``value`` it says that none stands for that period.

    :raises NotEnteringError: if the person neither governs nor analyses
    :raises ReasonNeededError: without a reason
    :raises CorrectedMeanwhileError: if it is no longer the last word on its period
    :raises NothingCorrectedError: if it says the same
    :raises PeriodTakenError: if another value stands for some of that time by now
    """
    wrong = OutcomeValue.objects.get(pk=value_id)
    with _entering(
        "pathways.value.corrected",
        outcome_id=wrong.outcome_id,
        actor=actor,
        now=now,
        reason=reason,
    ) as (record, outcome):
        if OutcomeValue.objects.filter(corrects=wrong).exists():
            raise CorrectedMeanwhileError(
                "Somebody else corrected this value already. Go back to the outcome"
                " and correct what stands there now."
            )
        kept = source.strip() or wrong.source
        if (value, kept) == (wrong.value, wrong.source):
            raise NothingCorrectedError(
                "This is what it says already. Change the value or its source."
            )
        if wrong.value is None:
            _require_free(
                outcome, _standing_in(outcome, wrong.starts_on, wrong.ends_on)
            )
        made: OutcomeValue = OutcomeValue.objects.create(
            outcome=outcome,
            starts_on=wrong.starts_on,
            ends_on=wrong.ends_on,
            label=wrong.label,
            value=value,
            source=kept,
            is_illustrative=wrong.is_illustrative,
            corrects=wrong,
            reason=reason.strip(),
            entered_by=actor,
            entered_at=now,
        )
        record.about(made, outcome)
        record.related(wrong)
        return made


@contextmanager
def _entering(
    verb: str, *, outcome_id: int, actor: User, now: dt.datetime, reason: str = ""
) -> Iterator[tuple[Record, Outcome]]:
    found = Outcome.objects.select_related("collaborative").get(pk=outcome_id)
    body = body_acted_for(actor, found.collaborative, now)
    with act(verb, by=actor, for_organisation=body, at=now, reason=reason) as record:
        outcome = lock_outcome(record, outcome_id=outcome_id)
        policies.require_can_enter(
            user=actor, collaborative_id=outcome.collaborative_id, at=now
        )
        yield record, outcome


def _require_over(starts_on: dt.date, last_on: dt.date, now: dt.datetime) -> None:
    if last_on < starts_on:
        raise PeriodError("The last day must not be before the first day.")
    if last_on > london_day(now):
        raise PeriodError("The period is not over: its last day lies ahead.")


def _standing_in(
    outcome: Outcome, starts_on: dt.date, ends_on: dt.date
) -> OutcomeValue | None:
    found: OutcomeValue | None = (
        OutcomeValue.objects.filter(outcome=outcome)
        .in_force()
        .overlapping(starts_on, ends_on)
        .order_by("starts_on", "pk")
        .first()
    )
    return found


def _require_free(outcome: Outcome, known: OutcomeValue | None) -> None:
    if known is not None:
        raise PeriodTakenError(
            f"There is a value for {known.label} already:"
            f" {outcome.in_words(known.value or 0)} {outcome.unit}. Correct it if it"
            " is wrong."
        )


def _require_not_taken_out(
    outcome: Outcome, starts_on: dt.date, ends_on: dt.date
) -> None:
    rows = OutcomeValue.objects.filter(outcome=outcome).standing()
    if rows.filter(starts_on=starts_on, ends_on=ends_on).exists():
        raise PeriodTakenError(
            f"The value for {label_of(starts_on, ends_on)} was taken out. Go to it in"
            " the table of values and correct it: then the reason is kept with it."
        )
