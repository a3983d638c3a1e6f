"""Actions as registers of the reminder engine: to be done, and to be looked at."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Final

from collab.enums import ActionStatus
from collab.models import Action
from collab.registries import Due, Message, OccasionSource
from collab.rules.periods import london_day
from collab.rules.reminders import Anchor, Rung, Whom
from collab.selectors.actions import action_address
from collab.selectors.portions import next_by_key
from collab.services.telling_actions import KIND, KIND_TO_CHECK, NOTIFICATION
from ui.formats import date

OWNER: Final = "owner"
LEADS: Final = "leads"
JUDGES: Final = "judges"
# How long evidence may wait for another person's word.
LOOKED_AT_WITHIN: Final = dt.timedelta(days=14)
LADDER: Final = (
    Rung(name="before_14", whom=OWNER, days=-14, anchor=Anchor.DUE),
    Rung(name="before_7", whom=OWNER, days=-7, anchor=Anchor.DUE),
    Rung(name="before_1", whom=OWNER, days=-1, anchor=Anchor.DUE),
    Rung(name="due", whom=OWNER, days=0, anchor=Anchor.DUE),
    Rung(name="overdue_1", whom=LEADS, days=1, anchor=Anchor.DUE),
    Rung(name="overdue_14", whom=LEADS, days=14, anchor=Anchor.DUE),
    Rung(name="overdue_28", whom=LEADS, days=28, anchor=Anchor.DUE),
)
LADDER_TO_CHECK: Final = (
    Rung(name="day_7", whom=JUDGES, days=7),
    Rung(name="due", whom=JUDGES, days=0, anchor=Anchor.DUE),
)
_RELATED: Final = (
    *("collaborative", "organisation", "owner", "done_by"),
    "decision__collaborative",
)
_WITHHELD: Final = "decision__exclusions"


def due_of(action: Action) -> Due | None:
    """Say by when an action is to be done, or None once somebody says that it is."""
    if action.status != ActionStatus.OPEN:
        return None
    return _due(action, "", began_on=london_day(action.opened_at), due_on=action.due_on)


def look_due_of(action: Action) -> Due | None:
    """Say by when evidence is to be looked at, or None where none waits."""
    if action.status != ActionStatus.DONE or action.done_at is None:
        return None
    shown_on = london_day(action.done_at)
    return _due(
        action,
        "Evidence for ",
        began_on=shown_on,
        due_on=shown_on + LOOKED_AT_WITHIN,
    )


def _due(action: Action, head: str, *, began_on: dt.date, due_on: dt.date) -> Due:
    return Due(
        collaborative=action.collaborative,
        item=action,
        organisation=action.organisation,
        title=f"{head}{action}",
        link=action_address(action),
        began_on=began_on,
        due_on=due_on,
    )


def lock(uids: Iterable[str]) -> dict[str, Action]:
    """Hold actions, in the order of their keys, until the act ends."""
    rows = Action.objects.select_for_update(of=("self",)).filter(uid__in=list(uids))
    held = rows.select_related(*_RELATED).prefetch_related(_WITHHELD).order_by("pk")
    return {row.uid: row for row in held}


def load(uids: Iterable[str]) -> dict[str, Action]:
    """Read actions with all that is said of them."""
    rows = Action.objects.filter(uid__in=list(uids))
    read = rows.select_related(*_RELATED).prefetch_related(_WITHHELD)
    return {row.uid: row for row in read}


def live(status: ActionStatus, after: int, most: int) -> list[Action]:
    """List the next actions that stand so, in the order of their keys."""
    rows = Action.objects.filter(status=status).select_related(*_RELATED)
    return next_by_key(rows, after, most)


def whom(action: Action, name: str) -> Whom:
    """Say who a kind of person is; leads where nobody else can be told."""
    decision = action.decision
    barred = decision.exclusions.all() if decision else ()
    without = tuple(row.user_id for row in barred)
    if name == OWNER:
        return Whom(
            people=(action.owner_id,),
            organisation_id=action.organisation_id,
            or_leads=True,
            without=without,
        )
    if name == JUDGES and not action.is_condition:
        opener = {action.opened_by_id} - {action.owner_id, action.done_by_id}
        return Whom(people=tuple(opener), leads=True, without=without)
    return Whom(leads=True, without=without)


def message(action: Action, rung: Rung, now: dt.datetime) -> Message:
    """Put a reminder of an action into words."""
    today = london_day(now)
    late = action.is_overdue(today)
    head = "Overdue" if late else "Reminder"
    who = (
        "You own it"
        if rung.whom == OWNER
        else f"{action.owner.name} of {action.organisation} owns it"
    )
    words = (
        f"{action.reference} is to be done by {date(action.due_on)}: {action.what}"
        f" {who}. {_when(action.due_on, today)}"
    )
    if rung.whom == OWNER:
        words += " When it is done, say so on its page and give evidence."
    else:
        words += " Ask how it stands, move the day with a reason, or give it to others."
    return Message(
        subject=f"{head}: {action.reference}, due {date(action.due_on)}"[:200],
        words=words,
        link=action_address(action),
    )


def look_message(action: Action, rung: Rung, now: dt.datetime) -> Message:
    """Put a reminder that evidence waits into words."""
    by = action.done_by.name if action.done_by else "Somebody"
    return Message(
        subject=f"Is it done? {action.reference}",
        words=(
            f"{by} said on {date(action.done_at)} that {action.reference} of"
            f" {action.organisation} is done: {action.what} Look at the evidence, and"
            " close the action or return it."
        ),
        link=action_address(action),
    )


def _when(due_on: dt.date, today: dt.date) -> str:
    days = (due_on - today).days
    if days == 0:
        return "That is today."
    word = "day" if abs(days) == 1 else "days"
    if days < 0:
        return f"That day passed {-days} {word} ago."
    return f"That is in {days} {word}."


SOURCES: Final = (
    OccasionSource(
        kind=KIND,
        label="Actions to be done",
        notification=NOTIFICATION,
        ladder=LADDER,
        people={
            OWNER: "whoever owns it, or the governance leads if they have left",
            LEADS: "the governance leads",
        },
        asks=OWNER,
        due_of=due_of,
        lock=lock,
        load=load,
        live=partial(live, ActionStatus.OPEN),
        whom=whom,
        message=message,
    ),
    OccasionSource(
        kind=KIND_TO_CHECK,
        label="Actions whose evidence waits for a word",
        notification=NOTIFICATION,
        ladder=LADDER_TO_CHECK,
        people={JUDGES: "the governance leads, and whoever opened it"},
        asks=JUDGES,
        due_of=look_due_of,
        lock=lock,
        load=load,
        live=partial(live, ActionStatus.DONE),
        whom=whom,
        message=look_message,
    ),
)
