"""Declining to sign, with a reason that reaches whoever asked."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import Capacity, RequestStatus
from agreements.models import SignatureRequest, Version
from agreements.services import telling
from agreements.services.giving import (
    AlreadySignedError,
    NotOutForSignatureError,
    require_not_over,
)
from agreements.services.locking import lock_version
from agreements.services.requests import close_request
from audit.door import Record, act
from collab.models import Organisation


def decline_to_sign(
    *,
    version_id: int,
    organisation_id: int,
    reason: str,
    actor: User,
    now: dt.datetime,
    capacity: Capacity | str = Capacity.ANY,
) -> SignatureRequest:
    """
    Say no for one body. The version stays out for signature until it is withdrawn.

    :raises ReasonNeededError: without a reason
    :raises NotAskedToSignError: if the person was not asked and could not sign
    :raises NotOutForSignatureError: if this body's signature is not asked for
    :raises RequestRanOutError: after the last day of the request
    :raises AlreadySignedError: if the body has signed
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "agreements.signature.declined",
        by=actor,
        for_organisation=organisation,
        at=now,
        reason=reason,
    ) as record:
        version = lock_version(record, version_id=version_id)
        request = _request_of(version, organisation, capacity)
        found = policies.require_can_decline(
            user=actor, version=version, asked=request, at=now
        )
        _close(record, request)
        record.about(request, version, allowed_by=found.delegation)
        _tell(record, request, version, actor)
        return request


def _request_of(
    version: Version, organisation: Organisation, capacity: str
) -> SignatureRequest:
    request: SignatureRequest | None = (
        version.requests.of_this_round(version)
        .select_for_update()
        .filter(party__organisation=organisation, capacity=capacity)
        .order_by("-pk")
        .first()
    )
    if request is None or not version.is_out_for_signature:
        raise NotOutForSignatureError(f"No signature of {organisation} is waited for.")
    return request


def _close(record: Record, request: SignatureRequest) -> None:
    if request.status == RequestStatus.SIGNED:
        raise AlreadySignedError(
            f"{request.party.organisation} has already signed {request.version}."
        )
    if request.status == RequestStatus.ASKED:
        require_not_over(record, request=request)
    request.decline_reason = record.reason[:500]
    close_request(record, request=request, status=RequestStatus.DECLINED)


def _tell(
    record: Record, request: SignatureRequest, version: Version, actor: User
) -> None:
    organisation = request.party.organisation
    telling.tell(
        record,
        people=telling.governance_leads(record, version=version),
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"Declined: {organisation} will not sign {version}"[:200],
        words=(
            f"{actor.name} declined to sign {version} for {organisation}."
            f" The reason given: {record.reason} The version stays out for signature."
            " When you have talked, you can ask again on its page, or withdraw it."
        ),
    )
