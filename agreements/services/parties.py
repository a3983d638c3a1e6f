"""Naming the bodies that a draft is written for."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import PartyRole
from agreements.models import Party, Version
from agreements.selectors.bodies import body_acted_for, members_of
from agreements.services.locking import lock_version, require_draft
from audit.door import act
from collab.models import Collaborative, Organisation


class NotAMemberError(ValueError):
    """Only members of the collaborative can be parties to its agreements."""


class NamedOtherwiseError(ValueError):
    """Somebody named the body for another part."""


class NotAPartyError(ValueError):
    """The organisation is not a party to this version."""


def name_party(
    *,
    version_id: int,
    organisation_id: int,
    role: PartyRole | str,
    actor: User,
    now: dt.datetime,
    is_new: bool = False,
) -> Party:
    """
    Write the draft for one more body; naming it again changes its part.

    ``is_new`` says that the person saw it as no party yet.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises NotAMemberError: if the body is no member of the collaborative
    :raises NamedOtherwiseError: if a new one was named for another part meanwhile
    """
    collaborative = _collaborative_of(version_id)
    body = body_acted_for(actor, collaborative, now)
    with act(
        "agreements.party.named", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=collaborative.pk, at=now
        )
        require_draft(record, version=version)
        organisation = Organisation.objects.get(pk=organisation_id)
        if organisation not in members_of(collaborative, now):
            raise NotAMemberError(
                f"{organisation} is not a member of {collaborative} today."
            )
        party = version.agreement.parties.filter(
            organisation=organisation, left_on=None
        ).first() or Party(agreement=version.agreement, organisation=organisation)
        if is_new:
            _require_not_otherwise(party, version, role)
        party.role = PartyRole(role)
        party.leaving_with = None
        party.save()
        record.about(party, version)
        return party


def _require_not_otherwise(
    party: Party, version: Version, role: PartyRole | str
) -> None:
    named = not party._state.adding and party.leaving_with_id != version.pk
    if named and party.role != PartyRole(role):
        raise NamedOtherwiseError(
            f"{party.organisation} was named meanwhile as"
            f" {party.get_role_display().lower()}. Take it out first to name it as"
            f" {PartyRole(role).label.lower()}."
        )


def remove_party(
    *, version_id: int, organisation_id: int, actor: User, now: dt.datetime
) -> None:
    """
    Write the draft without a body.

    A body that is bound by an earlier version stays bound until this one commences.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises NotAPartyError: if the body is not a party
    """
    collaborative = _collaborative_of(version_id)
    body = body_acted_for(actor, collaborative, now)
    with act(
        "agreements.party.removed", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=collaborative.pk, at=now
        )
        require_draft(record, version=version)
        party = (
            version.agreement.parties.filter(
                organisation_id=organisation_id, left_on=None
            )
            .exclude(leaving_with=version)
            .first()
        )
        if party is None:
            raise NotAPartyError("This organisation is not a party any more.")
        record.about(party, version)
        if party.joined_on is None and not _is_named_elsewhere(party):
            party.delete()
        else:
            party.leaving_with = version
            party.save()


def _is_named_elsewhere(party: Party) -> bool:
    """Say whether somebody was asked or named to sign for it: such a row must stay."""
    return bool(party.requests.exists() or party.outside_signatories.exists())


def _collaborative_of(version_id: int) -> Collaborative:
    version = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    collaborative: Collaborative = version.agreement.collaborative
    return collaborative
