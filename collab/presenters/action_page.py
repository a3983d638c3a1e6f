"""One action's page: its evidence, what happens next, and whose move it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from collab.enums import ActionStatus
from collab.models import Action, ActionEvidence
from collab.policies import actions as may
from collab.presenters.actions import due_words, state_of
from collab.presenters.decisions import address_of as decision_address
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from ui.formats import date


@dataclass(frozen=True, kw_only=True)
class Moves:
    """What this person may do to an action as it stands."""

    show: bool
    judge: bool
    change: bool
    drop: bool


@dataclass(frozen=True, kw_only=True)
class ActionShown:
    """An action with its evidence, what happens next, and whose move it is."""

    action: Action
    state: str
    colour: str
    pairs: list[tuple[str, Any]]
    next: str
    returned: str
    evidence: list[ActionEvidence]
    moves: Moves
    decision_href: str


def show_action(
    action: Action, *, user: Any, rights: Rights, now: dt.datetime
) -> ActionShown:
    """Gather what an action's page shows; it was read with ``with_owner_there``."""
    evidence = list(
        action.evidence.select_related("document", "given_by").order_by(
            "given_at", "pk"
        )
    )
    state, colour = state_of(action, london_day(now))
    return ActionShown(
        action=action,
        state=state,
        colour=colour,
        pairs=_pairs(action, london_day(now)),
        next=_next(action),
        returned=action.returned_because if action.is_living else "",
        evidence=evidence,
        moves=_moves(action, evidence, user, rights),
        decision_href=(
            decision_address(action.decision, action.collaborative)
            if action.decision
            else ""
        ),
    )


def _moves(
    action: Action, evidence: list[ActionEvidence], user: Any, rights: Rights
) -> Moves:
    is_open, is_done = (
        action.status == each for each in (ActionStatus.OPEN, ActionStatus.DONE)
    )
    shown_by = {each.given_by_id for each in evidence}
    return Moves(
        show=action.is_living
        and not may.why_not_show(user=user, rights=rights, action=action),
        judge=is_done
        and not may.why_not_judge(
            user=user, rights=rights, action=action, shown_by=shown_by
        ),
        change=is_open and may.can_hand_over(rights=rights, action=action),
        drop=action.is_living
        and not action.is_condition
        and may.can_govern_actions(rights=rights, action=action),
    )


def _pairs(action: Action, today: dt.date) -> list[tuple[str, Any]]:
    there = action.__dict__["owner_there"]
    owner = action.owner.name
    if not there and action.is_living:
        owner = f"{owner}, who has no post there any more"
    return [
        ("Organisation", action.organisation.name),
        ("Owner", owner),
        ("Due", due_words(action, today)),
        ("Opened", f"On {date(action.opened_at)} by {action.opened_by.name}"),
    ]


def _next(action: Action) -> str:
    if action.status == ActionStatus.OPEN and not action.__dict__["owner_there"]:
        return (
            f"It needs a new owner: {action.owner.name} has no post at"
            f" {action.organisation} any more. It stays with {action.organisation}; a"
            " governance lead, or an organisation lead there who takes part, gives it"
            " to somebody else."
        )
    if action.status == ActionStatus.OPEN:
        return (
            f"It is {action.owner.name}'s move: to do it by {date(action.due_on)}, say"
            f" so here and give evidence. Anybody with a post at {action.organisation}"
            " may say so too. Somebody else then closes it."
        )
    if action.status == ActionStatus.DONE and action.done_by is not None:
        whose = "a governance lead's" if action.is_condition else "somebody else's"
        return (
            f"{action.done_by.name} said on {date(action.done_at)} that it is done."
            f" It is {whose} move: to look at the evidence, and close the action or"
            " return it. Neither its owner nor anybody who gave evidence may do that."
        )
    if action.status == ActionStatus.CLOSED and action.closed_by is not None:
        return (
            f"{action.closed_by.name} looked at the evidence and closed it on"
            f" {date(action.closed_at)}. Nothing is left to do."
        )
    return f"It is no longer needed. {action.dropped_because}"
