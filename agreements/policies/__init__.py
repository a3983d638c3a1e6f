"""Who may write, send out, sign and decline; authority to sign is never a permission."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from agreements.enums import Capacity
from agreements.models import (
    Agreement,
    ApprovalRequest,
    OutsideRecord,
    SignatureRequest,
    Version,
)
from agreements.selectors.authors import authors_of
from audit.door import RecordedRefusalError
from collab.enums import Power
from collab.grants import held, rights_of
from collab.models import Organisation
from collab.selectors.authority import (
    Authority,
    delegation_for,
    deputies_of,
    who_may,
)


class NotGovernanceLeadError(PermissionDenied):
    """The person does not govern the collaborative."""


class NotAMemberOfTheCollaborativeError(PermissionDenied):
    """The person takes no part in the collaborative."""


class NotASignatoryError(RecordedRefusalError):
    """No delegation in effect lets the person sign for that body; kept in the record."""

    verb = "agreements.signature.refused"


class NotAnApproverError(RecordedRefusalError):
    """The person may not approve this text for that body; kept in the record."""

    verb = "agreements.approval.withheld"


class AuthorCannotApproveError(NotAnApproverError):
    """The person wrote the text, or is deputised for by who did (settled 5)."""


class NotAskedToSignError(PermissionDenied):
    """Only who was asked to sign, or could sign, may decline."""


class NotToWithdrawError(PermissionDenied):
    """Only whoever binds a party, or a governance lead, withdraws it."""


class NotTheCheckerError(PermissionDenied):
    """Whoever recorded an agreement cannot check the record themselves."""


def can_govern(*, user: Any, collaborative_id: int, at: dt.datetime) -> bool:
    """Say whether the person may write agreements and send them out."""
    return held(user=user, codename="govern", collaborative_id=collaborative_id, at=at)


def require_can_govern(*, user: Any, collaborative_id: int, at: dt.datetime) -> None:
    """
    Check that the person may write agreements and send them out.

    :raises NotGovernanceLeadError: if not
    """
    if not can_govern(user=user, collaborative_id=collaborative_id, at=at):
        raise NotGovernanceLeadError(
            "Only a governance lead of this collaborative may do this."
        )


def can_take_part(*, user: Any, collaborative_id: int, at: dt.datetime) -> bool:
    """Say whether the person may log decisions and read what partners share."""
    return held(
        user=user, codename="take_part", collaborative_id=collaborative_id, at=at
    )


def authority_to_sign(
    *,
    user: User,
    version: Version,
    organisation_id: int,
    at: dt.datetime,
    capacity: str = Capacity.ANY,
) -> Authority:
    """Find the delegation by which a person may sign, or what is lacking in words."""
    return delegation_for(
        user=user,
        organisation_id=organisation_id,
        power=Power.SIGN_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
        capacity=capacity,
    )


def require_can_sign_off(
    *,
    user: User,
    version: Version,
    organisation: Organisation,
    at: dt.datetime,
    capacity: str = Capacity.ANY,
) -> Authority:
    """
    Check that the person may sign a version for a body at a moment.

    Nobody is exempt: authority to sign is a fact about the body, not the account.

    :raises NotASignatoryError: if not; the refusal is recorded
    """
    person = User.objects.get(pk=user.pk)
    if not version.agreement.parties.filter(
        organisation=organisation, left_on=None
    ).exists():
        raise NotASignatoryError(
            f"{organisation} is not a party to {version}.", about=version
        )
    found = authority_to_sign(
        user=person,
        version=version,
        organisation_id=organisation.pk,
        at=at,
        capacity=capacity,
    )
    if not found.allows:
        raise NotASignatoryError(
            f"You cannot sign for {organisation}. {found.sentence}"
            f" An organisation lead of {organisation} can record what is missing.",
            about=version,
        )
    return found


def can_sign_off(
    *, user: User, version: Version, organisation: Organisation, at: dt.datetime
) -> bool:
    """Say whether the person may sign a version for a body at a moment."""
    try:
        require_can_sign_off(
            user=user, version=version, organisation=organisation, at=at
        )
    except NotASignatoryError:
        return False
    return True


def who_can_sign_off(
    *, version: Version, organisation_id: int, at: dt.datetime
) -> list[User]:
    """List the people who may sign a version for a body at a moment, by name."""
    return who_may(
        organisation_id=organisation_id,
        power=Power.SIGN_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
    )


def require_can_decline(
    *, user: User, version: Version, asked: SignatureRequest, at: dt.datetime
) -> Authority:
    """
    Check that the person was asked to sign, or could sign in their place.

    :raises NotAskedToSignError: if neither
    """
    found = authority_to_sign(
        user=user,
        version=version,
        organisation_id=asked.party.organisation_id,
        at=at,
        capacity=asked.capacity,
    )
    if not (found.allows or (asked.signatory_id == user.pk and user.is_active)):
        raise NotAskedToSignError(
            f"You were not asked to sign for {asked.party.organisation}."
        )
    return found


def require_can_withdraw_party(
    *, user: User, version: Version, organisation: Organisation, at: dt.datetime
) -> Authority:
    """
    Check that the person may withdraw a party; gives the delegation where it is one.

    A governance lead may on a document of the party, which the service asks for.

    :raises NotToWithdrawError: if neither
    """
    person = User.objects.get(pk=user.pk)
    found = authority_to_sign(
        user=person, version=version, organisation_id=organisation.pk, at=at
    )
    if found.allows or can_govern(
        user=person, collaborative_id=version.agreement.collaborative_id, at=at
    ):
        return found
    raise NotToWithdrawError(
        f"Only somebody who can sign for {organisation}, or a governance lead with a"
        f" document of {organisation}, may withdraw it."
    )


def authority_to_approve(
    *, user: User, version: Version, organisation_id: int, at: dt.datetime
) -> Authority:
    """Find the delegation by which a person may approve, or what is lacking in words."""
    return delegation_for(
        user=user,
        organisation_id=organisation_id,
        power=Power.APPROVE_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
    )


def require_can_approve(
    *, user: User, version: Version, asked: ApprovalRequest, at: dt.datetime
) -> Authority:
    """
    Check that the person may answer a request for approval, or refuse it.

    That is whoever was asked, or their deputy, by a delegation in effect that covers
    the value; never an author of the text, and never in an author's place.

    :raises AuthorCannotApproveError: to authors and those they deputise for
    :raises NotAnApproverError: if not asked, or without authority
    """
    person = User.objects.get(pk=user.pk)
    organisation = asked.organisation
    authors = authors_of(version, at)
    for each in (person, asked.user):
        if words := authors.why_not(each):
            raise AuthorCannotApproveError(
                f"{'You' if each == person else each.name} cannot approve this text."
                f" {words}",
                about=version,
            )
    stand_ins = deputies_of(holder=asked.user, at=at, organisation_id=organisation.pk)
    if person.pk not in {asked.user_id, *(row.user_id for row in stand_ins)}:
        raise NotAnApproverError(
            f"You were not asked to approve {version} for {organisation}.",
            about=version,
        )
    found = authority_to_approve(
        user=person, version=version, organisation_id=organisation.pk, at=at
    )
    if not found.allows:
        raise NotAnApproverError(
            f"You cannot approve for {organisation}. {found.sentence}"
            f" An organisation lead of {organisation} can record what is missing.",
            about=version,
        )
    return found


def require_can_check(*, user: Any, outside: OutsideRecord, at: dt.datetime) -> None:
    """
    Check that the person may compare a record with the signed original.

    Anybody who takes part may, but for the person who recorded it.

    :raises NotTheCheckerError: if not
    """
    agreement = outside.version.agreement
    seen = Agreement.objects.visible_to(rights_of(user, at)).filter(pk=agreement.pk)
    takes_part = can_take_part(
        user=user, collaborative_id=agreement.collaborative_id, at=at
    )
    if not (takes_part and seen.exists()):
        raise NotTheCheckerError("You take no part in this collaborative.")
    if user.pk == outside.recorded_by_id:
        raise NotTheCheckerError("You recorded this, so a second person must check it.")


def can_check(*, user: Any, outside: OutsideRecord, at: dt.datetime) -> bool:
    """Say whether the person may compare a record with the signed original."""
    try:
        require_can_check(user=user, outside=outside, at=at)
    except NotTheCheckerError:
        return False
    return True
