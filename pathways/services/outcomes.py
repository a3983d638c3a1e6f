"""Outcomes: what is wanted, from where to where, and who answers for it."""

import datetime as dt
from dataclasses import asdict, dataclass

from accounts.models import User
from collab.models import Collaborative, Organisation
from collab.rules.periods import london_day
from collab.services.references import next_reference
from pathways.models import Outcome, Pathway, PathwayStage
from pathways.rules.progress import why_not_better
from pathways.services.keeping import NameTakenError, changing_outcome, keeping


class NotAMemberError(ValueError):
    """The body is no member of the collaborative that day."""


class TargetNotBetterError(ValueError):
    """The target does not lie on the better side of the baseline."""


class StageOfAnotherError(ValueError):
    """The stage is not one of the outcome's pathway."""


@dataclass(frozen=True, kw_only=True)
class OutcomeFacts:
    """What an outcome is: everything that may change without a reason."""

    name: str
    meaning: str
    domain: str
    stage_id: int | None = None
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """Where it began: a figure in whole smallest steps, its period and its source."""

    value: int
    period: str
    source: str
    unit: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where it is to be, by which day; a figure in whole smallest steps."""

    value: int
    on: dt.date


def add_outcome(
    *,
    pathway_id: int,
    facts: OutcomeFacts,
    decimals: int,
    baseline: Baseline,
    target: Target,
    organisation_id: int,
    actor: User,
    now: dt.datetime,
) -> Outcome:
    """
    Write an outcome down under the next reference, with the one body that answers.

    ``decimals`` (0 to 3) says in which steps its figures are written, for good.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises NameTakenError: if the pathway has an outcome of that name
    :raises StageOfAnotherError: if the stage is not one of the pathway
    :raises TargetNotBetterError: if the target is not better than the baseline
    :raises NotAMemberError: if the body is no member that day
    """
    pathway = Pathway.objects.select_related("collaborative").get(pk=pathway_id)
    together = pathway.collaborative
    with keeping(
        verb="pathways.outcome.added", collaborative=together, actor=actor, now=now
    ) as record:
        number = next_reference(record, series=f"{together.slug}/outcomes")
        _require_free(pathway, facts.name)
        _require_own_stage(pathway, facts.stage_id)
        _require_better(baseline.direction, baseline.value, target.value)
        outcome: Outcome = Outcome.objects.create(
            collaborative=together,
            pathway=pathway,
            reference=f"O-{number:03d}",
            **_stripped(facts),
            unit=baseline.unit.strip(),
            decimals=decimals,
            direction=baseline.direction,
            baseline_value=baseline.value,
            baseline_period=baseline.period.strip(),
            baseline_source=baseline.source.strip(),
            target_value=target.value,
            target_on=target.on,
            organisation=_member(together, organisation_id, now),
            created_at=now,
        )
        record.about(outcome)
        return outcome


def change_outcome(
    *,
    outcome_id: int,
    facts: OutcomeFacts,
    revision: int | None = None,
    actor: User,
    now: dt.datetime,
) -> Outcome:
    """
    Change what an outcome is called and means, and to which stage it belongs.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises StaleRowError: if somebody changed it since
    :raises NameTakenError: if the pathway has another outcome of that name
    :raises StageOfAnotherError: if the stage is not one of the pathway
    """
    with changing_outcome(
        verb="pathways.outcome.changed",
        outcome_id=outcome_id,
        revision=revision,
        actor=actor,
        now=now,
    ) as (record, outcome):
        _require_free(outcome.pathway, facts.name, but=outcome)
        _require_own_stage(outcome.pathway, facts.stage_id)
        for name, value in _stripped(facts).items():
            setattr(outcome, name, value)
        outcome.save()
        record.about(outcome)
        return outcome


def change_baseline(
    *,
    outcome_id: int,
    baseline: Baseline,
    reason: str,
    revision: int | None = None,
    actor: User,
    now: dt.datetime,
) -> Outcome:
    """
    Set the baseline anew, and how it is measured; the history keeps the earlier one.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises ReasonNeededError: without a reason
    :raises StaleRowError: if somebody changed it since
    :raises TargetNotBetterError: if the target would not be better than it
    """
    with changing_outcome(
        verb="pathways.baseline.changed",
        outcome_id=outcome_id,
        revision=revision,
        actor=actor,
        now=now,
        reason=reason,
    ) as (record, outcome):
        _require_better(baseline.direction, baseline.value, outcome.target_value)
        outcome.baseline_value = baseline.value
        outcome.baseline_period = baseline.period.strip()
        outcome.baseline_source = baseline.source.strip()
        outcome.unit = baseline.unit.strip()
        outcome.direction = baseline.direction
        outcome.save()
        record.about(outcome)
        return outcome


def change_target(
    *,
    outcome_id: int,
    target: Target,
    reason: str,
    revision: int | None = None,
    actor: User,
    now: dt.datetime,
) -> Outcome:
    """
    Set another target, or another day for it.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises ReasonNeededError: without a reason
    :raises StaleRowError: if somebody changed it since
    :raises TargetNotBetterError: if it is not better than the baseline
    """
    with changing_outcome(
        verb="pathways.target.changed",
        outcome_id=outcome_id,
        revision=revision,
        actor=actor,
        now=now,
        reason=reason,
    ) as (record, outcome):
        _require_better(outcome.direction, outcome.baseline_value, target.value)
        outcome.target_value, outcome.target_on = target.value, target.on
        outcome.save()
        record.about(outcome)
        return outcome


def move_accountability(
    *,
    outcome_id: int,
    organisation_id: int,
    reason: str,
    revision: int | None = None,
    actor: User,
    now: dt.datetime,
) -> Outcome:
    """
    Let another member answer for an outcome.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises ReasonNeededError: without a reason
    :raises StaleRowError: if somebody changed it since
    :raises NotAMemberError: if the body is no member that day
    """
    with changing_outcome(
        verb="pathways.accountability.moved",
        outcome_id=outcome_id,
        revision=revision,
        actor=actor,
        now=now,
        reason=reason,
    ) as (record, outcome):
        earlier = outcome.organisation
        outcome.organisation = _member(outcome.collaborative, organisation_id, now)
        outcome.save()
        record.about(outcome)
        record.related(earlier, outcome.organisation)
        return outcome


def _stripped(facts: OutcomeFacts) -> dict[str, object]:
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(facts).items()
    }


def _require_free(pathway: Pathway, name: str, but: Outcome | None = None) -> None:
    others = Outcome.objects.filter(pathway=pathway, name=name.strip())
    if others.exclude(pk=but.pk if but else None).exists():
        raise NameTakenError(f"There is one called {name.strip()} already.")


def _require_own_stage(pathway: Pathway, stage_id: int | None) -> None:
    if stage_id is None:
        return
    if not PathwayStage.objects.filter(pathway=pathway, pk=stage_id).exists():
        raise StageOfAnotherError("Choose a stage of this pathway.")


def _require_better(direction: str, baseline: int, target: int) -> None:
    if why := why_not_better(direction=direction, baseline=baseline, target=target):
        raise TargetNotBetterError(why)


def _member(
    collaborative: Collaborative, organisation_id: int, now: dt.datetime
) -> Organisation:
    memberships = collaborative.memberships.in_effect_on(london_day(now))
    found = (
        memberships.filter(organisation_id=organisation_id)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise NotAMemberError(
            f"Only a member of {collaborative} can answer for its outcome."
        )
    body: Organisation = found.organisation
    return body
