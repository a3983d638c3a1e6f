"""Where the pages of actions are, and what lists and forms of them read."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from collab.enums import ActionStatus
from collab.grants import rights_of
from collab.models import (
    Action,
    ActionEvidence,
    Collaborative,
)
from collab.rules.periods import london_day
from collab.rules.rights import Rights

_REFERENCE = re.compile(r"(?:([a-z0-9-]+)/(?:actions/)?)?(A-\d{3,8})", re.I)

# What a list may be narrowed to, beside every status; living is what nobody asked for.
OVERDUE: Final = "overdue"
ALL: Final = "all"
MINE: Final = "mine"
OURS: Final = "ours"


def action_address(action: Action, page: str = "action") -> str:
    """Give the address of one of an action's pages."""
    return reverse(f"collab:{page}", args=[action.collaborative.slug, action.reference])


def pages_of_actions(uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of actions that events name; the pages themselves refuse."""
    return {
        action.uid: action_address(action)
        for action in Action.objects.filter(uid__in=uids).select_related(
            "collaborative"
        )
    }


def find_action(user: object, typed: str) -> str | None:
    """Give the page of a reference such as A-001 or impact/A-001, or None."""
    match = _REFERENCE.fullmatch(typed.strip())
    if match is None:
        return None
    slug, reference = match.groups()
    rights = rights_of(user, timezone.now())
    found = Action.objects.visible_to(rights).filter(reference=reference.upper())
    if slug:
        found = found.filter(collaborative__slug=slug.lower())
    action = (
        found.select_related("collaborative").order_by("collaborative__name").first()
    )
    return None if action is None else action_address(action)


def actions_like(
    *,
    collaborative: Collaborative,
    user: Any,
    rights: Rights,
    now: dt.datetime,
    state: str = "",
    whose: str = "",
    organisation: str = "",
) -> QuerySet[Any]:
    """Narrow a collaborative's actions; nothing asked for means those not over."""
    rows: QuerySet[Any] = Action.objects.visible_to(rights).filter(
        collaborative=collaborative
    )
    if state == OVERDUE:
        rows = rows.filter(status=ActionStatus.OPEN, due_on__lt=london_day(now))
    elif state in ActionStatus.values:
        rows = rows.filter(status=state)
    elif state != ALL:
        rows = rows.living()  # type: ignore[attr-defined]
    if whose == MINE:
        rows = rows.filter(owner=user)
    elif whose == OURS:
        rows = rows.filter(organisation_id__in=rights.organisations)
    if organisation:
        rows = rows.filter(organisation__uid=organisation)
    return rows


def to_look_at(*, user: Any, rights: Rights) -> QuerySet[Any]:
    """Give the actions whose evidence waits for this person in particular."""
    shown = ActionEvidence.objects.visible_to(rights).filter(
        action=OuterRef("pk"), given_by=user
    )
    opened = Q(
        opened_by=user,
        is_condition=False,
        collaborative_id__in=rights.collaboratives_with("take_part"),
    )
    governed = Q(collaborative_id__in=rights.collaboratives_with("govern"))
    rows: QuerySet[Any] = (
        Action.objects.visible_to(rights)
        .filter(opened | governed, status=ActionStatus.DONE)
        .exclude(owner=user)
        .exclude(Exists(shown))
    )
    return rows


def without_owner(*, rights: Rights, at: dt.datetime) -> QuerySet[Any]:
    """Give the actions whose owner has left, and that the person may give to others."""
    own = Q(
        organisation_id__in=rights.organisations_with("administer_people"),
        collaborative_id__in=rights.collaboratives_with("take_part"),
    )
    governed = Q(collaborative_id__in=rights.collaboratives_with("govern"))
    rows: QuerySet[Any] = (
        Action.objects.visible_to(rights)
        .with_owner_there(at)
        .filter(own | governed, status=ActionStatus.OPEN, owner_there=False)
    )
    return rows
