"""Who may keep the register of organisations: installation administrators."""

import datetime as dt
from typing import Any

from accounts.models import RoleHolding
from audit.door import SystemActor
from collab.grants import ADMINISTRATORS
from collab.policies.authority import NotAnAdministratorError
from collab.rules.rights import Rights

ONLY_ADMINISTRATORS = "Only an administrator of this installation may do this."


def may_keep_register(rights: Rights) -> bool:
    """Say the same as ``require_administrator`` for a page."""
    return rights.administers_installation


def require_administrator(*, actor: Any, at: dt.datetime) -> RoleHolding | None:
    """
    Check that the actor administers the installation, and give the role that says so.

    A command or a named job acts for whoever holds the server; it has no role row.

    :raises NotAnAdministratorError: if not
    """
    if isinstance(actor, SystemActor):
        return None
    holding: RoleHolding | None = (
        RoleHolding.objects.in_effect_at(at)
        .filter(
            user_id=getattr(actor, "pk", None),
            user__is_active=True,
            group__name=ADMINISTRATORS,
        )
        .first()
    )
    if holding is None:
        raise NotAnAdministratorError(ONLY_ADMINISTRATORS)
    return holding
