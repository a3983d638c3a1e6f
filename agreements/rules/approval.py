"""Which group is asked, when it has approved, and whether it still can.

Groups come one after another; inside a group everybody is asked at once. An answer
counts for the one text it was given on, and for nothing else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ALL: Final = "all"
ANY: Final = "any"
N_OF_M: Final = "n_of_m"
ONE_PER_ORGANISATION: Final = "one_per_organisation"


class Answer(StrEnum):
    """What became of one person's word."""

    GIVEN = "given"
    REFUSED = "refused"
    OUTDATED = "outdated"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One named person in a group, and the body they act for; both by a key."""

    key: int
    user: int
    organisation: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group; ``needed`` is read under the rule "a number of those named" alone."""

    rule: str
    seats: tuple[Seat, ...]
    needed: int | None = None


@dataclass(frozen=True, kw_only=True)
class Word:
    """An answer for one seat, on one text; ``by`` gave it, perhaps as a deputy."""

    seat: int
    by: int
    answer: Answer
    content_hash: str


def is_complete(group: Group, words: Collection[Word], content_hash: str) -> bool:
    """
    Say whether a group has approved one text.

    A person counts once, whoever they stand in for, except where each organisation
    has a word of its own. A group that names nobody never approves.
    """
    counted = _counted(group, words, content_hash)
    return _is_enough(group, counted)


def can_complete(
    group: Group,
    words: Collection[Word],
    content_hash: str,
    *,
    barred: Collection[int] = (),
) -> bool:
    """
    Say whether a group has approved, or still can, when some people may not.

    ``barred`` holds the keys of seats that nobody can answer for any more.
    """
    given = _counted(group, words, content_hash)
    answered = {word.seat for word in words}
    hopes = {
        seat.key: seat.user
        for seat in group.seats
        if seat.key not in answered and seat.key not in barred
    }
    return _is_enough(group, given | hopes)


def open_group(
    groups: Sequence[Group], words: Collection[Word], content_hash: str
) -> int | None:
    """Give the index of the first group that has not approved; None when all have."""
    for index, group in enumerate(groups):
        if not is_complete(group, words, content_hash):
            return index
    return None


def who_is_asked(
    groups: Sequence[Group], words: Collection[Word], content_hash: str
) -> list[Seat]:
    """List whose answer is waited for now: the open group's, less who has answered."""
    index = open_group(groups, words, content_hash)
    if index is None or is_refused(words, content_hash):
        return []
    answered = {word.seat for word in words}
    return [seat for seat in groups[index].seats if seat.key not in answered]


def is_approved(
    groups: Sequence[Group], words: Collection[Word], content_hash: str
) -> bool:
    """Say whether every group has approved one text, and nobody refused it."""
    return open_group(groups, words, content_hash) is None and not is_refused(
        words, content_hash
    )


def is_refused(words: Collection[Word], content_hash: str) -> bool:
    """Say whether anybody refused the text: one refusal ends the asking."""
    return any(
        word.answer == Answer.REFUSED and word.content_hash == content_hash
        for word in words
    )


def _counted(
    group: Group, words: Collection[Word], content_hash: str
) -> dict[int, int]:
    """Give who has approved this text, by seat."""
    seats = {seat.key for seat in group.seats}
    return {
        word.seat: word.by
        for word in words
        if word.seat in seats
        and word.answer == Answer.GIVEN
        and word.content_hash == content_hash
    }


def _is_enough(group: Group, by_seat: dict[int, int]) -> bool:
    if not group.seats:
        return False
    people = len(set(by_seat.values()))
    if group.rule == ANY:
        return people >= 1
    if group.rule == N_OF_M:
        return group.needed is not None and people >= max(group.needed, 1)
    if group.rule == ONE_PER_ORGANISATION:
        wanted = {seat.organisation for seat in group.seats}
        heard = {seat.organisation for seat in group.seats if seat.key in by_seat}
        return wanted == heard
    return group.rule == ALL and len(by_seat) == len(group.seats)
