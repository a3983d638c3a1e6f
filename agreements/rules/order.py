"""Which of many things kept their order while others moved around them."""

from bisect import bisect_left
from collections.abc import Sequence


def kept_in_order(places: Sequence[int]) -> set[int]:
    """Give the members of a longest rising run, the earliest such run's."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(tails, place)
        before[place] = tails[at - 1] if at else None
        tails[at : at + 1] = [place]
    kept: set[int] = set()
    here = tails[-1] if tails else None
    while here is not None:
        kept.add(here)
        here = before[here]
    return kept
