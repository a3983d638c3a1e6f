"""Who may write, send out, sign and decline; authority to sign is never a permission."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from agreements.models import SignatureRequest, Version
from audit.door import RecordedRefusalError
from collab.enums import Power
from collab.grants import held
from collab.models import Organisation
from collab.selectors.authority import Authority, delegation_for, who_may


class NotGovernanceLeadError(PermissionDenied):
    """The person does not govern the collaborative."""


class NotAMemberOfTheCollaborativeError(PermissionDenied):
    """The person takes no part in the collaborative."""


class NotASignatoryError(RecordedRefusalError):
    """No delegation in effect lets the person sign for that body; kept in the record."""

    verb = "agreements.signature.refused"


class NotAskedToSignError(PermissionDenied):
    """Only who was asked to sign, or could sign, may decline."""


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
    *, user: User, version: Version, organisation_id: int, at: dt.datetime
) -> Authority:
    """Find the delegation by which a person may sign, or what is lacking in words."""
    return delegation_for(
        user=user,
        organisation_id=organisation_id,
        power=Power.SIGN_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
    )


def require_can_sign_off(
    *, user: User, version: Version, organisation: Organisation, at: dt.datetime
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
        user=person, version=version, organisation_id=organisation.pk, at=at
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
    )
    if not (found.allows or (asked.signatory_id == user.pk and user.is_active)):
        raise NotAskedToSignError(
            f"You were not asked to sign for {asked.party.organisation}."
        )
    return found
