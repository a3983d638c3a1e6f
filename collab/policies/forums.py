"""Who may set up forums, change their terms and say who sits in them."""

import datetime as dt
from typing import Any

from accounts.enums import Role
from accounts.models import RoleHolding, User
from collab.models import Collaborative, Forum
from collab.policies.access import require_governs
from collab.policies.authority import OwnAuthorityError, require_not_barred
from collab.rules.rights import Rights


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
