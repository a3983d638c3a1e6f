"""Which organisations take part in a collaborative, and who holds its named roles."""

import datetime as dt

from accounts.models import User
from audit.door import Actor, act
from collab import grants
from collab.models import Collaborative, Membership, NamedRole, Organisation
from collab.policies.access import require_is_partner
from collab.policies.collaboratives import require_can_look_after
from collab.rules.periods import london_day
from collab.services.seat_ends import end_seats_of_member


class ClosedOrganisationError(ValueError):
    """The organisation does not exist on the day."""


class AlreadyMemberError(ValueError):
    """The organisation has that part at that time."""


class AlreadyEndedError(ValueError):
    """It ended before."""


class WrongEndError(ValueError):
    """It would end before it began."""


class AlreadyHeldError(ValueError):
    """Somebody holds the named role at that time."""


def start_membership(
    *,
    collaborative_id: int,
    organisation_id: int,
    role: str,
    joined_on: dt.date,
    source: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Membership:
    """
    Record that a body takes part from a day on, past or to come.

    :raises NotALeadHereError: for anybody but those who look after the collaborative
    :raises ClosedOrganisationError: if the body is closed, or not open yet, that day
    :raises AlreadyMemberError: if it has the same part at that time
    """
    with act("collab.membership.started", by=actor, at=now) as record:
        collaborative = _locked(collaborative_id)
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
        holding = require_can_look_after(
            actor=actor, collaborative=collaborative, at=now
        )
        _require_open(organisation, joined_on)
        _require_no_other_part(collaborative, organisation, role, joined_on)
        membership = Membership(
            collaborative=collaborative,
            organisation=organisation,
            role=role,
            joined_on=joined_on,
            source=source,
        )
        membership.save()
        record.about(membership, allowed_by=holding)
        record.related(organisation)
        return membership


def end_membership(
    *, membership_id: int, left_on: dt.date, actor: Actor, now: dt.datetime
) -> Membership:
    """
    Record the first day on which a body no longer has its part.

    Its seats in forums end with its last part. Once that day has come, roles that
    people held through the body end in the same act, unless they have a post at
    another member.

    :raises AlreadyEndedError: if its end has passed
    :raises WrongEndError: if it would end before it began
    """
    with act("collab.membership.ended", by=actor, at=now) as record:
        membership = (
            Membership.objects.select_for_update(of=("self",))
            .select_related("collaborative", "organisation")
            .get(pk=membership_id)
        )
        collaborative = membership.collaborative
        holding = require_can_look_after(
            actor=actor, collaborative=collaborative, at=now
        )
        today = london_day(now)
        if membership.left_on is not None and membership.left_on <= today:
            raise AlreadyEndedError("This part has ended already.")
        if left_on <= membership.joined_on:
            raise WrongEndError("A member must leave after the day on which it joined.")
        membership.left_on = left_on
        membership.save()
        record.about(membership, allowed_by=holding)
        end_seats_of_member(
            record=record,
            collaborative=collaborative,
            organisation=membership.organisation,
        )
        if left_on <= today:
            grants.take_roles_of_member(
                record=record,
                collaborative=collaborative,
                organisation=membership.organisation,
                at=now,
            )
        found: Membership = membership
        return found


def give_named_role(
    *,
    collaborative_id: int,
    user_id: int,
    role: str,
    starts_on: dt.date,
    actor: Actor,
    now: dt.datetime,
) -> NamedRole:
    """
    Name who is senior responsible officer, programme director or clinical lead.

    It gives no access and no authority.

    :raises NotAPartnerError: for somebody without a post at a member
    :raises AlreadyHeldError: if somebody holds it at that time
    """
    with act("collab.named_role.given", by=actor, at=now) as record:
        collaborative = _locked(collaborative_id)
        user = User.objects.get(pk=user_id)
        holding = require_can_look_after(
            actor=actor, collaborative=collaborative, at=now
        )
        require_is_partner(holder=user, collaborative=collaborative, at=now)
        _require_free(collaborative, role, starts_on)
        named = NamedRole(
            collaborative=collaborative, role=role, user=user, starts_on=starts_on
        )
        named.save()
        record.about(named, allowed_by=holding)
        return named


def end_named_role(
    *, named_role_id: int, ends_on: dt.date, actor: Actor, now: dt.datetime
) -> NamedRole:
    """
    Record the first day on which somebody no longer holds a named role.

    :raises AlreadyEndedError: if its end has passed
    :raises WrongEndError: if it would end before it began
    """
    with act("collab.named_role.ended", by=actor, at=now) as record:
        named: NamedRole = (
            NamedRole.objects.select_for_update(of=("self",))
            .select_related("collaborative")
            .get(pk=named_role_id)
        )
        holding = require_can_look_after(
            actor=actor, collaborative=named.collaborative, at=now
        )
        if named.ends_on is not None and named.ends_on <= london_day(now):
            raise AlreadyEndedError("This has ended already.")
        if ends_on <= named.starts_on:
            raise WrongEndError("It must end after the day on which it began.")
        named.ends_on = ends_on
        named.save()
        record.about(named, allowed_by=holding)
        return named


def _locked(collaborative_id: int) -> Collaborative:
    found: Collaborative = Collaborative.objects.select_for_update().get(
        pk=collaborative_id
    )
    return found


def _require_open(organisation: Organisation, day: dt.date) -> None:
    if organisation.closed_on is not None and organisation.closed_on <= day:
        raise ClosedOrganisationError(f"{organisation} is closed on that day.")
    if organisation.opened_on is not None and organisation.opened_on > day:
        raise ClosedOrganisationError(f"{organisation} had not opened on that day.")


def _require_no_other_part(
    collaborative: Collaborative, organisation: Organisation, role: str, day: dt.date
) -> None:
    parts = Membership.objects.filter(
        collaborative=collaborative, organisation=organisation, role=role
    )
    # An open part may begin later than this day: two would overlap from then on.
    if parts.filter(left_on=None).exists() or parts.filter(left_on__gt=day).exists():
        raise AlreadyMemberError(f"{organisation} already has that part at that time.")


def _require_free(collaborative: Collaborative, role: str, day: dt.date) -> None:
    held = NamedRole.objects.filter(collaborative=collaborative, role=role)
    if held.filter(ends_on=None).exists() or held.filter(ends_on__gt=day).exists():
        raise AlreadyHeldError(
            "Somebody holds this role at that time. Record when that ends first."
        )
