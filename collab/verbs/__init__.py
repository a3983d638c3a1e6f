"""Every verb of the room, one module for each aggregate."""

from typing import Final

from audit.registries import Verb
from collab.verbs import (
    actions,
    authority,
    collaboratives,
    decisions,
    forums,
    organisations,
    register,
)

VERBS: Final[tuple[Verb, ...]] = (
    *organisations.VERBS,
    *authority.VERBS,
    *collaboratives.VERBS,
    *decisions.VERBS,
    *forums.VERBS,
    *actions.VERBS,
    *register.VERBS,
)
