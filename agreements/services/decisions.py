"""Logging a decision under an agreement, as it was in force that day."""

import datetime as dt

from accounts.models import User
from agreements.enums import OpenTo
from agreements.models import Agreement, DecisionUnder, Version
from audit.door import Record, act
from collab.models import Collaborative, Decision, Organisation
from collab.policies.decisions import require_can_log_decision
from collab.rules.decision_facts import DecisionFacts
from collab.rules.periods import midnight
from collab.services.decisions import write_decision


class NothingInForceError(ValueError):
    """No version of the agreement was in force on the day of the decision."""


def log_decision_under(
    *,
    collaborative_id: int,
    organisation_id: int,
    agreement_id: int | None,
    facts: DecisionFacts,
    actor: User,
    now: dt.datetime,
) -> Decision:
    """Log a decision as ``collab`` does, with the version that it was taken under."""
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "collab.decision.logged", by=actor, for_organisation=organisation, at=now
    ) as record:
        require_can_log_decision(
            user=actor, collaborative=collaborative, organisation=organisation, at=now
        )
        decision = write_decision(
            record,
            collaborative=collaborative,
            organisation=organisation,
            facts=facts,
            logged_by=actor,
            now=now,
        )
        _link(record, decision, collaborative, agreement_id)
        return decision


def _link(
    record: Record,
    decision: Decision,
    collaborative: Collaborative,
    agreement_id: int | None,
) -> None:
    if agreement_id is None:
        return
    agreement = Agreement.objects.get(pk=agreement_id, collaborative=collaborative)
    version = version_in_force_on(
        record, agreement=agreement, decided_on=decision.decided_on
    )
    DecisionUnder.objects.create(
        decision=decision, agreement=agreement, version=version
    )
    # The decision's event is read by the whole collaborative.
    if agreement.open_to == OpenTo.COLLABORATIVE:
        record.related(agreement, version)


def version_in_force_on(
    record: Record, *, agreement: Agreement, decided_on: dt.date
) -> Version:
    """
    Give the version that was in force at the end of a day in London.

    :raises NothingInForceError: if none was
    """
    # A version that commences on the day counts from its first moment.
    last_moment = midnight(decided_on + dt.timedelta(days=1)) - dt.timedelta(
        microseconds=1
    )
    version: Version | None = (
        Version.objects.in_force_at(last_moment).filter(agreement=agreement).first()
    )
    if version is None:
        raise NothingInForceError(
            f"No version of {agreement.reference} was in force on"
            f" {decided_on.day} {decided_on:%B} {decided_on.year}."
        )
    return version
