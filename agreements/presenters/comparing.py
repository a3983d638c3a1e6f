"""What changed between two versions, in words and marked, for the page and the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from agreements.enums import PartyRole, SigningPlan
from agreements.models import Version
from agreements.presenters.markdown import to_html
from agreements.presenters.states import effect
from agreements.presenters.terms_in_words import is_list, label_of, value_in_words
from agreements.rules.comparison import (
    ClauseChange,
    Comparison,
    Fate,
    PartyChange,
    TermChange,
    compare,
    compare_lists,
)
from agreements.rules.word_changes import Kind, Piece
from agreements.selectors.addresses import version_address
from agreements.selectors.content import content_of
from ui.formats import count, sentence_list

_COLOURS: Final = {
    Fate.ADDED: "green",
    Fate.REMOVED: "red",
    Fate.CHANGED: "yellow",
    Fate.SAME: "grey",
}


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two versions compared."""

    number: int
    name: str
    href: str
    state: str
    effect: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class ClauseLine:
    """One clause: its place, what became of it, and its text with the words marked."""

    anchor: str
    number: str
    title: str
    fate: str
    colour: str
    added: bool
    removed: bool
    heading: Sequence[Piece]
    text: Sequence[Piece]
    source: str
    html: Markup
    note: str


@dataclass(frozen=True, kw_only=True)
class TermLine:
    """A date, an amount or another term, as it was and as it is."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class ComparisonShown:
    """Two versions compared, the summary first."""

    old: Side
    new: Side
    summary: Sequence[str]
    is_empty: bool
    terms: Sequence[TermLine]
    parties: Sequence[str]
    clauses: Sequence[ClauseLine]
    alike: int


def show_comparison(
    old: Version, new: Version, *, everything: bool = False
) -> ComparisonShown:
    """Compare two versions; clauses that are alike are shown only where asked for."""
    comparison = compare(content_of(old), content_of(new))
    differing = [clause for clause in comparison.clauses if clause.differs]
    return ComparisonShown(
        old=_side(old),
        new=_side(new),
        summary=summary_of(comparison),
        is_empty=comparison.is_empty,
        terms=[_term(change) for change in comparison.terms],
        parties=[_party(change) for change in comparison.parties],
        clauses=[
            _clause(each) for each in (comparison.clauses if everything else differing)
        ],
        alike=len(comparison.clauses) - len(differing),
    )


def summary_of(comparison: Comparison) -> list[str]:
    """Say in sentences how much changed: clauses, then parties, then terms."""
    said = [_clauses_said(comparison), _parties_said(comparison)]
    if comparison.terms:
        names = [_within(label_of(change.name)) for change in comparison.terms]
        said.append(f"Also changed: {sentence_list(names)}.")
    found = [sentence for sentence in said if sentence]
    return found or ["Nothing differs: both say the same."]


def _within(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


def _clauses_said(comparison: Comparison) -> str:
    clauses = comparison.clauses
    numbers = [
        (sum(each.fate is Fate.ADDED for each in clauses), "added"),
        (sum(each.fate is Fate.REMOVED for each in clauses), "removed"),
        (sum(each.moved for each in clauses), "moved"),
        (sum(each.fate is Fate.CHANGED for each in clauses), "reworded"),
    ]
    parts = [(number, what) for number, what in numbers if number]
    if not parts:
        return ""
    (first, what), *rest = parts
    words = [f"{count(first, 'clause')} {what}", *(f"{n} {how}" for n, how in rest)]
    return f"{sentence_list(words)}."


def _parties_said(comparison: Comparison) -> str:
    fates = [change.fate for change in comparison.parties]
    numbers = [
        (fates.count(Fate.ADDED), "joins", "join"),
        (fates.count(Fate.REMOVED), "leaves", "leave"),
        (fates.count(Fate.CHANGED), "is named otherwise", "are named otherwise"),
    ]
    words = [
        f"{count(number, 'party', 'parties')} {one if number == 1 else many}"
        for number, one, many in numbers
        if number
    ]
    return f"{sentence_list(words)}." if words else ""


def _side(version: Version) -> Side:
    page = "draft" if version.is_draft else "version"
    return Side(
        number=version.number,
        name=f"Version {version.number}",
        href=version_address(version, page),
        state=str(version.get_status_display()),
        effect=effect(version),
        fingerprint=version.content_hash,
    )


def _clause(change: ClauseChange) -> ClauseLine:
    clause = change.new or change.old
    if clause is None:
        raise ValueError("A change of a clause is about a clause.")
    whole = change.fate in (Fate.ADDED, Fate.REMOVED, Fate.SAME)
    whole = whole or not change.text
    return ClauseLine(
        anchor=f"{'was' if change.new is None else 'is'}-{change.identity}",
        number=str(change.new_place or change.old_place),
        title=clause.heading,
        fate=_fate_in_words(change),
        colour="blue"
        if change.moved and change.fate is Fate.SAME
        else _COLOURS[change.fate],
        added=change.fate is Fate.ADDED,
        removed=change.fate is Fate.REMOVED,
        heading=change.heading,
        text=change.text,
        source=clause.text,
        html=to_html(clause.text) if whole else Markup(),
        note=_note(change),
    )


def _fate_in_words(change: ClauseChange) -> str:
    words = {
        Fate.ADDED: "Added",
        Fate.REMOVED: f"Removed: it was clause {change.old_place}",
        Fate.CHANGED: "Reworded",
        Fate.SAME: "" if change.moved else "Unchanged",
    }[change.fate]
    if not change.moved:
        return words
    moved = f"Moved from place {change.old_place} to {change.new_place}"
    return f"{words}; {moved.lower()}" if words else moved


def _note(change: ClauseChange) -> str:
    parts = [part for part in (change.heading, change.text) if part]
    if parts and all(piece.kind is Kind.SAME for part in parts for piece in part):
        return "Only spaces or the ends of lines differ; every word is the same."
    renumbered = change.old_place != change.new_place and not change.moved
    if change.new_place and change.old_place and renumbered:
        return f"It was clause {change.old_place}."
    return ""


def _party(change: PartyChange) -> str:
    old, new = change.old, change.new
    if old is None and new is not None:
        return f"{new.name} joins as {_role(new.role)}."
    if new is None and old is not None:
        return f"{old.name} leaves; it was {_role(old.role)}."
    if old is None or new is None:
        raise ValueError("A change of a party is about a party.")
    said = []
    if old.name != new.name:
        said.append(f"{old.name} is now called {new.name}.")
    if old.role != new.role:
        said.append(f"{new.name} was {_role(old.role)} and is {_role(new.role)}.")
    if old.signing != new.signing:
        plans = [_plan(each.signing) for each in (old, new)]
        said.append(f"{new.name} signed by {plans[0]}, and signs by {plans[1]}.")
    return " ".join(said) or f"{new.name} is described otherwise."


def _plan(code: str) -> str:
    return SigningPlan(code).label.lower() if code in SigningPlan.values else code


def _role(code: str) -> str:
    return PartyRole(code).label.lower() if code in PartyRole.values else code


def _term(change: TermChange) -> TermLine:
    name, old, new = change.name, change.old, change.new
    if is_list(old) and is_list(new):
        listed = compare_lists(old, new)
        if listed.reordered:
            was = value_in_words(name, old)
            return TermLine(
                label=label_of(name), old=was, new="The same, in another order"
            )
        old, new = listed.removed, listed.added
    return TermLine(
        label=label_of(name),
        old=value_in_words(name, old),
        new=value_in_words(name, new),
    )
