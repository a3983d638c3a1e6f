"""Actions as lists, their own pages, home pages and decisions show them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from collab.enums import ActionStatus
from collab.models import Action, Collaborative
from collab.registries import DecisionFact, Entry, HomeSection
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from collab.selectors.actions import ALL, action_address, actions_like
from ui.formats import date, due
from ui.paging import Page, PageLinks, keyset_page, page_links

SHOWN = 5
# The longest start of what is to be done that a line of a list shows.
_HEAD = 140
_COLOURS = {
    ActionStatus.OPEN: "blue",
    ActionStatus.DONE: "yellow",
    ActionStatus.CLOSED: "green",
    ActionStatus.DROPPED: "grey",
}


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    """One action in a list."""

    title: str
    href: str
    state: str
    colour: str
    whose: str
    due: str


@dataclass(frozen=True, kw_only=True)
class ActionList:
    """One page of a list of actions."""

    lines: list[ActionLine]
    page: Page[Action]

    def links(self, query: Mapping[str, Any]) -> PageLinks:
        """Give the addresses of the pages on either side."""
        return page_links(self.page, query)


def show_list(
    collaborative: Collaborative,
    *,
    user: Any,
    rights: Rights,
    now: dt.datetime,
    cursor: str,
    **wanted: str,
) -> ActionList:
    """Gather one page of actions in one query; ``wanted`` as `actions_like` takes it."""
    rows = actions_like(
        collaborative=collaborative, user=user, rights=rights, now=now, **wanted
    )
    over = {ALL, ActionStatus.CLOSED.value, ActionStatus.DROPPED.value}
    page = keyset_page(
        rows.with_owner_there(now).select_related("organisation", "owner"),  # type: ignore[attr-defined]
        order="-due_on" if wanted.get("state") in over else "due_on",
        cursor=cursor,
    )
    lines = [_line(each, collaborative, london_day(now)) for each in page.items]
    return ActionList(lines=lines, page=page)


def _line(action: Action, collaborative: Collaborative, today: dt.date) -> ActionLine:
    action.collaborative = collaborative
    there = action.__dict__["owner_there"]
    owner = action.owner.name if there or not action.is_living else "needs a new owner"
    state, colour = state_of(action, today)
    return ActionLine(
        title=f"{action.reference} {head_of(action)}",
        href=action_address(action),
        state=state,
        colour=colour,
        whose=f"{action.organisation.name}: {owner}",
        due=due_words(action, today),
    )


def head_of(action: Action) -> str:
    """Give the beginning of what is to be done, for a line."""
    words = " ".join(action.what.split())
    return words if len(words) <= _HEAD else f"{words[: _HEAD - 1].rstrip()}…"


def state_of(action: Action, today: dt.date) -> tuple[str, str]:
    """Say how an action stands, and in what colour."""
    if action.is_overdue(today):
        return "Overdue", "red"
    return str(action.get_status_display()), _COLOURS[ActionStatus(action.status)]


def due_words(action: Action, today: dt.date) -> str:
    """Say by when it is to be done, and how far off that is while it matters."""
    if action.status != ActionStatus.OPEN:
        return f"Due by {date(action.due_on)}"
    return f"Due by {date(action.due_on)}, {due(action.due_on, today)}"


def crumbs_of(collaborative: Collaborative) -> list[dict[str, str]]:
    """Lead from an action back to the list and home."""
    return [
        *crumbs_to_list(collaborative),
        {"href": list_address(collaborative), "text": "Actions"},
    ]


def crumbs_to_list(collaborative: Collaborative) -> list[dict[str, str]]:
    """Lead from the list back to the collaborative and home."""
    return [
        {"href": "/", "text": "Home"},
        {"href": f"/{collaborative.slug}/", "text": collaborative.name},
    ]


def list_address(collaborative: Collaborative) -> str:
    """Give the page of a collaborative's actions."""
    return reverse("collab:actions", args=[collaborative.slug])


def owed(
    user: Any, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> HomeSection | None:
    """List what is owed soonest for a collaborative's page, the overdue first."""
    rows = actions_like(collaborative=collaborative, user=user, rights=rights, now=now)
    soonest = (
        rows.with_owner_there(now)  # type: ignore[attr-defined]
        .select_related("organisation", "owner")
        .order_by("due_on", "pk")[:SHOWN]
    )
    lines = [_line(each, collaborative, london_day(now)) for each in soonest]
    return HomeSection(
        title="What is owed",
        entries=[
            Entry(
                title=line.title,
                href=line.href,
                detail=f"{line.whose}. {line.due}",
                state=line.state,
                colour=line.colour,
            )
            for line in lines
        ],
        empty="No action is open.",
        more=Entry(title="All actions", href=list_address(collaborative)),
    )


def facts_of_decision(decision: Any, rights: Rights) -> list[DecisionFact]:
    """Give the actions of a decision that are not its conditions, for its page."""
    rows = list(
        Action.objects.visible_to(rights)
        .filter(decision=decision, is_condition=False)
        .select_related("collaborative", "organisation")
        .order_by("pk")
    )
    return [
        DecisionFact(
            label="Action",
            text=(
                f"{each.reference} {head_of(each)} ({each.organisation.name}, due by"
                f" {date(each.due_on)}): {each.get_status_display()}"
            ),
            href=action_address(each),
        )
        for each in rows
    ]
