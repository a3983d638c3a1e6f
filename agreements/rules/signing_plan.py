"""Whose signatures a version needs, and whether they are all on it."""

from collections.abc import Iterable, Mapping
from typing import Final

ONE: Final = "one"
CLINICAL_AND_MANAGERIAL: Final = "clinical_and_managerial"
DEED: Final = "deed"
ANY: Final = "any"
_CAPACITIES: Final[Mapping[str, tuple[str, ...]]] = {
    ONE: (ANY,),
    CLINICAL_AND_MANAGERIAL: ("clinical", "managerial"),
    DEED: (ANY,),
}

# One party's place for one signature: the organisation and the capacity.
Place = tuple[str, str]


def capacities(plan: str) -> tuple[str, ...]:
    """Give the capacities in which a party's plan asks for a signature, in order."""
    return _CAPACITIES[plan]


def places(plans: Iterable[tuple[str, str]]) -> frozenset[Place]:
    """Give every place that must be signed, from pairs of organisation and plan."""
    return frozenset(
        (organisation, capacity)
        for organisation, plan in plans
        for capacity in capacities(plan)
    )


def is_complete(wanted: Iterable[Place], signed: Iterable[Place]) -> bool:
    """Say whether every place is signed; a version without places never is."""
    every = set(wanted)
    return bool(every) and every <= set(signed)
