"""What every signature has in common, however it is given."""

from dataclasses import replace
from typing import Any

from agreements.enums import RequestStatus
from agreements.models import SignatureRequest, SignOff, Version
from agreements.rules.content import fingerprint_of
from agreements.rules.signing_plan import is_complete, places
from agreements.selectors.content import content_of, live_content_of
from agreements.services.completing import complete
from agreements.services.locking import require_going_on
from agreements.services.requests import close_request
from agreements.transitions import IllegalMoveError
from audit.door import Record
from collab.rules.periods import london_day
from ui.formats import date


class NotOutForSignatureError(IllegalMoveError):
    """The version is not waiting for signatures, or not for this body's any more."""


class RequestRanOutError(NotOutForSignatureError):
    """The last day to sign has passed; somebody must ask again."""


class AlreadySignedError(ValueError):
    """The body has signed this version."""


class OtherContentError(ValueError):
    """What the person saw is not what is out for signature."""


def require_not_over(record: Record, *, request: SignatureRequest) -> None:
    """
    Check that the last day of a request has not passed.

    :raises RequestRanOutError: if it has, whether or not the sweep has noted it
    """
    if london_day(record.at) > request.last_day:
        raise RequestRanOutError(
            f"It could be signed until {date(request.last_day)}."
            " Ask whoever sent it out to ask you again."
        )


def require_same_content(record: Record, *, version: Version, fingerprint: str) -> None:
    """
    Check that what was read is what is out for signature, and still says the same.

    :raises OtherContentError: if not
    """
    frozen = content_of(version)
    live = live_content_of(version)
    if not (
        fingerprint == version.content_hash == fingerprint_of(version.content)
        # Names of parties are as they were when it was sent out.
        and replace(frozen, parties=()) == replace(live, parties=())
    ):
        raise OtherContentError(
            "The text you saw is not the text that is out for signature."
            " Read it again before you sign."
        )


def give(
    record: Record,
    *,
    request: SignatureRequest,
    resting_on: dict[str, Any],
    allowed_by: Any = None,
    seen_from: tuple[str, str] = ("", ""),
) -> SignOff:
    """
    Keep one signature; the last one that is needed brings the version into force.

    ``resting_on`` says by whom and by what authority, ``seen_from`` the address and
    the browser, ``allowed_by`` the row that allowed it. The caller holds the version and the request, and has asked whether.

    :raises IllegalMoveError: if the request is not open
    """
    version = request.version
    require_going_on(record, agreement=version.agreement)
    address, agent = seen_from
    close_request(record, request=request, status=RequestStatus.SIGNED)
    sign_off: SignOff = SignOff.objects.create(
        request=request,
        version=version,
        organisation=request.party.organisation,
        content_hash=version.content_hash,
        signed_at=record.at,
        address=address[:60],
        agent=agent[:300],
        **resting_on,
    )
    record.about(version, sign_off, allowed_by=allowed_by)
    if _everyone_has_signed(version):
        complete(record, version=version, now=record.at)
    return sign_off


def _everyone_has_signed(version: Version) -> bool:
    wanted = places(
        (party.organisation, party.signing) for party in content_of(version).parties
    )
    signed = version.sign_offs.standing().filter(content_hash=version.content_hash)
    return is_complete(
        wanted, signed.values_list("organisation__uid", "request__capacity")
    )
