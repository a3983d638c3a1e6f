"""Taking a version back, while it is written or while it is out for signature."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import RequestStatus, VersionStatus
from agreements.models import Version
from agreements.selectors.bodies import body_acted_for
from agreements.services import telling
from agreements.services.locking import lock_version
from agreements.transitions import REQUEST_MOVES, require_version_move
from audit.door import Record, act


def withdraw_version(
    *, version_id: int, reason: str, actor: User, now: dt.datetime
) -> Version:
    """
    Withdraw a version for a reason, and tell everyone who was asked to sign it.

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
        _tell(record, version, _close_requests(version, now), actor)
        return version


def _tell(record: Record, version: Version, asked: list[User], actor: User) -> None:
    telling.tell(
        record,
        people=asked,
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Withdrawn: {version.agreement}"[:200],
        words=(
            f"{version} was withdrawn by {actor.name} and need not be signed."
            f" The reason given: {record.reason}"
        ),
    )


def _close_requests(version: Version, now: dt.datetime) -> list[User]:
    people: list[User] = []
    requests = version.requests.select_for_update(of=("self",)).select_related(
        "signatory"
    )
    for request in requests.order_by("pk"):
        if request.status != RequestStatus.REPLACED:
            people.append(request.signatory)
        if RequestStatus.WITHDRAWN in REQUEST_MOVES[RequestStatus(request.status)]:
            request.status = RequestStatus.WITHDRAWN
            request.decided_at = now
            request.save()
    return people
