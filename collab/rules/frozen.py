"""The one text over which a decision's fingerprint is made."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from audit.rules.canonical import canonical, digest

SCHEMA: Final = "concordat.decision/2"
SCHEMA_NUMBER: Final = 2


def frozen_text(
    values: Mapping[str, Any],
    *,
    terms: Mapping[str, Any] | None,
    present: Iterable[Mapping[str, Any]],
    no_part: Iterable[Mapping[str, Any]],
    withheld_from: Iterable[str],
    links: Iterable[tuple[str, str]],
) -> str:
    """
    Spell a decision: what, terms, who was there, who took no part, and the result.

    The order in which people and links were given changes nothing.
    """
    return canonical(
        {
            "schema": SCHEMA,
            **values,
            "terms": None if terms is None else dict(terms),
            "present": _sorted(present),
            "no_part": _sorted(no_part),
            "withheld_from": sorted(withheld_from),
            "links": sorted([list(link) for link in links]),
        }
    )


def frozen_hash(text: str) -> str:
    """Give the SHA-256 of a decision's text."""
    return digest(text)


def _sorted(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return sorted((dict(row) for row in rows), key=canonical)
