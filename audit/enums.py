"""Closed lists of words that the ledger stores."""

from django.db import models


class ActorType(models.TextChoices):
    """Who or what did it."""

    USER = "user", "a person"
    SYSTEM = "system", "Concordat itself"
    EXTERNAL = "external", "a person without an account"
    COMMAND = "command", "a command on the server"
    MIGRATION = "migration", "an upgrade"


class OutboxState(models.TextChoices):
    """Where a piece of work that waits for the commit stands."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Delivered"
    GIVEN_UP = "given_up", "Given up"


class Retention(models.TextChoices):
    """How long a personal value is kept (docs/reference/retention.md)."""

    RECORD = "record", "As long as the record it belongs to"
    SECURITY = "security", "90 days"
