"""Asking for approval of one exact text, under the agreement's plan."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import VersionStatus
from agreements.models import ApprovalRequest, ApprovalRound, RoundGroup, Version
from agreements.selectors.approving import PlannedGroup, who_can_be_asked
from agreements.selectors.bodies import body_acted_for
from agreements.selectors.content import live_content_of, parties_of
from agreements.services.locking import lock_version
from agreements.services.rounds import go_on
from agreements.services.sending_out import require_whole
from agreements.transitions import require_version_move
from audit.door import act


class NobodyToAskError(ValueError):
    """The plan names nobody, so that there is no approval to ask for."""


class GroupCannotApproveError(ValueError):
    """A group has too few people who may approve; ``lacking`` says of each what to do."""

    def __init__(self, lacking: list[str]) -> None:
        super().__init__(" ".join(lacking))
        self.lacking = lacking


def ask_for_approval(
    *, version_id: int, actor: User, now: dt.datetime
) -> ApprovalRound:
    """
    Freeze the text asked about, and ask the first group of the plan.

    Authors, and whoever has no authority today, are left out where their group can
    approve without them.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises IllegalMoveError: if the version is not a draft
    :raises NotReadyToSendOutError: if clauses, parties or dates are missing
    :raises NobodyToAskError: if the plan names nobody
    :raises GroupCannotApproveError: if a group could never approve
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.approval.asked", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        require_version_move(version.status, VersionStatus.IN_REVIEW)
        require_whole(record, version=version, parties=parties_of(version))
        planned = who_can_be_asked(version, now)
        _require_can_complete(planned)
        asked = _freeze(version, actor, now)
        for position, group in enumerate(planned, start=1):
            _plan(asked, group, position)
        record.about(version, asked)
        go_on(record, asked=asked, version=version)
        return asked


def _require_can_complete(planned: list[PlannedGroup]) -> None:
    if not planned:
        raise NobodyToAskError(
            "The approval plan names nobody, so there is nobody to ask."
        )
    lacking = [_what_a_group_lacks(each) for each in planned if not each.can_complete]
    if lacking:
        raise GroupCannotApproveError(lacking)


def _what_a_group_lacks(planned: PlannedGroup) -> str:
    if not planned.seats:
        return f"{planned.group.name}: name at least one approver, or take it out."
    wrong = " ".join(
        f"{seat.approver.user.name}: {seat.lacking}"
        for seat in planned.seats
        if seat.lacking
    )
    few = f"{planned.group.name}: too few of those named can approve."
    return f"{few} {wrong} Name somebody else in the approval plan.".replace("  ", " ")


def _freeze(version: Version, actor: User, now: dt.datetime) -> ApprovalRound:
    content = live_content_of(version)
    version.content = content.text()
    version.content_hash = content.fingerprint()
    version.status = VersionStatus.IN_REVIEW
    version.save()
    asked: ApprovalRound = ApprovalRound.objects.create(
        version=version,
        content_hash=version.content_hash,
        asked_by=actor,
        asked_at=now,
    )
    return asked


def _plan(asked: ApprovalRound, planned: PlannedGroup, position: int) -> None:
    group = planned.group
    row = RoundGroup.objects.create(
        round=asked,
        position=position,
        name=group.name,
        rule=group.rule,
        needed=group.needed,
        due_in_days=group.due_in_days,
    )
    for approver in planned.able:
        ApprovalRequest.objects.create(
            group=row,
            user=approver.user,
            organisation=approver.organisation,
            capacity=approver.capacity,
        )
