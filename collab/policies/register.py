"""Who may load past decisions into the register."""

import datetime as dt
from typing import Any

from accounts.models import RoleHolding
from audit.door import SystemActor
from collab.models import Collaborative, Organisation
from collab.policies.collaboratives import NotALeadHereError, require_can_look_after
from collab.policies.decisions import require_can_log_decision
from collab.rules.rights import Rights


def why_not_import(*, rights: Rights, collaborative: Collaborative) -> str:
    """Say why a person may not load past decisions; nothing if they may."""
    if rights.may("govern", collaborative_id=collaborative.pk):
        return ""
    return f"Only a governance lead of {collaborative} may load past decisions."


def require_can_import(
    *,
    actor: Any,
    collaborative: Collaborative,
    organisation: Organisation,
    at: dt.datetime,
) -> RoleHolding | None:
    """
    Check that the actor governs the collaborative and acts for a member of it.

    The worker that goes on with what a lead confirmed has no role row.

    :raises NotALeadHereError: for anybody who does not govern
    :raises NotTakingPartError: without a post at the member they act for
    """
    if isinstance(actor, SystemActor):
        return None
    holding = require_can_look_after(actor=actor, collaborative=collaborative, at=at)
    if holding is None:
        raise NotALeadHereError(
            f"Only a governance lead of {collaborative} may load past decisions."
        )
    require_can_log_decision(
        user=actor, collaborative=collaborative, organisation=organisation, at=at
    )
    return holding
