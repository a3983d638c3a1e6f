"""Clauses as people write them, shown safely: HTML off, then cleaned again."""

from typing import Any, Final

import nh3
from markdown_it.token import Token
from markupsafe import Markup

from agreements.rules.clause_text import parser

TAGS: Final = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "hr"}
TABLES: Final = {"table", "thead", "tbody", "tr", "th", "td"}
# A list that begins at 7 is read as 7: people refer to its numbers.
ATTRIBUTES: Final = {"ol": {"start"}}


def to_html(text: str) -> Markup:
    """Give a clause's text as HTML that holds nothing but words and lists."""
    rendered = parser().render(text)
    return Markup(nh3.clean(rendered, tags=TAGS | TABLES, attributes=ATTRIBUTES))  # noqa: S704 - just cleaned


def to_blocks(text: str) -> list[dict[str, Any]]:
    """Give a clause's text as nested plain values, for a document that is typeset."""
    tokens = iter(parser().parse(text))
    return _blocks(tokens, "")


_OPENING: Final = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "thead_open": "group",
    "tbody_open": "group",
    "tr_open": "row",
    "th_open": "cell",
    "td_open": "cell",
}


def _blocks(tokens: Any, closing: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for token in tokens:
        if token.type == closing:
            break
        if token.type in _OPENING:
            end = token.type.replace("_open", "_close")
            found.append({"kind": _OPENING[token.type], "parts": _blocks(tokens, end)})
            if token.type == "ordered_list_open":
                found[-1]["start"] = token.attrGet("start") or 1
        elif token.type == "inline":
            found.append({"kind": "words", "runs": _runs(token.children or [])})
        elif token.type in ("fence", "code_block"):
            found.append({"kind": "code", "text": token.content.rstrip("\n")})
        elif token.type == "hr":
            found.append({"kind": "rule"})
    return found


def _runs(tokens: list[Token]) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    strong = emphasised = 0
    for token in tokens:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        emphasised += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        words = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
        if words and token.type in ("text", "softbreak", "hardbreak", "code_inline"):
            runs.append(
                {"text": words, "strong": strong > 0, "emphasised": emphasised > 0}
            )
    return runs
