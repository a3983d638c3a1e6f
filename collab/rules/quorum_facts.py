"""What a quorum is worked out from: the rule, the seats, and who was there."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

CHAIR: Final = "chair"
_KEYS: Final = {"members", "share", "organisations", "sectors", "roles"}


@dataclass(frozen=True, kw_only=True)
class QuorumRule:
    """
    What must all hold for an item: each part that is given, together.

    ``members`` is a number of voting seats; ``share`` a fraction of the voting seats
    that somebody sits on, rounded up: vacancies are excluded (domain.md 2.3).
    ``organisations`` counts different bodies, ``sectors`` the least number of seats
    of each sector, ``roles`` who must take part (the chair, for now).

    :raises ValueError: if nothing is asked for, or a number cannot be
    """

    members: int | None = None
    share: tuple[int, int] | None = None
    organisations: int = 0
    sectors: Mapping[str, int] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.members is None and self.share is None and not self.organisations:
            raise ValueError("A quorum says how many must take part.")
        if self.members is not None and self.members < 1:
            raise ValueError("A quorum needs at least one member.")
        if self.share is not None and not 0 < self.share[0] <= self.share[1]:
            raise ValueError("A share lies above nothing and is at most the whole.")
        if self.organisations < 0 or any(each < 1 for each in self.sectors.values()):
            raise ValueError("A quorum counts whole organisations and members.")
        if self.roles - {CHAIR}:
            raise ValueError("The chair is the only role that a quorum can name.")

    def needed(self, filled: int) -> int:
        """Give how many voting seats must take part, of so many that are filled."""
        by_share = 0
        if self.share is not None:
            part, whole = self.share
            by_share = -(-filled * part // whole)
        # Nobody at all is never enough.
        return max(self.members or 0, by_share, 1)

    def to_json(self) -> dict[str, Any]:
        """Give the rule as plain values, the same for the same rule."""
        return {
            "members": self.members,
            "share": list(self.share) if self.share else None,
            "organisations": self.organisations,
            "sectors": dict(sorted(self.sectors.items())),
            "roles": sorted(self.roles),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """
        Read a rule that ``to_json`` wrote.

        :raises ValueError: if it says something that is not known
        """
        if unknown := set(values) - _KEYS:
            raise ValueError(f"A quorum does not know {', '.join(sorted(unknown))}.")
        share = values.get("share")
        return cls(
            members=values.get("members"),
            share=(int(share[0]), int(share[1])) if share else None,
            organisations=values.get("organisations") or 0,
            sectors=dict(values.get("sectors") or {}),
            roles=frozenset(values.get("roles") or ()),
        )


@dataclass(frozen=True, kw_only=True)
class There:
    """Somebody who was there for an item on a seat: its holder or a named deputy.

    ``person`` names the same human being wherever it is used. ``no_part`` is why they
    took no part; empty where they did.
    """

    person: str
    name: str = ""
    as_deputy: bool = False
    no_part: str = ""


@dataclass(frozen=True, kw_only=True)
class SeatAt:
    """A seat in effect on the day, and who was there on it for one item.

    ``organisation`` and ``sector`` are codes; a seat that nobody sits on is not
    ``is_filled`` and counts nowhere.
    """

    seat: str
    organisation: str
    sector: str
    is_voting: bool = True
    is_chair: bool = False
    is_filled: bool = True
    there: tuple[There, ...] = ()

    @property
    def is_there(self) -> bool:
        """Say whether anybody was there on the seat."""
        return bool(self.there)

    @property
    def takes_part(self) -> bool:
        """Say whether one who was there took part: holder and deputy are one seat."""
        return any(not each.no_part for each in self.there)


@dataclass(frozen=True, kw_only=True)
class NoPart:
    """Somebody takes no part in an item, and why.

    With ``person`` an interest of one's own, which does not pass to a deputy; with
    ``organisation`` one of a body, which keeps all its people out (settled 7).
    """

    reason: str
    person: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, kw_only=True)
class Stay:
    """When somebody was at a meeting: from arrival until, not including, leaving."""

    person: str
    arrived: dt.datetime | None = None
    left: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What was counted for one item, in seats unless it says otherwise."""

    seats: int
    filled: int
    needed: int
    there: int
    taking_part: int
    organisations: int
    by_sector: Mapping[str, int]
    has_chair: bool
    observers: int
    took_no_part: tuple[There, ...]
