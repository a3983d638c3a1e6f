"""Two texts compared word by word, without loss and within a bound.

A word is compared together with the kind of gap behind it: none, a space, or a new
paragraph. How wide a gap is, or where a line is broken, is no change of wording. The
work is counted before it is done: a text too long or too repetitive to be compared
word by word is compared sentence by sentence, and in the last resort as a whole.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate
from typing import Final, NamedTuple

from agreements.rules.order import kept_in_order

_WORD: Final = re.compile(
    r"(?P<word>\w+(?:['’.,/-]\w+)*|(?P<sign>[^\w\s])(?P=sign)*|^(?=\s))(?P<gap>\s*)"  # noqa: RUF001 - an apostrophe as people type it
)
_SENTENCE_END: Final = frozenset(".;:!?")
# Pairs of equal words that one comparison may look at: some milliseconds' work.
MOST_PAIRS: Final = 150_000
# What is left alone between two changes where it is too short to guide the eye.
_FEWEST_LETTERS: Final = 4


# What is done, and from where to where in the old and in the new words.
Step = tuple[str, int, int, int, int]


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of text; ``old`` and ``new`` differ in a SAME piece only by their gaps."""

    kind: Kind
    old: str = ""
    new: str = ""

    @property
    def shown(self) -> str:
        """The text to read: what is new, or what was taken out."""
        return self.old if self.kind is Kind.REMOVED else self.new


