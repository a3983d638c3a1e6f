"""Asking again, the same person or another: after leaving, declining or running out."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import Capacity, RequestStatus
from agreements.models import SignatureRequest, Version
from agreements.rules.requests import last_day_of
from agreements.selectors.bodies import body_acted_for
from agreements.services import telling
from agreements.services.asking import (
    Asked,
    PartyLacksSignatoryError,
    Whom,
    asked_of,
    new_request,
    tell_asked,
    what_is_lacking,
)
from agreements.services.giving import AlreadySignedError, NotOutForSignatureError
from agreements.services.locking import lock_version
from agreements.services.requests import close_request
from agreements.services.sending_out import require_days_in_order
from audit.door import Record, act
from collab.models import Organisation


def replace_signatory(
    *,
    version_id: int,
    organisation_id: int,
    user_id: Whom,
    due_on: dt.date,
    actor: User,
    now: dt.datetime,
    expires_on: dt.date | None = None,
    capacity: Capacity | str = Capacity.ANY,
) -> SignatureRequest:
    """
    Ask again, the same person or another of the body; the first request stays on record.

    ``user_id`` may be ``Outside`` or ``ON_PAPER`` too (agreements/services/asking.py).
    The new request is an occasion of its own: reminders begin anew. Without
    ``expires_on`` it runs out a grace after ``due_on`` (agreements/rules/requests.py).

    :raises NotOutForSignatureError: if this body's signature is not asked for
    :raises AlreadySignedError: if the body has signed
    :raises PartyLacksSignatoryError: if the new person may not sign
    :raises NotReadyToSendOutError: if the days lie behind, or out of order
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.signatory.replaced", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        old = _open_request(version, organisation_id, capacity)
        require_days_in_order(record, due_on=due_on, expires_on=expires_on)
        asked = _who_may(record, version, old, user_id)
        close_request(record, request=old, status=RequestStatus.REPLACED)
        new = new_request(
            record,
            version=version,
            asked=asked,
            days=(due_on, last_day_of(due_on, expires_on)),
        )
        record.about(new, old, version)
        tell_asked(record, request=new)
        return new


def _who_may(
    record: Record, version: Version, old: SignatureRequest, whom: Whom
) -> Asked:
    asked = asked_of(
        record, version=version, party=old.party, capacity=old.capacity, whom=whom
    )
    lacking = what_is_lacking(record, version=version, asked=asked)
    lacking = lacking or _filling_both(version, old, asked.person)
    if lacking:
        raise PartyLacksSignatoryError([lacking])
    return asked


def _open_request(
    version: Version, organisation_id: int, capacity: str
) -> SignatureRequest:
    if not version.is_out_for_signature:
        raise NotOutForSignatureError(f"{version} is not out for signature.")
    request: SignatureRequest | None = (
        version.requests.of_this_round(version)
        .select_for_update(of=("self",))
        .select_related("party__organisation")
        .filter(party__organisation_id=organisation_id, capacity=capacity)
        .order_by("-pk")
        .first()
    )
    if request is None:
        raise NotOutForSignatureError("This body's signature is not asked for.")
    if request.status == RequestStatus.SIGNED:
        raise AlreadySignedError(
            f"{request.party.organisation} has already signed {version}."
        )
    return request


def _filling_both(version: Version, old: SignatureRequest, person: User | None) -> str:
    others = version.requests.of_this_round(version).filter(
        party=old.party,
        signatory=person,
        status__in=[RequestStatus.ASKED, RequestStatus.SIGNED],
    )
    if person is not None and others.exclude(capacity=old.capacity).exists():
        return (
            f"{person.name} signs for {old.party.organisation} in the other capacity."
            " Two people must sign."
        )
    return ""


def note_leaver(
    record: Record,
    user: User,
    organisation: Organisation | None,
    at: dt.datetime,
) -> None:
    """Tell the governance leads that somebody who was asked to sign is leaving."""
    requests = SignatureRequest.objects.filter(
        signatory=user, status=RequestStatus.ASKED
    ).select_related("version__agreement__collaborative", "party__organisation")
    if organisation is not None:
        requests = requests.filter(party__organisation=organisation)
    for request in requests.order_by("pk"):
        version = request.version
        telling.tell(
            record,
            people=[
                lead
                for lead in telling.governance_leads(record, version=version)
                if lead.pk != user.pk
            ],
            version=version,
            kind=telling.KIND_SIGNATURE,
            subject=f"Name another signatory for {request.party.organisation}"[:200],
            words=(
                f"{user.name} was asked to sign {version} for"
                f" {request.party.organisation} and has left."
                " Name somebody else on the version's page."
            ),
        )
