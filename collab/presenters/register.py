"""The register of decisions as its page shows it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from collab.models import Collaborative, Decision
from collab.presenters.decisions import address_of, colour_of
from collab.rules.register import FILTERS, Wanted
from collab.rules.rights import Rights
from collab.selectors.register import Narrowed, register_stretch
from ui.paging import Page, PageLinks, keyset_page, page_links


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One decision in the register."""

    decision: Decision
    href: str
    outcome: str
    colour: str
    forum: str


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """One page of the register, what it shows in words, and how to see more.

    ``back_to`` is the day that the search looked back to, where there is more to
    search; ``further`` is the address that looks on from there.
    """

    lines: list[RegisterLine]
    words: str
    narrows: bool
    page: Page[Decision]
    back_to: dt.date | None
    further: str
    links: PageLinks


def show_register(
    collaborative: Collaborative,
    rights: Rights,
    *,
    wanted: Wanted,
    query: Mapping[str, Any],
) -> RegisterPage:
    """Gather one page of a collaborative's decisions."""
    narrowed = register_stretch(
        collaborative=collaborative,
        rights=rights,
        wanted=wanted,
        before=_day_in(query.get("before", "")),
    )
    page = keyset_page(
        narrowed.rows.select_related("forum"),
        order=narrowed.order,
        cursor=query.get("at", ""),
    )
    return RegisterPage(
        lines=[_line(each, collaborative) for each in page.items],
        words=wanted.in_words(),
        narrows=wanted.narrows,
        page=page,
        back_to=narrowed.back_to if page.next_cursor is None else None,
        further=_further(narrowed, query),
        links=page_links(page, query),
    )


def _line(decision: Decision, collaborative: Collaborative) -> RegisterLine:
    return RegisterLine(
        decision=decision,
        href=address_of(decision, collaborative),
        outcome=str(decision.get_outcome_display()),
        colour=colour_of(decision),
        forum=decision.forum.name if decision.forum else "",
    )


def filters_in(query: Mapping[str, Any]) -> str:
    """Give the filters of an address as the query string of another."""
    kept = {key: query[key] for key in FILTERS if query.get(key)}
    return f"?{urlencode(kept)}" if kept else ""


def _further(narrowed: Narrowed, query: Mapping[str, Any]) -> str:
    if narrowed.back_to is None:
        return ""
    filters = filters_in(query)
    day = urlencode({"before": narrowed.back_to.isoformat()})
    return f"{filters}{'&' if filters else '?'}{day}"


def _day_in(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None
