"""Whether enough of a forum took part in one item, and why not.

Quorum is worked out for each item anew: who was there when it came up, and who took
part in it. Patterns from the field (domain.md 2.3): a number or a share of the seats,
rounded up; vacancies excluded; a recused member does not count for that item.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collab.rules.quorum_facts import (
    CHAIR,
    NoPart,
    QuorumRule,
    SeatAt,
    Stay,
    Tally,
    There,
)
from collab.rules.quorum_words import MISSING, said

__all__ = [
    "CHAIR",
    "NoPart",
    "OnTwoSeatsError",
    "Quorum",
    "QuorumRule",
    "SeatAt",
    "Stay",
    "Tally",
    "There",
    "quorum_of",
    "there_at",
    "without",
]


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """Whether an item was quorate, and the whole reckoning in words."""

    is_quorate: bool
    words: str
    tally: Tally


class OnTwoSeatsError(ValueError):
    """Nobody takes part in one item for two seats."""


def there_at(stays: Iterable[Stay], moment: dt.datetime) -> frozenset[str]:
    """Give who was there at a moment; somebody may leave and come back."""
    return frozenset(
        stay.person
        for stay in stays
        if (stay.arrived is None or stay.arrived <= moment)
        and (stay.left is None or moment < stay.left)
    )


def without(seats: Iterable[SeatAt], recusals: Sequence[NoPart]) -> list[SeatAt]:
    """Mark on each seat who takes no part; whoever was absent stays just that."""
    return [
        SeatAt(
            seat=seat.seat,
            organisation=seat.organisation,
            sector=seat.sector,
            is_voting=seat.is_voting,
            is_chair=seat.is_chair,
            is_filled=seat.is_filled,
            there=tuple(_marked(each, seat, recusals) for each in seat.there),
        )
        for seat in seats
    ]


def _marked(there: There, seat: SeatAt, recusals: Sequence[NoPart]) -> There:
    for each in recusals:
        is_own = each.person is not None and each.person == there.person
        if is_own or each.organisation == seat.organisation:
            return There(
                person=there.person,
                name=there.name,
                as_deputy=there.as_deputy,
                no_part=each.reason or "no reason given",
            )
    return there


def quorum_of(
    rule: QuorumRule | None,
    seats: Sequence[SeatAt],
    recusals: Sequence[NoPart] = (),
) -> Quorum:
    """
    Work out the quorum of one item from the seats in effect and who was there for it.

    Observers never count. A seat counts once, whether its holder, a deputy or both
    take part. Without a rule nothing is quorate.

    :raises OnTwoSeatsError: if one person is there on two voting seats
    """
    marked = without(seats, recusals)
    _require_one_seat_each(marked)
    tally = _tally(rule, marked)
    if rule is None:
        return Quorum(is_quorate=False, words=MISSING, tally=tally)
    is_quorate = (
        tally.taking_part >= tally.needed
        and tally.organisations >= rule.organisations
        and all(tally.by_sector.get(s, 0) >= n for s, n in rule.sectors.items())
        and (CHAIR not in rule.roles or tally.has_chair)
    )
    return Quorum(
        is_quorate=is_quorate,
        words=said(rule, tally, is_quorate=is_quorate),
        tally=tally,
    )


def _require_one_seat_each(seats: Iterable[SeatAt]) -> None:
    found: dict[str, str] = {}
    for seat in seats:
        if not (seat.is_voting and seat.is_filled):
            continue
        for each in seat.there:
            if found.setdefault(each.person, seat.seat) != seat.seat:
                raise OnTwoSeatsError(
                    f"{each.name or 'Somebody'} is named for two seats: nobody takes"
                    " part in one item for two."
                )


def _tally(rule: QuorumRule | None, seats: Sequence[SeatAt]) -> Tally:
    voting = [seat for seat in seats if seat.is_voting]
    filled = [seat for seat in voting if seat.is_filled]
    taking_part = [seat for seat in filled if seat.takes_part]
    by_sector: dict[str, int] = {}
    for seat in taking_part:
        by_sector[seat.sector] = by_sector.get(seat.sector, 0) + 1
    return Tally(
        seats=len(voting),
        filled=len(filled),
        needed=rule.needed(len(filled)) if rule else 0,
        there=sum(seat.is_there for seat in filled),
        taking_part=len(taking_part),
        organisations=len({seat.organisation for seat in taking_part}),
        by_sector=by_sector,
        has_chair=any(seat.is_chair for seat in taking_part),
        observers=sum(seat.is_there for seat in seats if not seat.is_voting),
        took_no_part=tuple(
            each
            for seat in filled
            if seat.is_there and not seat.takes_part
            for each in seat.there
        ),
    )
