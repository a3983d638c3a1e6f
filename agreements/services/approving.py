"""Approving one exact text, or refusing it for a reason."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.policies import require_fresh_authentication
from agreements import policies
from agreements.enums import (
    ApprovalRule,
    ApprovalStatus,
    RoundStatus,
    VersionStatus,
)
from agreements.models import Approval, ApprovalRequest, Version
from agreements.selectors.content import live_content_of
from agreements.services import outdating, telling
from agreements.services.giving import OtherContentError
from agreements.services.locking import lock_version
from agreements.services.rounds import go_on
from agreements.services.signing import capacity_of
from agreements.transitions import IllegalMoveError, require_approval_move
from audit.door import Record, act
from collab.models import Organisation
from collab.rules.periods import london_day
from collab.selectors.authority import Authority
from collab.selectors.collaboratives import chairs_of


class NotAskedForApprovalError(IllegalMoveError):
    """This approval is not waited for, or not any more."""


class AnsweredBeforeError(ValueError):
    """The person has approved in this group already; nobody counts twice."""


def approve_version(
    *,
    request_id: int,
    fingerprint: str,
    session: Mapping[str, Any],
    actor: User,
    now: dt.datetime,
) -> Approval:
    """
    Approve the text that was shown, as asked or in the place of who was asked.

    ``fingerprint`` is that of the text the person was shown; ``session`` holds the
    records of how they showed who they are.

    :raises NotAnApproverError: to authors, and to who was not asked or may not
    :raises StaleAuthenticationError: if identity was last checked over 5 minutes ago
    :raises NotAskedForApprovalError: if this approval is not waited for
    :raises OtherContentError: if the text is not the one that was shown
    :raises AnsweredBeforeError: if the person has approved in this group
    """
    found = _found(request_id)
    with act(
        "agreements.approval.given",
        by=actor,
        for_organisation=found.organisation,
        at=now,
    ) as record:
        version, request, authority = _under_lock(record, found, actor)
        require_fresh_authentication(session, actor, now)
        _require_waiting(version, request)
        _require_same_content(version, request, fingerprint)
        _require_first_word(request, actor)
        answer = _answer(request, authority, actor, now, ApprovalStatus.GIVEN)
        record.about(version, answer, allowed_by=authority.delegation)
        go_on(record, asked=request.group.round, version=version)
        return answer


def refuse_to_approve(
    *, request_id: int, reason: str, actor: User, now: dt.datetime
) -> Approval:
    """
    Say no for a reason: the version is a draft again, and nothing approved counts.

    Whoever asked, who approved before, the chair and the governance leads are told.

    :raises ReasonNeededError: without a reason
    :raises NotAnApproverError: to authors, and to who was not asked or may not
    :raises NotAskedForApprovalError: if this approval is not waited for
    """
    found = _found(request_id)
    with act(
        "agreements.approval.refused",
        by=actor,
        for_organisation=found.organisation,
        at=now,
        reason=reason,
    ) as record:
        version, request, authority = _under_lock(record, found, actor)
        _require_waiting(version, request)
        answer = _answer(
            request, authority, actor, now, ApprovalStatus.REFUSED, record.reason
        )
        record.about(version, answer, allowed_by=authority.delegation)
        concerned = outdating.end_round(
            record, version=version, status=RoundStatus.REFUSED
        )
        outdating.back_to_draft(record, version=version)
        _tell_refused(record, request, version, concerned)
        return answer


def _found(request_id: int) -> ApprovalRequest:
    found: ApprovalRequest = ApprovalRequest.objects.select_related(
        "group__round", "organisation"
    ).get(pk=request_id)
    return found


def _under_lock(
    record: Record, found: ApprovalRequest, actor: User
) -> tuple[Version, ApprovalRequest, Authority]:
    version = lock_version(record, version_id=found.group.round.version_id)
    # Whoever ends a delegation holds the organisation, and so waits, or was first.
    Organisation.objects.select_for_update().get(pk=found.organisation_id)
    request: ApprovalRequest = (
        ApprovalRequest.objects.select_for_update(of=("self",))
        .select_related("group__round__asked_by", "organisation", "user")
        .get(pk=found.pk)
    )
    authority = policies.require_can_approve(
        user=actor, version=version, asked=request, at=record.at
    )
    return version, request, authority


def _require_waiting(version: Version, request: ApprovalRequest) -> None:
    is_open = (
        version.status == VersionStatus.IN_REVIEW
        and request.group.round.status == RoundStatus.IN_REVIEW
    )
    if not is_open or request.status != ApprovalStatus.ASKED:
        state = ApprovalStatus(request.status).label.lower()
        raise NotAskedForApprovalError(
            f"{version} is {version.get_status_display().lower()}; this approval is"
            f" {state} and cannot be given now."
        )


def _require_same_content(
    version: Version, request: ApprovalRequest, fingerprint: str
) -> None:
    live = live_content_of(version).fingerprint()
    asked = request.group.round.content_hash
    if not fingerprint == asked == version.content_hash == live:
        raise OtherContentError(
            "The text you saw is not the text that stands there now. Read it again;"
            " where a party was renamed meanwhile, a governance lead asks for approval"
            " of the new text."
        )


def _require_first_word(request: ApprovalRequest, actor: User) -> None:
    # Nobody counts twice for two hats, unless each organisation has a word of its own
    # (settled question 6).
    others = request.group.requests.filter(
        status=ApprovalStatus.GIVEN, answer__user=actor
    )
    if request.group.rule == ApprovalRule.ONE_PER_ORGANISATION:
        others = others.filter(organisation_id=request.organisation_id)
    if others.exists():
        raise AnsweredBeforeError(
            f"You have approved in the group {request.group.name} already, and nobody"
            " counts twice in one group. Somebody else must approve for"
            f" {request.user.name}."
        )


def _answer(
    request: ApprovalRequest,
    authority: Authority,
    actor: User,
    now: dt.datetime,
    status: ApprovalStatus,
    reason: str = "",
) -> Approval:
    if authority.delegation is None:
        raise ValueError("An approval needs a delegation behind it.")
    require_approval_move(request.status, status)
    asked = request.group.round
    answer: Approval = Approval.objects.create(
        request=request,
        version_id=asked.version_id,
        organisation=request.organisation,
        user=actor,
        name=actor.name,
        capacity=capacity_of(authority),
        delegation=authority.delegation,
        deputy=authority.deputy,
        content_hash=asked.content_hash,
        answer=status,
        reason=reason[:500],
        answered_at=now,
    )
    request.status = status
    request.ended_at = now
    request.save()
    return answer


def _tell_refused(
    record: Record, request: ApprovalRequest, version: Version, concerned: list[User]
) -> None:
    collaborative = version.agreement.collaborative
    people = [
        *concerned,
        *telling.governance_leads(record, version=version),
        *chairs_of(collaborative, london_day(record.at)),
    ]
    name = getattr(record.by, "name", "")
    telling.tell(
        record,
        people=[user for user in people if user.uid != record.actor_uid],
        version=version,
        kind=telling.KIND_APPROVAL,
        subject=f"Refused: {request.organisation} does not approve {version}"[:200],
        words=(
            f"{name} refused to approve {version} for {request.organisation}."
            f" The reason given: {record.reason}\n\nIt is a draft again, and no"
            " approval given before counts any more."
        ),
    )
