"""Who may set up forums, change their terms and say who sits in them."""

import datetime as dt
from typing import Any

from accounts.enums import Role
from accounts.models import RoleHolding, User
from collab.models import Appointment, Collaborative, Forum, Membership
from collab.policies.access import require_governs
from collab.policies.authority import OwnAuthorityError, require_not_barred
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from ui.formats import date


class ForumClosedError(ValueError):
    """The forum is closed, so nothing of it changes any more."""


def may_keep_forums(rights: Rights, collaborative: Collaborative) -> bool:
    """Say the same as ``require_can_keep_forums`` for a page."""
    return rights.may("govern", collaborative_id=collaborative.pk)


def require_can_keep_forums(
    *, actor: Any, collaborative: Collaborative, at: dt.datetime
) -> RoleHolding | None:
    """
    Check that somebody governs the collaborative; gives the role that says so.

    :raises NotAGovernanceLeadError: for anybody else
    """
    require_governs(user=actor, collaborative=collaborative, at=at)
    name = f"{collaborative.slug}/{Role.GOVERNANCE_LEAD.value}"
    holding: RoleHolding | None = (
        RoleHolding.objects.in_effect_at(at)
        .filter(user=actor, group__name=name)
        .first()
    )
    return holding


def require_can_seat(
    *, actor: User, forum: Forum, holder: User, has_vote: bool, at: dt.datetime
) -> RoleHolding | None:
    """
    Check that a governance lead seats a person; with a vote, somebody else than them.

    :raises NotAGovernanceLeadError: for anybody else
    :raises BarredError: within a day of a change of their sign-in by another
    :raises OwnAuthorityError: for a vote of one's own (settled question 3)
    """
    holding = require_can_keep_forums(
        actor=actor, collaborative=forum.collaborative, at=at
    )
    require_not_barred(user=actor, at=at)
    if has_vote and holder.pk == actor.pk:
        raise OwnAuthorityError(
            "Nobody gives themselves a vote. Another governance lead must record"
            " your seat.",
            about=forum,
        )
    return holding


def why_not_keep_forums(rights: Rights, collaborative: Collaborative) -> str:
    """Say why a person may not change forums; nothing if they may."""
    if may_keep_forums(rights, collaborative):
        return ""
    return f"Only a governance lead of {collaborative} may do this."


def posts_at_members(
    *,
    collaborative: Collaborative,
    at: dt.datetime,
    organisation_id: int | None = None,
) -> list[Appointment]:
    """List the posts of active people at present members, by name: who may be seated."""
    members = Membership.objects.in_effect_on(london_day(at)).filter(
        collaborative=collaborative
    )
    if organisation_id is not None:
        members = members.filter(organisation=organisation_id)
    return list(
        Appointment.objects.in_effect_at(at)
        .filter(organisation__in=members.values("organisation"), user__is_active=True)
        .select_related("user", "organisation")
        .order_by("user__name", "organisation__name", "pk")
    )


def sectors_of_members(*, collaborative: Collaborative, day: dt.date) -> list[str]:
    """List the sectors from which a quorum may ask for somebody."""
    members = Membership.objects.in_effect_on(day).filter(collaborative=collaborative)
    found = members.values_list("organisation__sector", flat=True)
    return sorted(set(found))


def require_open(forum: Forum) -> None:
    """
    Check that a forum has not been closed.

    :raises ForumClosedError: if it has
    """
    if forum.closed_on is not None:
        raise ForumClosedError(
            f"{forum} closed on {date(forum.closed_on)}. What was is kept as it is."
        )
