"""A clause's text as it is read: what the small Markdown of clauses shows of it.

What a body signs is what it was shown, so no word that somebody typed may be missing
from the page: the parts of Markdown that hide words (a link's definition, a code
block's label, a table's surplus cells, what is nested too deeply) are off, or refused.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Deeper than people read, and less than what the typesetter can stand.
DEEPEST: Final = 16
_HIDING: Final = ("reference", "fence", "entity")
_NOT_OURS: Final = (
    "link",
    "image",
    "autolink",
    "heading",
    "lheading",
    "html_block",
    "html_inline",
)


@cache
def parser() -> MarkdownIt:
    """Give the parser: no links, pictures or headings, for a clause is words."""
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    return made.disable([*_NOT_OURS, *_HIDING]).enable("table")


def shows_everything(text: str) -> bool:
    """Say whether every letter and figure that was typed is on the page."""
    return _letters(text) == _letters("".join(_shown(parser().parse(text))))


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalnum())


def _shown(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        # The number that opens an item of a numbered list.
        if token.type == "list_item_open":
            yield token.info
        elif token.children is not None:
            yield from _shown(token.children)
        else:
            yield token.content
