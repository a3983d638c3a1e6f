"""Who must have a second factor: whoever approves, signs, administers or audits."""

import datetime as dt
from typing import Any, Final

from accounts.enums import Role
from collab import grants
from collab.grants import rights_of
from collab.models import Delegation, Deputy

# A role that opens nothing more than these can neither approve nor administer.
HARMLESS: Final = frozenset({"take_part", "analyse"})


def needs_second_factor(user: Any, at: dt.datetime) -> bool:
    """Say whether a second factor is compulsory for the person (settled question 12)."""
    rights = rights_of(user, at)
    if rights.administers_installation or rights.audits_installation:
        return True
    held = [*rights.on_collaboratives.values(), *rights.on_organisations.values()]
    if any(names - HARMLESS for names in held):
        return True
    return bool(
        Delegation.objects.in_effect_at(at).filter(user=user).exists()
        or Deputy.objects.in_effect_at(at).filter(user=user).exists()
    )


def administrators_exist(at: dt.datetime) -> bool:
    """Say whether anybody who can sign in administers the installation."""
    return bool(grants.holders(role=Role.ADMINISTRATOR, on=None, at=at))
