"""Signing: one body's word on one text, by a delegation, by a person just checked."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.policies import require_fresh_authentication
from agreements import policies
from agreements.enums import Capacity, RequestStatus, SignatureMethod
from agreements.models import SignatureRequest, SignOff, Version
from agreements.services.giving import (
    AlreadySignedError,
    NotOutForSignatureError,
    give,
    require_not_over,
    require_same_content,
)
from agreements.services.locking import lock_version, require_going_on
from audit.door import Record, act
from collab.models import Organisation
from collab.selectors.authority import Authority


def sign_off_version(
    *,
    version_id: int,
    organisation_id: int,
    fingerprint: str,
    session: Mapping[str, Any],
    actor: User,
    now: dt.datetime,
    address: str = "",
    agent: str = "",
    capacity: Capacity | str = Capacity.ANY,
) -> SignOff:
    """
    Sign a version for one body; the last signature brings it into force.

    ``capacity`` says which of a party's signatures this is, where its plan asks for
    a clinical and a managerial one. One person never gives both.

    ``fingerprint`` is that of the text the person was shown; ``session`` holds the
    records of how they showed who they are.

    :raises NotASignatoryError: without a delegation in effect that covers it
    :raises StaleAuthenticationError: if identity was last checked over 5 minutes ago
    :raises NotOutForSignatureError: if this body's signature is not asked for
    :raises RequestRanOutError: after the last day of the request
    :raises AgreementOverError: if the agreement has ended, or notice is to end it
    :raises AlreadySignedError: if the body has signed, or this person for it
    :raises OtherContentError: if the text is not the one that was shown
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "agreements.version.signed_off",
        by=actor,
        for_organisation=organisation,
        at=now,
    ) as record:
        version = lock_version(record, version_id=version_id)
        authority = _authority_under_lock(version, organisation, actor, now, capacity)
        require_fresh_authentication(session, actor, now)
        require_going_on(record, agreement=version.agreement)
        request = _request_of(record, version, organisation, capacity)
        _require_another_person(request, actor)
        if request.method != SignatureMethod.RE_AUTHENTICATED:
            raise NotOutForSignatureError(
                f"{organisation} signs {version} in another way:"
                f" {request.get_method_display().lower()}."
            )
        require_same_content(record, version=version, fingerprint=fingerprint)
        return give(
            record,
            request=request,
            allowed_by=authority.delegation,
            resting_on={
                "method": SignatureMethod.RE_AUTHENTICATED,
                "signatory": actor,
                "signatory_name": actor.name,
                "capacity": capacity_of(authority),
                "delegation": authority.delegation,
                "deputy": authority.deputy,
            },
            seen_from=(address, agent),
        )


def _authority_under_lock(
    version: Version,
    organisation: Organisation,
    actor: User,
    now: dt.datetime,
    capacity: str,
) -> Authority:
    # Whoever ends a delegation holds the organisation, and so waits, or was first.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    return policies.require_can_sign_off(
        user=actor,
        version=version,
        organisation=organisation,
        at=now,
        capacity=capacity,
    )


def _request_of(
    record: Record, version: Version, organisation: Organisation, capacity: str
) -> SignatureRequest:
    requests = (
        version.requests.of_this_round(version)
        .select_for_update()
        .filter(party__organisation=organisation, capacity=capacity)
    )
    by_status = {request.status: request for request in requests.order_by("pk")}
    if RequestStatus.SIGNED in by_status:
        raise AlreadySignedError(f"{organisation} has already signed {version}.")
    asked = by_status.get(RequestStatus.ASKED)
    if not version.is_out_for_signature or asked is None:
        raise NotOutForSignatureError(
            f"{version} is {version.get_status_display().lower()}; no signature of"
            f" {organisation} is waited for."
        )
    require_not_over(record, request=asked)
    found: SignatureRequest = asked
    return found


def _require_another_person(request: SignatureRequest, actor: User) -> None:
    given = request.version.sign_offs.standing().filter(
        organisation=request.party.organisation, signatory=actor
    )
    if given.exists():
        raise AlreadySignedError(
            f"You have signed for {request.party.organisation} already. Its other"
            " signature must be another person's."
        )


def capacity_of(authority: Authority) -> str:
    """Say in what capacity somebody signs, as it is kept with the signature."""
    if authority.delegation is None:
        return ""
    capacity = str(authority.delegation.capacity)
    return f"Deputy for: {capacity}" if authority.deputy else capacity
