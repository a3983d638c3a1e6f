"""Whoever may do something."""

from dataclasses import dataclass
from typing import Protocol

from audit.enums import ActorType


class Actor(Protocol):
    """Whoever may do something: an active user, the system, a command."""

    @property
    def uid(self) -> str:
        """Give the opaque id that events know it by."""


@dataclass(frozen=True)
class SystemActor:
    """Concordat itself, under the name of the job that acts."""

    job: str
    audit_actor_type: str = ActorType.SYSTEM

    @property
    def uid(self) -> str:
        """Give a readable id, such as ``sys_reminders``."""
        return f"sys_{self.job}"


@dataclass(frozen=True)
class CommandActor(SystemActor):
    """Somebody with a shell on the server, under the name of the command."""

    audit_actor_type: str = ActorType.COMMAND
