"""What changed from one content to another: each difference once, none where none is.

Clauses are the same clause where their identity is. A clause has moved only where it
stands outside the longest run of clauses that kept their order: putting one in, or
taking one out, moves nothing. Whatever else a content holds is compared by its name,
so that a part added to contents later is compared without another line here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, Final

from agreements.rules.content import ClauseContent, Content, PartyContent
from agreements.rules.order import kept_in_order
from agreements.rules.word_changes import (
    Allowance,
    Piece,
    compare_words,
    new_text,
)

# What says which version this is, and so always differs, or never does.
WHICH: Final = frozenset({"agreement", "reference", "number"})
_APART: Final = frozenset({"clauses", "parties"})


class Fate(StrEnum):
    """What became of a clause or a party."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class ClauseChange:
    """One clause in both contents; places count from 1, and are empty where it is not.

    ``heading`` and ``text`` are there where they differ, as the pieces that lead from
    the old to the new.
    """

    identity: str
    fate: Fate
    moved: bool = False
    old_place: int | None = None
    new_place: int | None = None
    old: ClauseContent | None = None
    new: ClauseContent | None = None
    heading: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything about the clause is another."""
        return self.moved or self.fate is not Fate.SAME


@dataclass(frozen=True, kw_only=True)
class PartyChange:
    """A party that joined, left, or has another part or name."""

    organisation: str
    fate: Fate
    old: PartyContent | None = None
    new: PartyContent | None = None


@dataclass(frozen=True, kw_only=True)
class TermChange:
    """Anything else that a content holds: its name, and what it was and is."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All clauses in reading order; only those parties and terms that differ."""

    clauses: tuple[ClauseChange, ...]
    parties: tuple[PartyChange, ...]
    terms: tuple[TermChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both contents say the same."""
        changed = any(clause.differs for clause in self.clauses)
        return not (changed or self.parties or self.terms)


def compare(old: Content, new: Content) -> Comparison:
    """Compare two contents of one agreement."""
    return Comparison(
        clauses=_clauses(old.clauses, new.clauses),
        parties=_parties(old.parties, new.parties),
        terms=tuple(
            TermChange(name=name, old=getattr(old, name), new=getattr(new, name))
            for name in _term_names(new)
            if getattr(old, name) != getattr(new, name)
        ),
    )


def apply(comparison: Comparison, old: Content) -> Content:
    """Make the new content from the old one and what changed; its number stays."""
    known = {clause.identity: clause for clause in old.clauses}
    stays = [each for each in comparison.clauses if each.new_place is not None]
    parties = {party.organisation: party for party in old.parties}
    for change in comparison.parties:
        parties.pop(change.organisation, None)
        if change.new is not None:
            parties[change.organisation] = change.new
    return replace(
        old,
        clauses=tuple(
            _clause_after(change, known.get(change.identity))
            for change in sorted(stays, key=lambda each: each.new_place or 0)
        ),
        parties=tuple(parties[uid] for uid in sorted(parties)),
        **{term.name: term.new for term in comparison.terms},
    )


def _clause_after(change: ClauseChange, old: ClauseContent | None) -> ClauseContent:
    if old is None:
        if change.new is None:
            raise ValueError("A clause that is added must say what it holds.")
        return change.new
    changed: dict[str, Any] = {}
    if change.new is not None:
        changed = {
            name: getattr(change.new, name)
            for name in (field.name for field in fields(old))
            if getattr(change.new, name) != getattr(old, name)
        }
    if change.heading:
        changed["heading"] = new_text(change.heading)
    if change.text:
        changed["text"] = new_text(change.text)
    return replace(old, **changed)


def _term_names(content: Content) -> list[str]:
    return [
        field.name
        for field in fields(content)
        if field.name not in WHICH and field.name not in _APART
    ]


def _clauses(
    old: Sequence[ClauseContent], new: Sequence[ClauseContent]
) -> tuple[ClauseChange, ...]:
    places = {clause.identity: place for place, clause in enumerate(old, start=1)}
    steady = kept_in_order([places[c.identity] for c in new if c.identity in places])
    allowance = Allowance()
    found = [
        _clause(
            old[places[clause.identity] - 1] if clause.identity in places else None,
            clause,
            places.get(clause.identity),
            place,
            moved=clause.identity in places and places[clause.identity] not in steady,
            allowance=allowance,
        )
        for place, clause in enumerate(new, start=1)
    ]
    return _with_removed(old, found)


def _clause(
    old: ClauseContent | None,
    new: ClauseContent,
    old_place: int | None,
    new_place: int,
    *,
    moved: bool,
    allowance: Allowance,
) -> ClauseChange:
    if old is None:
        return ClauseChange(
            identity=new.identity, fate=Fate.ADDED, new_place=new_place, new=new
        )
    return ClauseChange(
        identity=new.identity,
        fate=Fate.SAME if old == new else Fate.CHANGED,
        moved=moved,
        old_place=old_place,
        new_place=new_place,
        old=old,
        new=new,
        heading=_differing(old.heading, new.heading, allowance),
        text=_differing(old.text, new.text, allowance),
    )


def _differing(old: str, new: str, allowance: Allowance) -> tuple[Piece, ...]:
    return () if old == new else compare_words(old, new, allowance)


def _with_removed(
    old: Sequence[ClauseContent], found: Sequence[ClauseChange]
) -> tuple[ClauseChange, ...]:
    """Put each clause that was taken out behind the one it stood behind."""
    stays = {change.identity: change for change in found}
    behind: dict[str | None, list[ClauseChange]] = {}
    last: str | None = None
    for place, clause in enumerate(old, start=1):
        change = stays.get(clause.identity)
        if change is None:
            removed = ClauseChange(
                identity=clause.identity,
                fate=Fate.REMOVED,
                old_place=place,
                old=clause,
            )
            behind.setdefault(last, []).append(removed)
        elif not change.moved:
            last = clause.identity
    ordered = behind.get(None, [])[:]
    for change in found:
        ordered.append(change)
        ordered.extend(behind.get(change.identity, []) if not change.moved else [])
    return tuple(ordered)


def _parties(
    old: Sequence[PartyContent], new: Sequence[PartyContent]
) -> tuple[PartyChange, ...]:
    before = {party.organisation: party for party in old}
    after = {party.organisation: party for party in new}
    return tuple(
        PartyChange(
            organisation=uid,
            fate=_fate(before.get(uid), after.get(uid)),
            old=before.get(uid),
            new=after.get(uid),
        )
        for uid in sorted({*before, *after})
        if before.get(uid) != after.get(uid)
    )


def _fate(old: PartyContent | None, new: PartyContent | None) -> Fate:
    if old is None:
        return Fate.ADDED
    return Fate.REMOVED if new is None else Fate.CHANGED


@dataclass(frozen=True, kw_only=True)
class ListChange:
    """What was put into a list and taken out of it; ``reordered`` where nothing was."""

    added: tuple[Any, ...]
    removed: tuple[Any, ...]
    reordered: bool


def compare_lists(old: Sequence[Any], new: Sequence[Any]) -> ListChange:
    """Compare two lists of plain values, whatever they hold."""
    left = list(new)
    removed = []
    for item in old:
        if item in left:
            left.remove(item)
        else:
            removed.append(item)
    return ListChange(
        added=tuple(left),
        removed=tuple(removed),
        reordered=not left and not removed and list(old) != list(new),
    )


def as_mapping(item: Any) -> Mapping[str, Any] | None:
    """Give the named parts of an item of a list, or None where it is one value."""
    if is_dataclass(item) and not isinstance(item, type):
        return asdict(item)
    return item if isinstance(item, Mapping) else None
