"""Acts on forums, their terms of reference and their seats."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="collab.forum.added", sentence="set up the forum {object}"),
    Verb(name="collab.forum.closed", sentence="closed the forum {object}"),
    Verb(name="collab.forum_terms.set", sentence="set the {object}"),
    Verb(name="collab.seat.added", sentence="recorded the {object}"),
    Verb(name="collab.seat.ended", sentence="ended the {object}"),
    Verb(name="collab.chair.named", sentence="named the {object}"),
    Verb(name="collab.seat_deputy.added", sentence="recorded a {object}"),
    Verb(name="collab.seat_deputy.ended", sentence="ended the time of a {object}"),
)
