"""What a version says, spelt one way, so that its fingerprint means something.

The canonical text holds everything a signatory binds their body to: the clauses with
their identities in order, the parties by uid and by name as it was, the dates, the
value, the terms of notice and review, the conditions precedent, the instrument and the
title. Whoever has the text can work out the fingerprint again with nothing but SHA-256.

What a version does not say is left out of its text, so that a term which came later
changes no fingerprint of a version that was signed before.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self, TypeVar

from agreements.rules.signing_plan import ONE
from audit.rules.canonical import canonical, digest

SCHEMA: Final = "concordat.agreement-version/1"
LATER: Final = "later"
EVERYBODY: Final = "collaborative"
# Left out of the text where a version does not say them.
_ADDED_LATER: Final[dict[str, Any]] = {
    "review_on": None,
    "notice": None,
    "conditions": (),
    "effect_from": LATER,
    "open_to": EVERYBODY,
}


@dataclass(frozen=True, kw_only=True)
class ClauseContent:
    """One clause; ``identity`` stays the same from version to version."""

    identity: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PartyContent:
    """One party, named as it was called when the version was sent out.

    ``signing`` says who must sign for it (agreements/rules/signing_plan.py).
    """

    organisation: str
    name: str
    role: str
    signing: str = ONE


@dataclass(frozen=True, kw_only=True)
class ConditionContent:
    """One condition precedent."""

    identity: str
    text: str


Part = TypeVar("Part", ClauseContent, ConditionContent)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """How long notice must be, and what one party's notice does."""

    length: int
    unit: str
    effect: str


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
    review_on: dt.date | None = None
    notice: Notice | None = None
    conditions: tuple[ConditionContent, ...] = ()
    effect_from: str = LATER
    open_to: str = EVERYBODY

    @classmethod
    def gather(
        cls,
        *,
        clauses: Iterable[tuple[int, ClauseContent]],
        parties: Iterable[PartyContent],
        conditions: Iterable[tuple[int, ConditionContent]] = (),
        **rest: Any,
    ) -> Self:
        """Put clauses and conditions in the order of positions, and parties by uid."""
        return cls(
            clauses=_in_order(clauses),
            conditions=_in_order(conditions),
            parties=tuple(sorted(parties, key=lambda party: party.organisation)),
            **rest,
        )

    def text(self) -> str:
        """Spell the content in its one canonical form."""
        parties = sorted(self.parties, key=lambda party: party.organisation)
        said = asdict(replace(self, parties=tuple(parties)))
        for name, unsaid in _ADDED_LATER.items():
            if said[name] == unsaid:
                del said[name]
        for party in said["parties"]:
            if party["signing"] == ONE:
                del party["signing"]
        return canonical({"schema": SCHEMA, **said})

    def fingerprint(self) -> str:
        """Give the SHA-256 of the canonical text as lower-case hexadecimal."""
        return digest(self.text())


def _in_order(pairs: Iterable[tuple[int, Part]]) -> tuple[Part, ...]:
    ordered = sorted(pairs, key=lambda pair: (pair[0], pair[1].identity))
    return tuple(part for _, part in ordered)


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
    for name in ("commences_on", "expires_on", "review_on"):
        if values.get(name) is not None:
            values[name] = dt.date.fromisoformat(values[name])
    if values.get("notice") is not None:
        values["notice"] = Notice(**values["notice"])
    values["conditions"] = tuple(
        ConditionContent(**condition) for condition in values.get("conditions", ())
    )
    values["clauses"] = tuple(ClauseContent(**clause) for clause in values["clauses"])
    values["parties"] = tuple(PartyContent(**party) for party in values["parties"])
    return Content(**values)


def fingerprint_of(text: str) -> str:
    """Give the fingerprint of a text that was kept."""
    return digest(text)
