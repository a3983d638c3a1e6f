"""What one person holds at one moment, as plain values."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Rights:
    """Codenames of access by collaborative and organisation (internal ids).

    ``organisations`` are those of the person's appointments in effect, ``day`` the day
    in London on which all this was read, ``user_id`` the person's internal id, by
    which what is withheld from them is left out. These are rights to open pages and
    do clerical work; authority to sign, approve or decide
    is never here (docs/adr/0003).
    """

    on_collaboratives: dict[int, frozenset[str]] = field(default_factory=dict)
    on_organisations: dict[int, frozenset[str]] = field(default_factory=dict)
    organisations: frozenset[int] = frozenset()
    audits_installation: bool = False
    administers_installation: bool = False
    is_active: bool = False
    day: dt.date | None = None
    user_id: int | None = None

    @property
    def collaboratives(self) -> frozenset[int]:
        """Give the collaboratives that are open to the person."""
        return frozenset(self.on_collaboratives)

    def collaboratives_with(self, codename: str) -> frozenset[int]:
        """Give the collaboratives where the person holds a right."""
        return frozenset(
            pk for pk, held in self.on_collaboratives.items() if codename in held
        )

    def organisations_with(self, codename: str) -> frozenset[int]:
        """Give the organisations where the person holds a right."""
        return frozenset(
            pk for pk, held in self.on_organisations.items() if codename in held
        )

    def may(self, codename: str, *, collaborative_id: int) -> bool:
        """Say whether the person holds a right on one collaborative."""
        return codename in self.on_collaboratives.get(collaborative_id, frozenset())


NOTHING = Rights()
