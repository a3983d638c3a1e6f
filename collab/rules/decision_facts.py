"""What somebody says of a decision when they log it, as plain values.

People, bodies, seats and decisions are internal ids.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Somebody was there on a seat: its holder, or a deputy who is named for it."""

    seat_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class TookNoPart:
    """A person, or all people of a body, took no part, and why.

    ``is_withheld`` keeps the decision and its papers from them.
    """

    reason: str
    user_id: int | None = None
    organisation_id: int | None = None
    is_withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class ConditionWanted:
    """What has to be done before an approval takes effect, by whom and by when."""

    what: str
    organisation_id: int
    owner_id: int
    due_on: dt.date


@dataclass(frozen=True, kw_only=True)
class LinkWanted:
    """What the decision does to an earlier one; ``kind`` is a DecisionLinkKind."""

    decision_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """Everything that is said of a decision; what follows from it is worked out.

    ``against`` and ``abstained`` speak of the result. ``quorum_route`` is what is done
    with an item that had no quorum. Money in pence.
    """

    forum_id: int
    what: str
    why: str
    present: tuple[Taken, ...]
    outcome: str
    decided_on: dt.date
    method: str = ""
    no_part: tuple[TookNoPart, ...] = ()
    against: frozenset[int] = frozenset()
    abstained: frozenset[int] = frozenset()
    options: str = ""
    dissent: str = ""
    value_pence: int | None = None
    effective_on: dt.date | None = None
    review_on: dt.date | None = None
    conditions: tuple[ConditionWanted, ...] = ()
    links: tuple[LinkWanted, ...] = ()
    quorum_route: str = ""