@dataclass(kw_only=True)
class Allowance:
    """How many pairs of equal words may still be looked at, over many texts."""

    pairs: int = 6 * MOST_PAIRS

    def covers(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Say whether two sequences may be compared, and count it where they may."""
        there = Counter(new)
        pairs = len(old) + len(new)
        pairs += sum(times * there[key] for key, times in Counter(old).items())
        if pairs > min(MOST_PAIRS, self.pairs):
            return False
        self.pairs -= pairs
        return True


class _Token(NamedTuple):
    text: str
    key: str
    words: int = 1


def compare_words(
    old: str, new: str, allowance: Allowance | None = None
) -> tuple[Piece, ...]:
    """Give the pieces that lead from one text to the other, in reading order."""
    allowance = allowance or Allowance()
    before, after = list(_tokens(old)), list(_tokens(new))
    first = _common(before, after)
    last = _common(before[first:][::-1], after[first:][::-1])
    inner = _inner(
        before[first : len(before) - last], after[first : len(after) - last], allowance
    )
    pieces = [
        _same(before[:first], after[:first]),
        *inner,
        _same(before[len(before) - last :], after[len(after) - last :]),
    ]
    return tuple(_joined(piece for piece in pieces if piece.old or piece.new))


def old_text(pieces: Sequence[Piece]) -> str:
    """Put the old text together again."""
    return "".join(piece.old for piece in pieces)


def new_text(pieces: Sequence[Piece]) -> str:
    """Put the new text together again."""
    return "".join(piece.new for piece in pieces)


def _tokens(text: str) -> Iterator[_Token]:
    for found in _WORD.finditer(text):
        whole, word, gap = found.group(0, "word", "gap")
        kind = "\n\n" if gap.count("\n") > 1 else " " if gap else ""
        yield _Token(whole, word + kind)


def _common(old: Sequence[_Token], new: Sequence[_Token]) -> int:
    shared = 0
    for mine, theirs in zip(old, new, strict=False):
        if mine.key != theirs.key:
            break
        shared += 1
    return shared


def _inner(
    old: list[_Token], new: list[_Token], allowance: Allowance
) -> Iterator[Piece]:
    for how, i, j, k, m in _steadied(_steps(old, new, allowance), old):
        if how == "equal":
            yield _same(old[i:j], new[k:m])
        else:
            yield from _replaced(old[i:j], new[k:m])


def _steps(old: list[_Token], new: list[_Token], allowance: Allowance) -> list[Step]:
    """Compare between the words that stand once in both texts and kept their order."""
    steps: list[Step] = []
    i = k = 0
    for j, m in [*_anchors(old, new), (len(old), len(new))]:
        steps.extend(_between(old[i:j], new[k:m], i, k, allowance))
        if j < len(old):
            steps.append(("equal", j, j + 1, m, m + 1))
        i, k = j + 1, m + 1
    return _merged(steps)


def _anchors(old: Sequence[_Token], new: Sequence[_Token]) -> list[tuple[int, int]]:
    before, after = _once(old), _once(new)
    both = [before[key] for key in after if key in before]
    kept = kept_in_order(both)
    return [
        (before[key], place)
        for key, place in after.items()
        if key in before and before[key] in kept
    ]


def _once(tokens: Sequence[_Token]) -> dict[str, int]:
    times = Counter(token.key for token in tokens)
    return {
        token.key: place for place, token in enumerate(tokens) if times[token.key] == 1
    }


def _between(
    old: list[_Token], new: list[_Token], i: int, k: int, allowance: Allowance
) -> Iterator[Step]:
    if not old or not new:
        if old or new:
            yield ("replace", i, i + len(old), k, k + len(new))
        return
    # Most of what stands between two anchors is alike: that is soon seen.
    if [token.key for token in old] == [token.key for token in new]:
        yield ("equal", i, i + len(old), k, k + len(new))
        return
    for make in (_each, _sentences):
        before, after = make(old), make(new)
        keys = [token.key for token in before], [token.key for token in after]
        if allowance.covers(*keys):
            at, there = _starts(before, i), _starts(after, k)
            matcher = SequenceMatcher(None, *keys, autojunk=False)
            for how, a, b, c, d in matcher.get_opcodes():
                yield (how, at[a], at[b], there[c], there[d])
            return
    yield ("replace", i, i + len(old), k, k + len(new))


def _starts(tokens: Sequence[_Token], first: int) -> list[int]:
    return list(accumulate((token.words for token in tokens), initial=first))


def _merged(steps: Sequence[Step]) -> list[Step]:
    found: list[Step] = []
    for how, i, j, k, m in steps:
        alike = found and (found[-1][0] == "equal") == (how == "equal")
        if alike:
            before = found.pop()
            found.append((before[0], before[1], j, before[3], m))
        else:
            found.append((how if how == "equal" else "replace", i, j, k, m))
    return found


def _each(tokens: list[_Token]) -> list[_Token]:
    return tokens


def _steadied(steps: Sequence[Step], old: list[_Token]) -> Iterator[Step]:
    """Draw one change over a short word that stands alone between two changes."""
    held: Step | None = None
    for place, step in enumerate(steps):
        how, i, j, k, m = step
        lone = how == "equal" and 0 < place < len(steps) - 1
        if how == "equal" and not (lone and _is_short(old[i:j])):
            if held is not None:
                yield held
            held = None
            yield step
        elif held is None:
            held = ("replace", i, j, k, m)
        else:
            held = ("replace", held[1], j, held[3], m)
    if held is not None:
        yield held


def _is_short(tokens: Sequence[_Token]) -> bool:
    if any("\n\n" in token.key for token in tokens):
        return False
    return sum(len(token.key.strip()) for token in tokens) < _FEWEST_LETTERS


def _sentences(tokens: list[_Token]) -> list[_Token]:
    found: list[_Token] = []
    held: list[_Token] = []
    for token in tokens:
        held.append(token)
        word = token.key.rstrip()
        if token.key.endswith("\n\n") or (
            word[-1:] in _SENTENCE_END and token.key != word
        ):
            found.append(_one(held))
            held = []
    if held:
        found.append(_one(held))
    return found


def _one(tokens: Sequence[_Token]) -> _Token:
    key = "".join(token.key for token in tokens)
    return _Token(_text(tokens), key, len(tokens))


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _same(old: Sequence[_Token], new: Sequence[_Token]) -> Piece:
    return Piece(kind=Kind.SAME, old=_text(old), new=_text(new))


def _replaced(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[Piece]:
    yield Piece(kind=Kind.REMOVED, old=_text(old))
    yield Piece(kind=Kind.ADDED, new=_text(new))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.kind is piece.kind:
            held = Piece(
                kind=held.kind, old=held.old + piece.old, new=held.new + piece.new
            )
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
