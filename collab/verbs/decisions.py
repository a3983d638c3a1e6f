"""Acts on decisions, papers that are given out, and reminders."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="collab.decision.logged", sentence="logged {object}"),
    Verb(name="collab.paper.issued", sentence="was given {object} to keep"),
    Verb(name="collab.reminder.sent", sentence="sent a reminder: {object}"),
    Verb(
        name="collab.reminder.asked_for",
        sentence="reminded somebody of {object}",
        needs_reason=True,
    ),
    Verb(name="collab.ladder.set", sentence="set how people are reminded: {object}"),
)
