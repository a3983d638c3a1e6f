"""Signing: one body's word on one text, by a delegation, by a person just checked."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.policies import require_fresh_authentication
from agreements import policies
from agreements.enums import RequestStatus, SignatureMethod
from agreements.models import SignatureRequest, SignOff, Version
from agreements.rules.content import fingerprint_of
from agreements.selectors.content import content_of, live_content_of
from agreements.services.coming_into_force import complete
from agreements.services.locking import lock_version
from agreements.transitions import IllegalMoveError, require_request_move
from audit.door import act
from collab.models import Organisation
from collab.selectors.authority import Authority


class NotOutForSignatureError(IllegalMoveError):
    """The version is not waiting for signatures, or not for this body's any more."""


class AlreadySignedError(ValueError):
    """The body has signed this version."""


class OtherContentError(ValueError):
    """What the person saw is not what is out for signature."""


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
) -> SignOff:
    """
    Sign a version for one body; the last signature brings it into force.

    ``fingerprint`` is that of the text the person was shown; ``session`` holds the
    records of how they showed who they are.

    :raises NotASignatoryError: without a delegation in effect that covers it
    :raises StaleAuthenticationError: if identity was last checked over 5 minutes ago
    :raises NotOutForSignatureError: if this body's signature is not asked for
    :raises AlreadySignedError: if the body has signed
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
        authority = _authority_under_lock(version, organisation, actor, now)
        require_fresh_authentication(session, actor, now)
        request = _request_of(version, organisation)
        _require_same_content(version, fingerprint)
        sign_off = _sign(request, authority, actor, now, address, agent)
        record.about(version, sign_off, allowed_by=authority.delegation)
        if _everyone_has_signed(version):
            complete(record, version=version, now=now)
        return sign_off


def _authority_under_lock(
    version: Version, organisation: Organisation, actor: User, now: dt.datetime
) -> Authority:
    # Whoever ends a delegation holds the organisation, and so waits, or was first.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    return policies.require_can_sign_off(
        user=actor, version=version, organisation=organisation, at=now
    )


def _request_of(version: Version, organisation: Organisation) -> SignatureRequest:
    requests = version.requests.select_for_update().filter(
        party__organisation=organisation
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
    found: SignatureRequest = asked
    return found


def _require_same_content(version: Version, fingerprint: str) -> None:
    frozen = content_of(version)
    live = live_content_of(version)
    if not (
        fingerprint == version.content_hash == fingerprint_of(version.content)
        and frozen.clauses == live.clauses
        and frozen.value_pence == live.value_pence
        and (frozen.commences_on, frozen.expires_on)
        == (live.commences_on, live.expires_on)
    ):
        raise OtherContentError(
            "The text you saw is not the text that is out for signature."
            " Read it again before you sign."
        )


def _sign(
    request: SignatureRequest,
    authority: Authority,
    actor: User,
    now: dt.datetime,
    address: str,
    agent: str,
) -> SignOff:
    require_request_move(request.status, RequestStatus.SIGNED)
    delegation = authority.delegation
    if delegation is None:
        raise ValueError("A signature needs a delegation behind it.")
    version = request.version
    sign_off: SignOff = SignOff.objects.create(
        request=request,
        version=version,
        organisation=request.party.organisation,
        signatory=actor,
        signatory_name=actor.name,
        capacity=capacity_of(authority),
        delegation=delegation,
        deputy=authority.deputy,
        content_hash=version.content_hash,
        method=SignatureMethod.RE_AUTHENTICATED,
        signed_at=now,
        address=address[:60],
        agent=agent[:300],
    )
    request.status = RequestStatus.SIGNED
    request.decided_at = now
    request.save()
    return sign_off


def capacity_of(authority: Authority) -> str:
    """Say in what capacity somebody signs, as it is kept with the signature."""
    if authority.delegation is None:
        return ""
    capacity = str(authority.delegation.capacity)
    return f"Deputy for: {capacity}" if authority.deputy else capacity


def _everyone_has_signed(version: Version) -> bool:
    wanted = {party.organisation for party in content_of(version).parties}
    signed = version.sign_offs.filter(content_hash=version.content_hash)
    return wanted <= set(signed.values_list("organisation__uid", flat=True))
