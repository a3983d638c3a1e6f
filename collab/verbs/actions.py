"""Acts on actions: what somebody is to do, by when, and whose word closes it."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="collab.action.opened", sentence="opened {object}"),
    Verb(
        name="collab.action.changed",
        sentence="changed the day or the owner of {object}",
        needs_reason=True,
    ),
    Verb(name="collab.action.shown", sentence="gave evidence for {object}"),
    Verb(name="collab.action.closed", sentence="closed {object}"),
    Verb(
        name="collab.action.returned",
        sentence="did not accept the evidence for {object}",
        needs_reason=True,
    ),
    Verb(
        name="collab.action.dropped",
        sentence="said that there is no more need of {object}",
        needs_reason=True,
    ),
)
