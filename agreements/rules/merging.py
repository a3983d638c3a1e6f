"""Two people changed one thing: what each of them did, put together without a loss.

The third text is what both had read. Whoever left a part as they read it did not mean
to change it, so the other's stands; only where both changed the same part must a
person choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What the parts are put together, which are the other's, which both changed."""

    values: dict[str, Any]
    theirs: frozenset[str]
    both: frozenset[str]


def merged(
    read: Mapping[str, Any] | None, mine: Mapping[str, Any], stands: Mapping[str, Any]
) -> Merged:
    """
    Put together what I typed and what stands there now, part by part.

    ``read`` is what I had read; None where that is not known any more, and then every
    part in which the two differ counts as changed by both. Where both changed a part,
    mine is taken, and the part is named.
    """
    values, theirs, both = dict(mine), set(), set()
    for name, now in stands.items():
        if name not in mine or mine[name] == now:
            continue
        if read is not None and mine[name] == read[name]:
            values[name] = now
            theirs.add(name)
        elif read is None or now != read[name]:
            both.add(name)
    return Merged(values=values, theirs=frozenset(theirs), both=frozenset(both))
