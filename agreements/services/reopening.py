"""A party withdraws before the last signature, and everything signed is reopened."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.models import Party, PartyWithdrawal, SignatureRequest, Version
from agreements.selectors.bodies import body_acted_for
from agreements.selectors.content import parties_of
from agreements.services import outdating, telling
from agreements.services.giving import NotOutForSignatureError
from agreements.services.locking import lock_version
from agreements.services.parties import NotAPartyError
from agreements.services.requests import held_requests, withdraw_requests
from audit.door import Record, act
from collab.grants import rights_of
from collab.models import Document, Organisation


class DocumentNeededError(ValueError):
    """A governance lead withdraws a party only on a document of that party."""


def withdraw_party(
    *,
    version_id: int,
    organisation_id: int,
    reason: str,
    actor: User,
    now: dt.datetime,
    document_id: int | None = None,
) -> PartyWithdrawal:
    """
    Withdraw a party before the last signature; the version is a draft again.

    Every signature given is marked as withdrawn and stays on record, and no approval
    counts any more. Whoever may sign
    for the party may do this; a governance lead only on a document of the party.

    :raises ReasonNeededError: without a reason
    :raises NotOutForSignatureError: if the version is not out for signature
    :raises NotAPartyError: if the body is not a party to it
    :raises NotToWithdrawError: if the person can neither sign for it nor governs
    :raises DocumentNeededError: if a governance lead names no document they can see
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "agreements.party.withdrawn",
        by=actor,
        for_organisation=_acting_for(actor, version_id, organisation, now),
        at=now,
        reason=reason,
    ) as record:
        version = lock_version(record, version_id=version_id)
        found = policies.require_can_withdraw_party(
            user=actor, version=version, organisation=organisation, at=now
        )
        if not version.is_out_for_signature:
            raise NotOutForSignatureError(
                f"{version} is {version.get_status_display().lower()}: a party can"
                " withdraw only while signatures are being gathered."
            )
        party = _party_of(version, organisation)
        document = None if found.allows else _document(actor, document_id, now)
        requests = held_requests(record, version=version)
        withdrawal: PartyWithdrawal = PartyWithdrawal.objects.create(
            version=version,
            party=party,
            reason=record.reason[:500],
            delegation=found.delegation,
            document=document,
            withdrawn_by=actor,
            withdrawn_at=now,
        )
        record.about(version, withdrawal, party, allowed_by=found.delegation)
        _tell(record, version, organisation, requests, actor)
        withdraw_requests(record, requests=requests)
        party.leaving_with = version
        party.save()
        outdating.let_change(record, version=version)
        return withdrawal


def _acting_for(
    actor: User, version_id: int, organisation: Organisation, now: dt.datetime
) -> Organisation | None:
    version = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    if not actor.is_active:
        return None
    found = policies.authority_to_sign(
        user=actor, version=version, organisation_id=organisation.pk, at=now
    )
    if found.allows:
        return organisation
    return body_acted_for(actor, version.agreement.collaborative, now)


def _party_of(version: Version, organisation: Organisation) -> Party:
    for party in parties_of(version):
        if party.organisation_id == organisation.pk:
            return party
    raise NotAPartyError("This organisation is not a party to this version.")


def _document(actor: User, document_id: int | None, now: dt.datetime) -> Document:
    document: Document | None = (
        Document.objects.visible_to(rights_of(actor, now)).filter(pk=document_id)
    ).first()
    if document is None:
        raise DocumentNeededError(
            "Add the document in which the organisation says that it withdraws."
        )
    return document


def _tell(
    record: Record,
    version: Version,
    organisation: Organisation,
    requests: list[SignatureRequest],
    actor: User,
) -> None:
    why = (
        f"{organisation} withdrew from {version}, recorded by {actor.name}."
        f" The reason given: {record.reason}"
    )
    given = [each.sign_off for each in requests if hasattr(each, "sign_off")]
    signed = [each.signatory for each in given if each.signatory]
    once = {person.pk for person in signed}
    asked = [
        each.signatory
        for each in requests
        if each.signatory and each.signatory_id not in once
    ]
    telling.tell(
        record,
        people=signed,
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Your signature does not count: {version.agreement}"[:200],
        words=(
            f"{why} Your signature stays on record and binds nobody. The version is a"
            " draft again; you are asked again when it is next sent out."
        ),
    )
    telling.tell(
        record,
        people=[
            person
            for person in [*asked, *telling.governance_leads(record, version=version)]
            if person.pk not in once
        ],
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"A party withdrew: {version.agreement}"[:200],
        words=(
            f"{why} Every signature given was withdrawn. The version is a draft again."
        ),
    )
