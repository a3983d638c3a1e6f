"""What a version says, spelt one way, so that its fingerprint means something.

The canonical text holds everything a signatory binds their body to: the clauses with
their identities in order, the parties by uid and by name as it was, the dates, the
value, the instrument and the title. Whoever has the text can work out the fingerprint
again with nothing but SHA-256.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self

from audit.rules.canonical import canonical, digest

SCHEMA: Final = "concordat.agreement-version/1"


@dataclass(frozen=True, kw_only=True)
class ClauseContent:
    """One clause; ``identity`` stays the same from version to version."""

    identity: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PartyContent:
    """One party, named as it was called when the version was sent out."""

    organisation: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything a version says; clauses stand in their order, parties have none."""

    agreement: str
    reference: str
    number: int
    title: str
    instrument: str
    clauses: tuple[ClauseContent, ...]
    parties: tuple[PartyContent, ...]
    commences_on: dt.date | None = None
    expires_on: dt.date | None = None
    value_pence: int | None = None

    @classmethod
    def gather(
        cls,
        *,
        clauses: Iterable[tuple[int, ClauseContent]],
        parties: Iterable[PartyContent],
        **rest: Any,
    ) -> Self:
        """Put clauses in the order of their positions and parties by uid."""
        ordered = sorted(clauses, key=lambda pair: (pair[0], pair[1].identity))
        return cls(
            clauses=tuple(clause for _, clause in ordered),
            parties=tuple(sorted(parties, key=lambda party: party.organisation)),
            **rest,
        )

    def text(self) -> str:
        """Spell the content in its one canonical form."""
        parties = sorted(self.parties, key=lambda party: party.organisation)
        return canonical(
            {"schema": SCHEMA, **asdict(replace(self, parties=tuple(parties)))}
        )

    def fingerprint(self) -> str:
        """Give the SHA-256 of the canonical text as lower-case hexadecimal."""
        return digest(self.text())


class UnreadableContentError(ValueError):
    """The text is not the canonical content of a version."""


def read(text: str) -> Content:
    """
    Turn a canonical text back into content.

    :raises UnreadableContentError: if it is no such text
    """
    try:
        values = json.loads(text)
        schema = values.pop("schema")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise UnreadableContentError("This is not the text of a version.") from error
    if schema != SCHEMA:
        raise UnreadableContentError(f"Texts of the kind {schema} are not known here.")
    for name in ("commences_on", "expires_on"):
        if values[name] is not None:
            values[name] = dt.date.fromisoformat(values[name])
    values["clauses"] = tuple(ClauseContent(**clause) for clause in values["clauses"])
    values["parties"] = tuple(PartyContent(**party) for party in values["parties"])
    return Content(**values)


def fingerprint_of(text: str) -> str:
    """Give the fingerprint of a text that was kept."""
    return digest(text)
