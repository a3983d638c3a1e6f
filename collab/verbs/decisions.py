"""Acts on decisions, and reminders."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="collab.decision.logged", sentence="logged {object}"),
    Verb(name="collab.reminder.sent", sentence="sent a reminder: {object}"),
)
