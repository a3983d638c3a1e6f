"""Withdrawing a version, while it is written, approved or out for signature."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import RoundStatus, VersionStatus
from agreements.models import Version
from agreements.selectors.bodies import body_acted_for
from agreements.services import outdating, telling
from agreements.services.locking import lock_version
from agreements.services.requests import held_requests, withdraw_requests
from agreements.transitions import require_version_move
from audit.door import Record, act


def withdraw_version(
    *, version_id: int, reason: str, actor: User, now: dt.datetime
) -> Version:
    """
    Withdraw a version for a reason, and tell everyone who was asked to approve or sign.

    Signatures given stay on record; they bring nothing into force.

    :raises ReasonNeededError: without a reason
    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises IllegalMoveError: if every party has signed, or it was withdrawn before
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.version.withdrawn",
        by=actor,
        for_organisation=body,
        at=now,
        reason=reason,
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        require_version_move(version.status, VersionStatus.WITHDRAWN)
        version.status = VersionStatus.WITHDRAWN
        version.save()
        record.about(version)
        approvers = outdating.end_round(
            record, version=version, status=RoundStatus.OUTDATED
        )
        asked = withdraw_requests(
            record, requests=held_requests(record, version=version)
        )
        people = [who for who in [*asked, *approvers] if who.pk != actor.pk]
        _tell(record, version, people, actor)
        return version


def _tell(record: Record, version: Version, asked: list[User], actor: User) -> None:
    telling.tell(
        record,
        people=asked,
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Withdrawn: {version.agreement}"[:200],
        words=(
            f"{version} was withdrawn by {actor.name} and needs no approval or signature any more."
            f" The reason given: {record.reason}"
        ),
    )
