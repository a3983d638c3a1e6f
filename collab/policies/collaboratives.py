"""Who may set up a collaborative and look after it."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from accounts.models import RoleHolding, User
from audit.door import SystemActor
from collab import grants
from collab.models import Appointment, Collaborative, Membership
from collab.policies.organisations import require_administrator
from collab.rules.periods import london_day
from collab.rules.rights import Rights


class NotALeadHereError(PermissionDenied):
    """The person neither governs the collaborative nor may set it up."""


class OwnLeadershipError(PermissionDenied):
    """The administrator would name themselves."""


def governs_somebody(*, collaborative: Collaborative, at: dt.datetime) -> bool:
    """Say whether anybody governs the collaborative at a moment."""
    return any(
        grants.fresh_rights(user, at).may("govern", collaborative_id=collaborative.pk)
        for user in grants.holders(role=Role.GOVERNANCE_LEAD, on=collaborative, at=at)
    )


def require_can_look_after(
    *, actor: Any, collaborative: Collaborative, at: dt.datetime
) -> RoleHolding | None:
    """
    Check who changes a collaborative, its members and named roles.

    Its governance leads do; an administrator while it has none. Gives the role that
    says so.

    :raises NotALeadHereError: for anybody else
    """
    if isinstance(actor, SystemActor):
        return None
    rights = grants.fresh_rights(actor, at)
    if rights.may("govern", collaborative_id=collaborative.pk):
        name = f"{collaborative.slug}/{Role.GOVERNANCE_LEAD.value}"
        found: RoleHolding | None = (
            RoleHolding.objects.in_effect_at(at)
            .filter(user=actor, group__name=name)
            .first()
        )
        return found
    if why := why_not_look_after(
        rights=rights, collaborative=collaborative, at=at, governs=False
    ):
        raise NotALeadHereError(why)
    return require_administrator(actor=actor, at=at)


def why_not_look_after(
    *,
    rights: Rights,
    collaborative: Collaborative,
    at: dt.datetime,
    governs: bool | None = None,
) -> str:
    """Say why a person may not change a collaborative; nothing if they may."""
    if governs is None:
        governs = rights.may("govern", collaborative_id=collaborative.pk)
    if governs:
        return ""
    if not rights.administers_installation:
        return f"Only a governance lead of {collaborative} may change this."
    if governs_somebody(collaborative=collaborative, at=at):
        return f"{collaborative} has a governance lead, who looks after it now."
    return ""


def require_can_name_first_lead(
    *, actor: Any, collaborative: Collaborative, lead: User, at: dt.datetime
) -> RoleHolding | None:
    """
    Check that an administrator names somebody else, where nobody governs.

    :raises NotAnAdministratorError: for anybody but an administrator
    :raises NotALeadHereError: where somebody governs, who names further leads
    :raises OwnLeadershipError: for themselves
    """
    holding = require_administrator(actor=actor, at=at)
    if governs_somebody(collaborative=collaborative, at=at):
        raise NotALeadHereError(
            f"{collaborative} has a governance lead, who gives all other roles."
        )
    if getattr(actor, "pk", None) == lead.pk:
        raise OwnLeadershipError("Nobody gives themselves a role. Name somebody else.")
    return holding


def people_at_members(
    *, collaborative: Collaborative, at: dt.datetime
) -> list[tuple[User, str]]:
    """List the active people with a post at a present member, and where; by name."""
    members = Membership.objects.in_effect_on(london_day(at)).filter(
        collaborative=collaborative
    )
    posts = (
        Appointment.objects.in_effect_at(at)
        .filter(organisation__in=members.values("organisation"), user__is_active=True)
        .select_related("user", "organisation")
        .order_by("user__name", "user_id", "pk")
    )
    found: dict[int, tuple[User, str]] = {}
    for post in posts:
        found.setdefault(
            post.user_id, (post.user, f"{post.post}, {post.organisation.name}")
        )
    return list(found.values())
