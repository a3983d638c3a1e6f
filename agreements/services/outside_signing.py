"""Signing and declining by a person without an account, with link and code."""

import datetime as dt

from agreements.enums import RequestStatus, SignatureMethod
from agreements.models import SignatureRequest, SigningLink, SignOff
from agreements.rules.link_codes import READ_FOR
from agreements.services import telling
from agreements.services.giving import (
    give,
    require_not_over,
    require_same_content,
)
from agreements.services.links import LinkOverError
from agreements.services.locking import lock_version
from agreements.services.requests import close_request
from audit.door import Record, RecordedRefusalError, act
from collab.models import Organisation
from ui.formats import pounds_short


class CodeTooOldError(ValueError):
    """The code was typed too long ago; another one is needed."""


class NotVouchedForError(RecordedRefusalError):
    """The authority of somebody without an account does not reach so far; kept."""

    verb = "agreements.signature.refused"


def sign_by_link(
    *,
    link_uid: str,
    opened_at: dt.datetime,
    fingerprint: str,
    now: dt.datetime,
    address: str = "",
    agent: str = "",
) -> SignOff:
    """
    Sign the one version that a link is for; the link is used up.

    ``opened_at`` is when the person typed the code in this session.

    :raises LinkOverError: if the link leads nowhere any more
    :raises CodeTooOldError: if the code was typed over half an hour ago
    :raises RequestRanOutError: after the last day of the request
    :raises NotVouchedForError: if nobody vouches for it, or not for this value
    :raises OtherContentError: if the text is not the one that was shown
    """
    link = _link(link_uid)
    with act(
        "agreements.version.signed_off",
        by=link.outside,
        for_organisation=link.request.party.organisation,
        at=now,
    ) as record:
        held = _hold(record, link, opened_at, now)
        request, outside = held.request, held.outside
        _require_authority(held)
        require_same_content(record, version=request.version, fingerprint=fingerprint)
        held.used_at = now
        held.save()
        signed = give(
            record,
            request=request,
            allowed_by=outside,
            resting_on={
                "method": SignatureMethod.LINK_AND_CODE,
                "outside": outside,
                "signatory_name": outside.name,
                "capacity": outside.post,
            },
            seen_from=(address, agent),
        )
        record.about(held)
        return signed


def decline_by_link(
    *, link_uid: str, opened_at: dt.datetime, reason: str, now: dt.datetime
) -> SignatureRequest:
    """
    Say no by a link; the reason reaches whoever asked, and the link is used up.

    :raises ReasonNeededError: without a reason
    :raises LinkOverError: if the link leads nowhere any more
    :raises CodeTooOldError: if the code was typed over half an hour ago
    :raises RequestRanOutError: after the last day of the request
    """
    link = _link(link_uid)
    with act(
        "agreements.signature.declined",
        by=link.outside,
        for_organisation=link.request.party.organisation,
        at=now,
        reason=reason,
    ) as record:
        held = _hold(record, link, opened_at, now)
        request = held.request
        held.used_at = now
        held.save()
        request.decline_reason = record.reason[:500]
        close_request(record, request=request, status=RequestStatus.DECLINED)
        record.about(request, request.version, held, allowed_by=held.outside)
        _tell(record, held)
        return request


def _link(link_uid: str) -> SigningLink:
    found: SigningLink | None = (
        SigningLink.objects.select_related("outside", "request__party__organisation")
        .filter(uid=link_uid)
        .first()
    )
    if found is None:
        raise LinkOverError
    return found


def _hold(
    record: Record, link: SigningLink, opened_at: dt.datetime, now: dt.datetime
) -> SigningLink:
    version = lock_version(record, version_id=link.request.version_id)
    Organisation.objects.select_for_update().get(pk=link.request.party.organisation_id)
    request: SignatureRequest = (
        version.requests.select_for_update(of=("self",))
        .select_related("party__organisation")
        .get(pk=link.request_id)
    )
    request.version = version
    held: SigningLink = (
        SigningLink.objects.select_for_update(of=("self",))
        .select_related("outside__first_word_by", "outside__second_word_by")
        .get(pk=link.pk)
    )
    held.request = request
    held.outside.version = version
    if request.status == RequestStatus.ASKED:
        require_not_over(record, request=request)
    if not held.is_good_at(now):
        raise LinkOverError
    if now > opened_at + READ_FOR:
        raise CodeTooOldError("Too much time has passed. Ask for another code.")
    return held


def _require_authority(link: SigningLink) -> None:
    outside, version = link.outside, link.request.version
    if not outside.covers(version.value_pence):
        raise NotVouchedForError(
            f"The authority goes up to {pounds_short(outside.limit_pence)};"
            f" this is worth {pounds_short(version.value_pence)}.",
            about=version,
        )


def _tell(record: Record, link: SigningLink) -> None:
    request = link.request
    organisation, version = request.party.organisation, request.version
    telling.tell(
        record,
        people=telling.governance_leads(record, version=version),
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"Declined: {organisation} will not sign {version}"[:200],
        words=(
            f"{link.outside.name} declined to sign {version} for {organisation}."
            f" The reason given: {record.reason} The version stays out for signature."
            " When you have talked, you can ask again on its page, or withdraw it."
        ),
    )
