"""A second, slow opinion on quorum that shares no code with the rule.

It tries every way of naming one person for each seat, and asks of each way whether
those named would do. Plain tuples in, so that it cannot lean on the rule's shapes:
a seat is (name, body, sector, votes, chairs, filled, people there).
"""

from fractions import Fraction
from itertools import product


def is_quorate(rule, seats, own_interests, bodies_with_interest):
    """Say whether some way of naming those who took part satisfies the rule."""
    if rule is None:
        return False
    base = [seat for seat in seats if seat[3] and seat[5]]
    ways = []
    for seat in base:
        able = [
            person
            for person in seat[6]
            if person not in own_interests and seat[1] not in bodies_with_interest
        ]
        ways.append([(seat, person) for person in able] or [None])
    return any(
        _enough(rule, base, [named for named in way if named is not None])
        for way in product(*ways)
    )


def _enough(rule, base, named):
    if not named:
        return False
    if rule["members"] is not None and len(named) < rule["members"]:
        return False
    if rule["share"] is not None:
        part, whole = rule["share"]
        if Fraction(len(named)) < Fraction(len(base) * part, whole):
            return False
    if len({seat[1] for seat, _ in named}) < rule["organisations"]:
        return False
    for sector, least in rule["sectors"].items():
        if len([1 for seat, _ in named if seat[2] == sector]) < least:
            return False
    return "chair" not in rule["roles"] or any(seat[4] for seat, _ in named)
