"""Every verb of the room, one module for each aggregate."""

from typing import Final

from audit.registries import Verb
from collab.verbs import collaboratives, organisations

VERBS: Final[tuple[Verb, ...]] = (
    *organisations.VERBS,
    *collaboratives.VERBS,
)
