"""For which body a person acts: as the room below says."""

from collab.selectors.bodies import bodies_of, body_acted_for, members_of

__all__ = ["bodies_of", "body_acted_for", "members_of"]
