"""Requests for signature run out after their last day, each exactly once."""

import datetime as dt

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.services import telling
from agreements.services.locking import lock_version
from agreements.services.requests import close_request
from audit.door import Actor, Record, act
from collab.rules.periods import london_day
from ui.formats import date

PORTION = 200


class _NotOverError(Exception):
    """It was answered meanwhile, or another worker was first."""


def sweep_expiries(*, actor: Actor, now: dt.datetime) -> int:
    """
    Let every request run out whose last day has passed; gives how many.

    One act for each, decided under the lock: safe to run twice, by two workers at
    once, and while somebody signs.
    """
    due = (
        SignatureRequest.objects.over_on(london_day(now))
        .filter(version__status=VersionStatus.OUT_FOR_SIGNATURE)
        .order_by("pk")
        .values_list("pk", "version_id")
    )
    return sum(
        _expire(request_id, version_id, actor=actor, now=now)
        for request_id, version_id in list(due[:PORTION])
    )


def _expire(
    request_id: int, version_id: int, *, actor: Actor, now: dt.datetime
) -> bool:
    try:
        with act("agreements.signature.expired", by=actor, at=now) as record:
            version = lock_version(record, version_id=version_id)
            request = _still_over(version, request_id, now)
            request.version = version
            close_request(record, request=request, status=RequestStatus.EXPIRED)
            record.about(request, version)
            _tell(record, request)
    except _NotOverError:
        return False
    return True


def _still_over(
    version: Version, request_id: int, now: dt.datetime
) -> SignatureRequest:
    found: SignatureRequest | None = (
        SignatureRequest.objects.over_on(london_day(now))
        .select_for_update(of=("self",))
        .select_related("signatory", "outside", "party__organisation")
        .filter(pk=request_id)
        .first()
    )
    if found is None or not version.is_out_for_signature:
        raise _NotOverError
    return found


def _tell(record: Record, request: SignatureRequest) -> None:
    version, organisation = request.version, request.party.organisation
    telling.tell(
        record,
        people=[request.signatory] if request.signatory else [],
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"You can no longer sign {version.agreement}"[:200],
        words=(
            f"You were asked to sign {version} for {organisation} and had until"
            f" {date(request.last_day)}. Whoever sent it out can ask you again."
        ),
    )
    telling.tell(
        record,
        people=[
            lead
            for lead in telling.governance_leads(record, version=version)
            if lead.pk != request.signatory_id
        ],
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"Expired: the signature of {organisation} on {version}"[:200],
        words=(
            f"{request.asked_name} was asked to sign {version} for {organisation}"
            f" and had until {date(request.last_day)}. On the version's page you can"
            " ask again, the same person or somebody else."
        ),
    )
