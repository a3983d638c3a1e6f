"""Who may say how a collaborative's people are reminded, and remind them now."""

import datetime as dt
from typing import Any

from accounts.enums import Role
from accounts.models import RoleHolding
from collab import grants
from collab.models import Collaborative
from collab.policies.collaboratives import NotALeadHereError


def require_can_remind(
    *, actor: Any, collaborative: Collaborative, at: dt.datetime
) -> RoleHolding | None:
    """
    Check that somebody governs the collaborative; gives the role that says so.

    :raises NotALeadHereError: for anybody else
    """
    rights = grants.fresh_rights(actor, at)
    if not rights.may("govern", collaborative_id=collaborative.pk):
        raise NotALeadHereError(
            f"Only a governance lead of {collaborative} may do this."
        )
    name = f"{collaborative.slug}/{Role.GOVERNANCE_LEAD.value}"
    holding: RoleHolding | None = (
        RoleHolding.objects.in_effect_at(at)
        .filter(user=actor, group__name=name)
        .first()
    )
    return holding
