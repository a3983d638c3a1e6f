"""What was found, as the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from collab.rules.searching import Piece, excerpt, marked
from collab.selectors.searching import Found
from ui.paging import link_to


@dataclass(frozen=True, kw_only=True)
class HitLine:
    """One record that was found, the words marked."""

    kind: str
    where: str
    title: list[Piece]
    href: str
    excerpt: list[Piece]


@dataclass(frozen=True, kw_only=True)
class SearchShown:
    """One page of what was found."""

    lines: list[HitLine]
    next_link: str
    newest_link: str = ""


def show_found(found: Found, query: Mapping[str, Any], *, goes_on: bool) -> SearchShown:
    """Put hits into lines; ``query`` is what was asked, ``goes_on`` on a later page."""
    words, beginning = found.words, found.beginning
    return SearchShown(
        lines=[
            HitLine(
                kind=hit.entry.kind,
                where=hit.where,
                title=marked(hit.entry.title, words, beginning=beginning),
                href=hit.entry.address,
                excerpt=excerpt(hit.entry.text, words, beginning=beginning),
            )
            for hit in found.hits
        ],
        next_link=link_to(found.next_cursor, query),
        newest_link=f"?{urlencode(query)}" if goes_on else "",
    )
