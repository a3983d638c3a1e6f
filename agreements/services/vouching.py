"""Saying by whose authority somebody without an account may sign (docs/adr/0011)."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from agreements import policies
from agreements.enums import Capacity
from agreements.models import OutsideSignatory, Version
from agreements.models.versions import OPEN_STATUSES
from agreements.policies import second_word
from agreements.selectors.addresses import outside_address
from agreements.selectors.bodies import body_acted_for
from agreements.selectors.content import parties_of
from agreements.services import telling
from agreements.services.links import revoke_links
from agreements.services.locking import lock_version
from agreements.services.parties import NotAPartyError
from agreements.transitions import IllegalMoveError
from audit.door import Record, act
from audit.models import StaleRowError
from collab.grants import leads, rights_of
from collab.models import Document


class HasAnAccountError(ValueError):
    """The person has an account: they sign with it, by a delegation."""


class NoSuchDocumentError(ValueError):
    """The document is not one that the person can see."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """Who may sign, as what, and where that is written."""

    name: str
    email: str
    post: str
    source: str
    document_id: int
    limit_pence: int | None = None
    capacity: Capacity | str = Capacity.ANY


def name_outside_signatory(
    *,
    version_id: int,
    organisation_id: int,
    named: Named,
    actor: User,
    now: dt.datetime,
) -> OutsideSignatory:
    """
    Name somebody without an account who may sign one version for one party.

    It counts once two people have given their word. Whoever names gives the first
    word where they are one of those who may.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises IllegalMoveError: if the version can no longer be signed
    :raises NotAPartyError: if the body is not a party to it
    :raises HasAnAccountError: if somebody with this address has an open account
    :raises NoSuchDocumentError: if the document is not one they can see
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.outside_signatory.named", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        if version.status not in OPEN_STATUSES:
            raise IllegalMoveError(f"{version} can no longer be signed.")
        outside = OutsideSignatory(
            version=version,
            party=next(
                (
                    party
                    for party in parties_of(version)
                    if party.organisation_id == organisation_id
                ),
                None,
            ),
            **_written(named, actor, now),
            named_by=actor,
            named_at=now,
        )
        if outside.party_id is None:
            raise NotAPartyError("This organisation is not a party to this version.")
        if second_word.may_vouch(user=actor, outside=outside, at=now):
            outside.first_word_by, outside.first_word_at = actor, now
        outside.save()
        record.about(outside, version)
        _tell_who_confirms(record, outside, actor)
        return outside


def _written(named: Named, actor: User, now: dt.datetime) -> dict[str, object]:
    email = named.email.strip().lower()
    if User.objects.filter(email__iexact=email, is_active=True).exists():
        raise HasAnAccountError(
            "Somebody with this address has an account. They sign with it, by a"
            " delegation of their organisation."
        )
    document = (
        Document.objects.visible_to(rights_of(actor, now))
        .filter(pk=named.document_id)
        .first()
    )
    if document is None:
        raise NoSuchDocumentError("Add the document that gives the authority.")
    return {
        "name": " ".join(named.name.split()),
        "email": email,
        "post": named.post.strip(),
        "source": named.source.strip(),
        "document": document,
        "limit_pence": named.limit_pence,
        "capacity": Capacity(named.capacity),
    }


def confirm_outside_signatory(
    *, outside_id: int, revision: int, actor: User, now: dt.datetime
) -> OutsideSignatory:
    """
    Give one of the two words that somebody may sign; two different people must.

    :raises MayNotVouchError: if the person is not one of those who may
    :raises StaleRowError: if it is not as the person read it
    :raises IllegalMoveError: if both words stand, or it was ended
    """
    with act("agreements.outside_signatory.confirmed", by=actor, at=now) as record:
        outside = _hold(record, outside_id)
        second_word.require_may_vouch(user=actor, outside=outside, at=now)
        if outside.revision != revision:
            raise StaleRowError("This changed after you read it. Read it again.")
        if outside.ended_at is not None or outside.second_word_by_id is not None:
            raise IllegalMoveError("This does not wait for anybody's word any more.")
        if outside.first_word_by_id is None:
            outside.first_word_by, outside.first_word_at = actor, now
        else:
            outside.second_word_by, outside.second_word_at = actor, now
        outside.save()
        record.for_organisation = outside.party.organisation.named()
        record.about(outside)
        if outside.is_vouched_for:
            _tell_confirmed(record, outside)
        return outside


def end_outside_signatory(
    *, outside_id: int, reason: str, actor: User, now: dt.datetime
) -> OutsideSignatory:
    """
    Say that somebody may no longer sign; a link they were sent dies.

    :raises ReasonNeededError: without a reason
    :raises MayNotVouchError: if the person neither governs nor may vouch
    :raises IllegalMoveError: if it was ended already
    """
    with act(
        "agreements.outside_signatory.ended", by=actor, at=now, reason=reason
    ) as record:
        outside = _hold(record, outside_id)
        second_word.require_may_end_vouching(user=actor, outside=outside, at=now)
        if outside.ended_at is not None:
            raise IllegalMoveError("This was ended already.")
        outside.ended_by, outside.ended_at = actor, now
        outside.ended_because = record.reason[:300]
        outside.save()
        record.about(outside)
        for request in outside.requests.order_by("pk"):
            revoke_links(record, request=request)
        return outside


def _hold(record: Record, outside_id: int) -> OutsideSignatory:
    version_id = OutsideSignatory.objects.values_list("version_id", flat=True).get(
        pk=outside_id
    )
    version = lock_version(record, version_id=version_id)
    outside: OutsideSignatory = (
        OutsideSignatory.objects.select_for_update(of=("self",))
        .select_related("party__organisation", "named_by")
        .get(pk=outside_id)
    )
    outside.version = version
    return outside


def _tell_who_confirms(record: Record, outside: OutsideSignatory, actor: User) -> None:
    version, organisation = outside.version, outside.party.organisation
    people = leads(organisation=organisation, at=record.at)
    people = people or telling.governance_leads(record, version=version)
    telling.tell(
        record,
        people=[person for person in people if person.pk != actor.pk],
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"Confirm who signs for {organisation}"[:200],
        words=(
            f"{actor.name} named {outside.name}, {outside.post}, who has no account, to"
            f" sign {version} for {organisation}. Two people confirm it, having read"
            " the document that gives the authority."
        ),
        link=outside_address(outside),
    )


def _tell_confirmed(record: Record, outside: OutsideSignatory) -> None:
    version, organisation = outside.version, outside.party.organisation
    telling.tell(
        record,
        people=telling.governance_leads(record, version=version),
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"Confirmed: {outside.post} may sign for {organisation}"[:200],
        words=(
            f"Two people confirmed that {outside.name}, {outside.post}, may sign"
            f" {version} for {organisation}. You can choose them when you send it out,"
            " or ask them on the version's page."
        ),
        link=outside_address(outside),
    )
