"""Sending a version out: its text is frozen, and every party's signatory is asked."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from agreements import policies
from agreements.enums import VersionStatus
from agreements.models import Party, Version
from agreements.rules.periods import Period, period_of, shortened
from agreements.rules.requests import last_day_of
from agreements.selectors.approving import is_approved_on, plan_names_somebody
from agreements.selectors.bodies import body_acted_for
from agreements.selectors.content import live_content_of, parties_of, places_of
from agreements.services.asking import (
    Asked,
    PartyLacksSignatoryError,
    Whom,
    asked_of,
    new_request,
    tell_asked,
    what_is_lacking,
)
from agreements.services.locking import lock_version, require_going_on
from agreements.transitions import require_version_move
from audit.door import Record, act
from collab.rules.periods import london_day


class NotReadyToSendOutError(ValueError):
    """Something is missing from the draft; the message says what."""


class ApprovalMissingError(NotReadyToSendOutError):
    """The plan asks for approvals that are not there on exactly this text."""


def send_out_for_signature(
    *,
    version_id: int,
    signatories: Mapping[Any, Whom],
    due_on: dt.date,
    actor: User,
    now: dt.datetime,
    expires_on: dt.date | None = None,
) -> Version:
    """
    Freeze the text and ask one named signatory of each party to sign.

    ``signatories`` says for each organisation, or each ``Place`` where a party's plan
    asks for two, whom to ask: a person's internal id, ``Outside`` or ``ON_PAPER``.
    They are asked to sign by
    ``due_on`` and can until ``expires_on``; without one they have a grace after
    ``due_on`` (agreements/rules/requests.py).

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises IllegalMoveError: if the version was sent out before
    :raises NotReadyToSendOutError: if clauses, parties or dates are missing
    :raises ApprovalMissingError: if the plan's approvals are not on this very text
    :raises PartyLacksSignatoryError: if a party has nobody named who may sign
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    collaborative = found.agreement.collaborative
    body = body_acted_for(actor, collaborative, now)
    with act(
        "agreements.version.sent_out", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=collaborative.pk, at=now
        )
        require_version_move(version.status, VersionStatus.OUT_FOR_SIGNATURE)
        require_going_on(record, agreement=version.agreement)
        parties = parties_of(version)
        require_whole(record, version=version, parties=parties)
        _require_approved(version)
        require_days_in_order(record, due_on=due_on, expires_on=expires_on)
        last_day = last_day_of(due_on, expires_on)
        named = _named_signatories(record, version, signatories)
        _freeze(version, actor, now)
        record.about(version)
        for asked in named:
            request = new_request(
                record, version=version, asked=asked, days=(due_on, last_day)
            )
            tell_asked(record, request=request)
        return version


def _require_approved(version: Version) -> None:
    """Let a draft out only where its plan asks nobody, else only what was approved."""
    if version.status == VersionStatus.APPROVED:
        if not is_approved_on(version, live_content_of(version).fingerprint()):
            raise ApprovalMissingError(
                "What was approved is not the text that stands here now. Take it back"
                " to draft, and ask for approval of the text as it is."
            )
    elif plan_names_somebody(version.agreement):
        raise ApprovalMissingError(
            "The approval plan names people who have not approved it. Ask for approval"
            " first, or change the plan."
        )


def _freeze(version: Version, actor: User, now: dt.datetime) -> None:
    content = live_content_of(version)
    version.content = content.text()
    version.content_hash = content.fingerprint()
    version.status = VersionStatus.OUT_FOR_SIGNATURE
    version.sent_out_at = now
    version.sent_out_by = actor
    version.save()


def require_days_in_order(
    record: Record, *, due_on: dt.date, expires_on: dt.date | None
) -> None:
    """
    Check the day to sign by, and the last day on which one can.

    :raises NotReadyToSendOutError: if one lies behind, or the second before the first
    """
    if due_on < london_day(record.at):
        raise NotReadyToSendOutError("The day to sign by must not be in the past.")
    if expires_on is not None and expires_on < due_on:
        raise NotReadyToSendOutError(
            "The last day on which it can be signed must not lie before the day to"
            " sign by."
        )


def require_whole(record: Record, *, version: Version, parties: list[Party]) -> None:
    """
    Check that nothing is missing from a draft before anybody is asked about it.

    :raises NotReadyToSendOutError: if clauses, parties or dates are missing
    """
    if not version.clauses.exists():
        raise NotReadyToSendOutError("Add at least one clause first.")
    if len(parties) < 2:
        raise NotReadyToSendOutError("An agreement needs at least two parties.")
    if version.commences_on is None:
        raise NotReadyToSendOutError("Set the day on which it commences first.")
    period = period_of(version.commences_on, version.expires_on)
    if period.ends_at is not None and period.ends_at <= record.at:
        raise NotReadyToSendOutError("Its last day has passed: change the dates first.")
    _require_after_predecessors(version, period)


def _require_after_predecessors(version: Version, period: Period) -> None:
    for other in version.agreement.versions.filter(in_force_from__isnull=False):
        begun = Period(starts_at=other.in_force_from, ends_at=other.in_force_to)
        try:
            shortened(begun, period.starts_at)
        except ValueError as error:
            raise NotReadyToSendOutError(
                f"It must commence after version {other.number}, which it replaces."
            ) from error


def _named_signatories(
    record: Record, version: Version, signatories: Mapping[Any, Whom]
) -> list[Asked]:
    named: list[Asked] = []
    lacking: list[str] = []
    for party, capacity in places_of(version):
        body = party.organisation_id
        whom = signatories.get((body, capacity), signatories.get(body))
        asked = asked_of(
            record, version=version, party=party, capacity=capacity, whom=whom
        )
        wrong = what_is_lacking(record, version=version, asked=asked)
        if not wrong and any(asked.is_same_person(other) for other in named):
            wrong = f"{party.organisation}: two people must sign, not one twice."
        if wrong:
            lacking.append(wrong)
        named.append(asked)
    if lacking:
        raise PartyLacksSignatoryError(lacking)
    return named
