"""Asking somebody else to sign, when the first leaves, is away, or declined."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import RequestStatus
from agreements.models import SignatureRequest, Version
from agreements.selectors.bodies import body_acted_for
from agreements.services import telling
from agreements.services.locking import lock_version
from agreements.services.sending_out import (
    NotReadyToSendOutError,
    PartyLacksSignatoryError,
    ask_signatory,
    what_is_lacking,
)
from agreements.services.signing import AlreadySignedError, NotOutForSignatureError
from agreements.transitions import require_request_move
from audit.door import Record, act
from collab.models import Organisation
from collab.rules.periods import london_day


def replace_signatory(
    *,
    version_id: int,
    organisation_id: int,
    user_id: int,
    due_on: dt.date,
    actor: User,
    now: dt.datetime,
) -> SignatureRequest:
    """
    Ask another person of the same body to sign; the first request stays on record.

    :raises NotOutForSignatureError: if this body's signature is not asked for
    :raises AlreadySignedError: if the body has signed
    :raises PartyLacksSignatoryError: if the new person may not sign
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
        old = _open_request(version, organisation_id)
        person = _person_who_may(version, old, user_id, due_on, now)
        _replace(old, now)
        new: SignatureRequest = SignatureRequest.objects.create(
            version=version,
            party=old.party,
            signatory=person,
            asked_at=now,
            due_on=due_on,
        )
        record.about(new, old, version)
        ask_signatory(record, request=new, version=version)
        return new


def _person_who_may(
    version: Version,
    old: SignatureRequest,
    user_id: int,
    due_on: dt.date,
    now: dt.datetime,
) -> User:
    if due_on < london_day(now):
        raise NotReadyToSendOutError("The day to sign by must not be in the past.")
    person: User | None = User.objects.filter(pk=user_id).first()
    lacking = what_is_lacking(version=version, party=old.party, person=person, now=now)
    if lacking or person is None:
        raise PartyLacksSignatoryError([lacking])
    return person


def _replace(old: SignatureRequest, now: dt.datetime) -> None:
    require_request_move(old.status, RequestStatus.REPLACED)
    old.status = RequestStatus.REPLACED
    old.decided_at = now
    old.save()


def _open_request(version: Version, organisation_id: int) -> SignatureRequest:
    if not version.is_out_for_signature:
        raise NotOutForSignatureError(f"{version} is not out for signature.")
    request: SignatureRequest | None = (
        version.requests.select_for_update(of=("self",))
        .select_related("party__organisation")
        .filter(party__organisation_id=organisation_id)
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
