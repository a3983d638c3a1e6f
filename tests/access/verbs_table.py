"""Verbs against situations: the row of one verb, and the whole table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.access import situations as who

Attempt = Callable[[Any, Any], Any]


@dataclass(frozen=True, kw_only=True)
class VerbRow:
    """Who may do one kind of act to the first collaborative's things.

    ``attempt`` is given the world and the person, and calls the real service.
    ``not_there`` names errors by which a service says that there is no such thing for
    this person. ``reason`` says why no person attempts the verb at all.
    """

    name: str
    what: str = ""
    attempt: Attempt | None = None
    may: frozenset[str] = who.NOBODY
    not_there: tuple[type[Exception], ...] = ()
    reason: str = ""

    @property
    def key(self) -> str:
        """Give the verb, and what of it where it has several rows."""
        return f"{self.name} ({self.what})" if self.what else self.name


def by_itself(name: str, reason: str) -> VerbRow:
    """A verb that no person attempts as such, and why."""
    return VerbRow(name=name, reason=reason)


def row_of(
    name: str, may: Any, service: Any, /, what: str = "", **given: Any
) -> VerbRow:
    """A row of a service; callables among the arguments are given the world."""

    def attempt(world: Any, actor: Any) -> Any:
        known = {
            key: value(world) if callable(value) else value
            for key, value in given.items()
        }
        return service(actor=actor, now=world.now, **known)

    return VerbRow(name=name, what=what, attempt=attempt, may=may)


def governs(name: str, service: Any, /, **given: Any) -> VerbRow:
    """A row of a service that is for governance leads alone."""
    return row_of(name, who.GOVERN, service, **given)


# Refusals worth keeping: they leave an event of their own.
KEPT_REFUSALS: Final = frozenset(
    {
        "collab.authority.withheld",
        "agreements.approval.withheld",
        "agreements.signature.refused",
    }
)
