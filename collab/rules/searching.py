"""Words of the search: how texts are cut into terms, and how typed words ask for them.

Each word of an entry is indexed once for itself and once for each of its audiences, as
``key_word``, where the key is a short hash of the audience. So the index itself joins
words and audience: a word in nothing that a person may see is not there for them,
however often it stands in what others may see. A key may be shared by chance, so who
reads the hits compares whole audiences again.

A typed word is letters and digits without accents, and never holds ``_``: whatever
people type, no operator of either database can come of it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

# Longer words are cut in the index and in what is asked.
LONGEST_WORD: Final = 40
# Words of one entry that are indexed, and words of one search that count.
MOST_WORDS: Final = 2_000
MOST_ASKED: Final = 8
# From so many letters on the last word may be the beginning of one.
SHORTEST_BEGINNING: Final = 2

_WORD: Final = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Give a text without accents and capitals, as it is compared."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return plain.casefold()


def words_in(text: str) -> list[str]:
    """Give the different words of a text, folded, in their order."""
    found = (word[:LONGEST_WORD] for word in _WORD.findall(folded(text)))
    return list(dict.fromkeys(found))


def key_of(token: str) -> str:
    """Give the short key of an audience such as ``collaborative:col_…``."""
    return hashlib.blake2b(token.encode(), digest_size=4).hexdigest()


def within(collaborative_uid: str) -> str:
    """Name the audience of those who read everything of a collaborative."""
    return f"within:{collaborative_uid}"


def audiences_of(token: str, collaborative_uid: str) -> list[str]:
    """
    Give the audiences under which an entry is indexed.

    What is for fewer than all people of a collaborative is also there for those who
    read everything of it.
    """
    everybody = f"collaborative:{collaborative_uid}"
    if not collaborative_uid or token == everybody:
        return [token]
    return [token, within(collaborative_uid)]


def kind_term(kind: str) -> str:
    """Give the term that every entry of a kind has; no word can be like it."""
    return f"_k{key_of(kind)}"


def place_term(collaborative_uid: str) -> str:
    """Give the term that every entry of a collaborative has."""
    return f"_c{key_of(collaborative_uid)}"


def terms_of(*, text: str, kind: str, token: str, collaborative_uid: str) -> str:
    """Give all terms of one entry, each once, with spaces between."""
    words = words_in(text)[:MOST_WORDS]
    terms = [*words, kind_term(kind)]
    if collaborative_uid:
        terms.append(place_term(collaborative_uid))
    for audience in audiences_of(token, collaborative_uid):
        key = key_of(audience)
        terms += [f"{key}_{word}" for word in words]
    return " ".join(terms)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Words asked for by a reader of some audiences; no audiences means all there are.

    All words must be there. Where ``beginning``, the last is the beginning of one.
    ``marks`` are terms of kinds and places that must be there, too.
    """

    words: tuple[str, ...]
    audiences: tuple[str, ...] | None
    marks: tuple[str, ...] = ()
    beginning: bool = False

    def in_fts5(self) -> str:
        """Spell the question for SQLite."""
        parts = [
            "(" + " OR ".join(f'"{term}"{" *" if cut else ""}' for term in terms) + ")"
            for terms, cut in self._parts()
        ]
        return " AND ".join(parts + [f'"{mark}"' for mark in self.marks])

    def in_tsquery(self) -> str:
        """Spell the question for PostgreSQL."""
        parts = [
            "(" + " | ".join(f"'{term}'{':*' if cut else ''}" for term in terms) + ")"
            for terms, cut in self._parts()
        ]
        return " & ".join(parts + [f"'{mark}'" for mark in self.marks])

    def of_each_audience(self) -> list["Question"]:
        """Give the same question for one audience after another."""
        if self.audiences is None:
            return [self]
        return [replace(self, audiences=(each,)) for each in self.audiences]

    def _parts(self) -> Iterator[tuple[list[str], bool]]:
        keys = None if self.audiences is None else [*map(key_of, self.audiences)]
        for place, word in enumerate(self.words, start=1):
            terms = [word] if keys is None else [f"{key}_{word}" for key in keys]
            yield terms, self.beginning and place == len(self.words)


def asked_words(typed: str) -> tuple[str, ...]:
    """Give the words that a search looks for; what comes after them does not count."""
    return tuple(words_in(typed)[:MOST_ASKED])


def may_be_beginning(words: Iterable[str]) -> bool:
    """Say whether the last word is long enough to be the beginning of another."""
    last = [*words][-1:]
    return bool(last) and len(last[0]) >= SHORTEST_BEGINNING


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it is one of the words that were asked for."""

    text: str
    marked: bool = False


def marked(text: str, asked: tuple[str, ...], *, beginning: bool) -> list[Piece]:
    """Cut a text so that the words that were asked for stand for themselves."""
    pieces: list[Piece] = []
    done = 0
    for found in _WORD.finditer(text):
        if _is_asked(found.group(), asked, beginning=beginning):
            if found.start() > done:
                pieces.append(Piece(text[done : found.start()]))
            pieces.append(Piece(found.group(), marked=True))
            done = found.end()
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return pieces


def excerpt(
    text: str, asked: tuple[str, ...], *, beginning: bool, length: int = 240
) -> list[Piece]:
    """Give the part of a text around the first word asked for, with words marked."""
    flat = " ".join(text.split())
    first = next(
        (
            found.start()
            for found in _WORD.finditer(flat)
            if _is_asked(found.group(), asked, beginning=beginning)
        ),
        0,
    )
    start = 0 if first < length // 2 else flat.rfind(" ", 0, first - length // 3) + 1
    end = start + length
    if end < len(flat):
        end = max(flat.rfind(" ", start, end), first) if " " in flat[start:end] else end
        end = end if end > start else start + length
    cut = flat[start:end]
    pieces = marked(cut, asked, beginning=beginning)
    before = [Piece("… ")] if start else []
    after = [Piece(" …")] if end < len(flat) else []
    return [*before, *pieces, *after]


def _is_asked(word: str, asked: tuple[str, ...], *, beginning: bool) -> bool:
    plain = folded(word)[:LONGEST_WORD]
    if plain in asked:
        return True
    return beginning and bool(asked) and plain.startswith(asked[-1])
