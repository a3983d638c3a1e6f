"""Actions in people's work and among what falls due."""

import datetime as dt
from functools import partial
from typing import Any, Final

from django.db.models import F
from django.db.models.functions import TruncDate
from django.urls import reverse

from collab.enums import ActionStatus
from collab.models import Action, DueThing
from collab.registries import Ahead, AheadItem, AheadSource, WorkItem, WorkSource
from collab.rules.periods import LONDON
from collab.selectors.actions import to_look_at, without_owner
from collab.services.falling_due_actions import LOOKED_AT_WITHIN
from collab.services.telling_actions import KIND, KIND_TO_CHECK

_FACTS: Final = {
    "reference": F("reference"),
    "what": F("what"),
    "body": F("organisation__name"),
    "owner": F("owner__name"),
    "slug": F("collaborative__slug"),
    "collaborative": F("collaborative__name"),
    "collaborative_id": F("collaborative_id"),
}
_DUE: Final = {**_FACTS, "due_on": F("due_on")}
_LOOK_BY: Final = TruncDate(F("done_at") + LOOKED_AT_WITHIN, tzinfo=LONDON)


def _item(title: str, body: str, facts: dict[str, Any], due_on: str | None) -> WorkItem:
    return WorkItem(
        title=title,
        body=body,
        link=reverse("collab:action", args=[facts["slug"], facts["reference"]]),
        kind="action",
        due_on=dt.date.fromisoformat(due_on) if due_on else None,
        collaborative=facts["collaborative"],
        collaborative_id=facts["collaborative_id"],
    )


def _to_do(facts: dict[str, Any]) -> WorkItem:
    return _item(
        f"Do {facts['reference']}: {_head(facts)}",
        f"You own it, for {facts['body']}. Say so when it is done.",
        facts,
        facts["due_on"],
    )


def _to_look_at(facts: dict[str, Any]) -> WorkItem:
    return _item(
        f"Is {facts['reference']} done? {_head(facts)}",
        f"{facts['shower']} says so, for {facts['body']}. Close it or return it.",
        facts,
        facts["look_by"],
    )


def _to_give(facts: dict[str, Any]) -> WorkItem:
    return _item(
        f"Find somebody for {facts['reference']}: {_head(facts)}",
        f"{facts['owner']} has left {facts['body']}. It stays there, and needs a new"
        " owner.",
        facts,
        facts["due_on"],
    )


def _head(facts: dict[str, Any]) -> str:
    words = " ".join(str(facts["what"]).split())
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"


def _mine(user: Any, rights: Any, now: dt.datetime) -> Any:
    rows = Action.objects.visible_to(rights)
    return rows.filter(owner=user, status=ActionStatus.OPEN)


SOURCES: Final = {
    "actions: to do": WorkSource(
        kind="action",
        rows=_mine,
        due="due_on",
        collaborative="collaborative_id",
        facts=_DUE,
        item=_to_do,
    ),
    "actions: to look at": WorkSource(
        kind="action",
        rows=lambda user, rights, now: to_look_at(user=user, rights=rights),
        due=_LOOK_BY,
        collaborative="collaborative_id",
        facts={**_FACTS, "shower": F("done_by__name"), "look_by": _LOOK_BY},
        item=_to_look_at,
    ),
    "actions: to give": WorkSource(
        kind="action",
        rows=lambda user, rights, now: without_owner(rights=rights, at=now),
        due="due_on",
        collaborative="collaborative_id",
        facts=_DUE,
        item=_to_give,
    ),
}
KINDS: Final = {"action": "Actions to do or to look at"}


def _due_things(kind: str, ahead: Ahead) -> Any:
    rows = (
        DueThing.objects.visible_to(ahead.rights)
        .open()
        .filter(
            kind=kind,
            collaborative_id=ahead.collaborative_id,
            due_on__lte=ahead.until,
        )
    )
    if ahead.bodies is None:
        return rows
    return rows.filter(organisation_id__in=ahead.bodies)


def _ahead_item(detail: str, facts: dict[str, Any]) -> AheadItem:
    return AheadItem(title=facts["title"], link=facts["link"], detail=detail)


AHEAD: Final = {
    f"actions: {kind}": AheadSource(
        label=label,
        rows=partial(_due_things, kind),
        due="due_on",
        organisation="organisation_id",
        facts={"title": F("title"), "link": F("link")},
        item=partial(_ahead_item, detail),
    )
    for kind, label, detail in (
        (KIND, "Action", ""),
        (KIND_TO_CHECK, "Evidence to look at", "Somebody else closes or returns it."),
    )
}
