"""Who may give roles and audits, and who may hold them (settled questions 9 and 10)."""

import datetime as dt

from django.core.exceptions import PermissionDenied

from accounts.models import User
from audit.door import RecordedRefusalError
from collab import grants
from collab.models import Appointment, Collaborative, Engagement, Membership
from collab.policies.authority import NotAnAdministratorError, require_not_barred
from collab.rules.periods import london_day


class NotAGovernanceLeadError(PermissionDenied):
    """The person does not govern this collaborative."""


class OwnAccessError(RecordedRefusalError):
    """The person would give themselves access."""

    verb = "collab.authority.withheld"


class NotAPartnerError(ValueError):
    """The person has no post at a present member of the collaborative."""


def require_governs(
    *, user: User, collaborative: Collaborative, at: dt.datetime
) -> None:
    """
    Check that the person governs the collaborative, read anew.

    :raises NotAGovernanceLeadError: if not
    """
    rights = grants.fresh_rights(user, at)
    if not rights.may("govern", collaborative_id=collaborative.pk):
        raise NotAGovernanceLeadError(
            f"Only a governance lead of {collaborative} may do this."
        )


def require_can_give_role(
    *, user: User, collaborative: Collaborative, holder: User, at: dt.datetime
) -> None:
    """
    Check that a governance lead gives a role to somebody else.

    :raises NotAGovernanceLeadError: for anybody else
    :raises BarredError: within a day of a change of their sign-in by another
    :raises OwnAccessError: for themselves
    """
    require_governs(user=user, collaborative=collaborative, at=at)
    require_not_barred(user=user, at=at)
    if user.pk == holder.pk:
        raise OwnAccessError("Nobody gives themselves a role.", about=collaborative)


def require_can_take_role(
    *, user: User, collaborative: Collaborative, holder: User, at: dt.datetime
) -> None:
    """
    Check that a governance lead, or the holder, takes a role away.

    :raises NotAGovernanceLeadError: for anybody else
    """
    if user.pk != holder.pk:
        require_governs(user=user, collaborative=collaborative, at=at)


def require_is_partner(
    *, holder: User, collaborative: Collaborative, at: dt.datetime
) -> Appointment:
    """
    Give the post in effect at a present member that a role rests on.

    :raises NotAPartnerError: if there is none
    """
    members = (
        Membership.objects.in_effect_on(london_day(at))
        .filter(collaborative=collaborative)
        .values("organisation")
    )
    post: Appointment | None = (
        Appointment.objects.in_effect_at(at)
        .filter(user=holder, user__is_active=True, organisation__in=members)
        .order_by("pk")
        .first()
    )
    if post is None:
        raise NotAPartnerError(
            f"This person has no post at a member of {collaborative}."
        )
    return post


def require_can_engage(
    *, user: User, collaborative: Collaborative | None, auditor: User, at: dt.datetime
) -> None:
    """
    Check who engages an auditor.

    A governance lead does for one collaborative, an administrator for the
    installation, nobody for themselves.

    :raises NotAGovernanceLeadError: or
    :raises NotAnAdministratorError: for anybody else
    :raises OwnAccessError: for themselves
    """
    _require_scope(user, collaborative, at)
    require_not_barred(user=user, at=at)
    if user.pk == auditor.pk:
        raise OwnAccessError(
            "Nobody engages themselves as auditor.", about=collaborative or auditor
        )


def require_can_end_engagement(
    *, user: User, engagement: Engagement, at: dt.datetime
) -> None:
    """
    Check who ends an audit: whoever may give it, or the auditor.

    :raises NotAGovernanceLeadError: or
    :raises NotAnAdministratorError: for anybody else
    """
    if user.pk != engagement.user_id:
        _require_scope(user, engagement.collaborative, at)


def _require_scope(
    user: User, collaborative: Collaborative | None, at: dt.datetime
) -> None:
    if collaborative is not None:
        require_governs(user=user, collaborative=collaborative, at=at)
    elif not grants.is_administrator(user, at):
        raise NotAnAdministratorError(
            "Only an administrator engages auditors of the installation."
        )
