"""How a result was reached: by consensus or by majority, and what it came to.

``against`` and ``abstained`` speak of the result that is recorded, not of the motion:
whoever would rather have had another result was against it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from collab.rules.quorum_words import number

CONSENSUS: Final = "consensus"
MAJORITY: Final = "majority"


class Count(StrEnum):
    """What a count came to."""

    CARRIED = "carried"
    CAST = "cast"
    TIED = "tied"
    LOST = "lost"
    OBJECTED = "objected"


@dataclass(frozen=True, kw_only=True)
class Votes:
    """Voting seats that took part in an item, by what they said of the result.

    ``chair_is_with_it`` says that the chair took part and was not against.
    """

    taking_part: int
    against: int = 0
    abstained: int = 0
    chair_is_with_it: bool = False

    def __post_init__(self) -> None:
        if min(self.taking_part, self.against, self.abstained) < 0:
            raise ValueError("Votes are counted from nothing upwards.")
        if self.against + self.abstained > self.taking_part:
            raise ValueError("More were against or abstained than took part.")

    @property
    def in_favour(self) -> int:
        """Give who was neither against nor abstained."""
        return self.taking_part - self.against - self.abstained


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A result's count and its words."""

    count: Count
    words: str

    @property
    def is_carried(self) -> bool:
        """Say whether the result stands."""
        return self.count in {Count.CARRIED, Count.CAST}


def counted(
    method: str,
    votes: Votes,
    *,
    abstentions_count: bool = False,
    casting_vote: bool = False,
) -> Counted:
    """
    Count an item by consensus (nobody objects) or by majority.

    A majority is of those who voted for or against; where ``abstentions_count`` it is
    of all who took part. On equal votes the chair's ``casting_vote`` decides, if the
    terms allow one and the chair is with the result.

    :raises ValueError: for another method
    """
    if method == CONSENSUS:
        return _by_consensus(votes)
    if method != MAJORITY:
        raise ValueError("A decision is taken by consensus or by majority.")
    opposed = votes.against + (votes.abstained if abstentions_count else 0)
    if votes.in_favour > opposed:
        return Counted(
            count=Count.CARRIED, words=f"Decided by majority: {_split(votes)}."
        )
    if votes.in_favour < opposed or not votes.in_favour:
        return Counted(count=Count.LOST, words=f"No majority: {_split(votes)}.")
    if casting_vote and votes.chair_is_with_it:
        return Counted(
            count=Count.CAST,
            words=f"Decided by the chair's casting vote: {_split(votes)}.",
        )
    return Counted(count=Count.TIED, words=f"Equal votes: {_split(votes)}.")


def _by_consensus(votes: Votes) -> Counted:
    if votes.against:
        return Counted(
            count=Count.OBJECTED,
            words=f"No consensus: {number(votes.against)} against.",
        )
    if not votes.in_favour:
        return Counted(count=Count.LOST, words="No consensus: nobody was in favour.")
    aside = f"; {number(votes.abstained)} abstained" if votes.abstained else ""
    return Counted(
        count=Count.CARRIED, words=f"Decided by consensus: nobody objected{aside}."
    )


def _split(votes: Votes) -> str:
    parts = [
        f"{number(votes.in_favour) if votes.in_favour else 'none'} for",
        f"{number(votes.against) if votes.against else 'none'} against",
    ]
    if votes.abstained:
        parts.append(f"{number(votes.abstained)} abstained")
    return ", ".join(parts)
