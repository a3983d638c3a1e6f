"""What somebody wants of the register of decisions, in plain values and in words."""

import re
from dataclasses import dataclass
from typing import Final

# The names of the filters in an address.
FILTERS: Final = ("words", "reference", "forum", "year", "outcome", "organisation")
_REFERENCE: Final = re.compile(
    r"(?:[a-z0-9-]+/)?(?:decisions/)?(\d{4})-(\d{1,8})", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Filters of the register; what is empty narrows nothing.

    Forum and organisation by internal id, each with the name that a reader knows;
    ``outcome`` is a stored code and ``outcome_name`` its words in small letters.
    """

    forum_id: int | None = None
    forum_name: str = ""
    year: int | None = None
    outcome: str = ""
    outcome_name: str = ""
    organisation_id: int | None = None
    organisation_name: str = ""
    words: str = ""
    reference: str = ""

    @property
    def each_word(self) -> list[str]:
        """Give the words one by one, each once, in small letters."""
        return list(dict.fromkeys(self.words.casefold().split()))

    @property
    def narrows(self) -> bool:
        """Say whether anything is left out."""
        return bool(
            self.forum_id
            or self.year
            or self.outcome
            or self.organisation_id
            or self.words
            or self.reference
        )

    def in_words(self) -> str:
        """Say what the filters show, such as “Decisions of the board in 2025”."""
        parts = ["Decisions" if self.narrows else "All decisions"]
        if self.reference:
            parts.append(f"with the reference {self.reference}")
        if self.forum_name:
            parts.append(f"of {self.forum_name}")
        if self.year:
            parts.append(f"taken in {self.year}")
        if self.outcome_name:
            parts.append(f"with the outcome “{self.outcome_name}”")
        if self.organisation_name:
            parts.append(f"where {self.organisation_name} was there or logged it")
        if self.words:
            parts.append(f"that say “{' '.join(self.words.split())}”")
        return ", ".join([" ".join(parts[:2]), *parts[2:]])


def reference_in(typed: str) -> str:
    """
    Bring a typed reference into its stored form: impact/2026-1 is 2026-001.

    Empty where it is no reference of a decision.
    """
    found = _REFERENCE.fullmatch(typed.strip())
    return f"{found[1]}-{int(found[2]):03d}" if found else ""
