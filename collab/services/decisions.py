"""Logging a decision: frozen at once, numbered without gaps year by year."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from accounts.models import User
from audit.door import Record, act
from collab.enums import DecisionOutcome
from collab.models import Collaborative, Decision, Organisation, Presence
from collab.policies.decisions import require_can_log_decision
from collab.rules.decisions import DecisionContent, Present, title_of
from collab.rules.periods import london_day
from collab.services.references import next_reference

SENT_TWICE_WITHIN: Final = dt.timedelta(minutes=5)


class DecidedInFutureError(ValueError):
    """A decision cannot be logged before it was taken."""


class AlreadyLoggedError(ValueError):
    """The same form came twice, within minutes: the first time counts."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"This was logged a moment ago as {decision.reference}.")
        self.decision = decision


class NobodyPresentError(ValueError):
    """A decision needs somebody who took it."""


def log_decision(
    *,
    collaborative_id: int,
    organisation_id: int,
    what: str,
    why: str,
    present: Sequence[Present],
    outcome: DecisionOutcome | str,
    value_pence: int | None,
    decided_on: dt.date,
    actor: User,
    now: dt.datetime,
) -> Decision:
    """
    Log a decision by itself; for the errors see ``write_decision``.

    :raises NotTakingPartError: if the person is no member, or acts for another body
    """
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "collab.decision.logged", by=actor, for_organisation=organisation, at=now
    ) as record:
        require_can_log_decision(
            user=actor, collaborative=collaborative, organisation=organisation, at=now
        )
        return write_decision(
            record,
            collaborative=collaborative,
            organisation=organisation,
            what=what,
            why=why,
            present=present,
            outcome=outcome,
            value_pence=value_pence,
            decided_on=decided_on,
            logged_by=actor,
            now=now,
        )


def write_decision(
    record: Record,
    *,
    collaborative: Collaborative,
    organisation: Organisation,
    what: str,
    why: str,
    present: Sequence[Present],
    outcome: DecisionOutcome | str,
    value_pence: int | None,
    decided_on: dt.date,
    logged_by: User,
    now: dt.datetime,
) -> Decision:
    """
    Write a decision, its presences and its hash inside the open act.

    :raises DecidedInFutureError: if the day has not come
    :raises NobodyPresentError: if nobody was there
    :raises AlreadyLoggedError: if the same person just logged exactly this
    """
    if decided_on > london_day(now):
        raise DecidedInFutureError("The day of the decision must not lie ahead.")
    if not present:
        raise NobodyPresentError("Name at least one person who was there.")
    content = DecisionContent(
        collaborative=collaborative.uid,
        reference=_next_reference(record, collaborative, decided_on),
        organisation=organisation.uid,
        title=title_of(what),
        proposal=what.strip(),
        rationale=why.strip(),
        outcome=DecisionOutcome(outcome),
        decided_on=decided_on,
        value_pence=value_pence,
    )
    _require_not_sent_twice(content, collaborative, organisation, logged_by, now)
    decision = _freeze(content, present, collaborative, organisation, logged_by, now)
    record.about(decision)
    return decision


def _require_not_sent_twice(
    content: DecisionContent,
    collaborative: Collaborative,
    organisation: Organisation,
    logged_by: User,
    now: dt.datetime,
) -> None:
    # The counter of references is locked by now, so the first of two has committed.
    same = Decision.objects.filter(
        collaborative=collaborative,
        organisation=organisation,
        logged_by=logged_by,
        logged_at__gt=now - SENT_TWICE_WITHIN,
        proposal=content.proposal,
        rationale=content.rationale,
        outcome=content.outcome,
        decided_on=content.decided_on,
        value_pence=content.value_pence,
    ).first()
    if same is not None:
        raise AlreadyLoggedError(same)


def _next_reference(
    record: Record, collaborative: Collaborative, decided_on: dt.date
) -> str:
    year = decided_on.year
    number = next_reference(record, series=f"{collaborative.slug}/decisions/{year}")
    return f"{year}-{number:03d}"


def _freeze(
    content: DecisionContent,
    present: Sequence[Present],
    collaborative: Collaborative,
    organisation: Organisation,
    logged_by: User,
    now: dt.datetime,
) -> Decision:
    bodies = _bodies(present)
    decision: Decision = Decision.objects.create(
        collaborative=collaborative,
        organisation=organisation,
        reference=content.reference,
        title=content.title,
        proposal=content.proposal,
        rationale=content.rationale,
        outcome=content.outcome,
        value_pence=content.value_pence,
        decided_on=content.decided_on,
        logged_by=logged_by,
        logged_at=now,
        result_hash=content.result_hash(
            (bodies[each.organisation_id].uid, each.name) for each in present
        ),
    )
    for each in present:
        Presence.objects.create(
            decision=decision,
            organisation=bodies[each.organisation_id],
            user_id=each.user_id,
            name=each.name,
        )
    return decision


def _bodies(present: Sequence[Present]) -> dict[int, Organisation]:
    return Organisation.objects.in_bulk({each.organisation_id for each in present})
