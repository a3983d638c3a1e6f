"""Names of bodies as people read them, from names as registers publish them."""

import re
from typing import Final

_CAPITALS: Final = frozenset(
    {"NHS", "ICB", "CIC", "UK", "LLP", "PLC", "CCG", "ICS", "GP", "HQ", "HM", "MOD"}
)
_SMALL: Final = frozenset(
    {"and", "of", "the", "for", "in", "on", "upon", "with", "at", "by", "to", "under"}
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def readable_name(published: str) -> str:
    """
    Give a name in capitals as a reader writes it; leave any other name alone.

    "NORTH LONDON NHS FOUNDATION TRUST" becomes "North London NHS Foundation Trust".
    No rule knows every name, so the published spelling is kept beside it.
    """
    name = " ".join(published.split())
    if name != name.upper() or name == name.lower():
        return name
    return _WORD.sub(lambda found: _cased(found.group(), at_start=_opens(found)), name)


def _opens(found: re.Match[str]) -> bool:
    before = found.string[: found.start()].rstrip(" ")
    return not before or before[-1] in "(:/"


def _cased(word: str, *, at_start: bool) -> str:
    if word in _CAPITALS:
        return word
    lowered = word.lower()
    if lowered in _SMALL and not at_start:
        return lowered
    head, *tail = re.split("(['\u2019])", lowered)
    return head.capitalize() + "".join(_after_apostrophe(head, part) for part in tail)


def _after_apostrophe(head: str, part: str) -> str:
    # O'Neill and D'Arcy, but King's and Guy's.
    return part.capitalize() if head in ("o", "d") and len(part) > 1 else part


def legal_form_in(name: str) -> str:
    """Give the legal form that a name states in so many words, or nothing."""
    bare = " ".join(name.upper().split())
    for words, form in (
        ("NHS FOUNDATION TRUST", "nhs_foundation_trust"),
        ("NHS TRUST", "nhs_trust"),
    ):
        if words in bare:
            return form
    return ""
