"""Acts on actions."""

import datetime as dt
from typing import Any, Final

from collab.rules.periods import london_day
from collab.services import action_changes, action_moves, actions
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, row_of
from tests.builders.actions import revision_of

MAY_JUDGE: Final = who.TAKE_PART - {"member"}
MAY_SHOW: Final = who.TAKE_PART & who.AT_THE_BODY


def _key(name: str) -> Any:
    return lambda world: getattr(world.alpha, name).pk


def _revision(name: str) -> Any:
    return lambda world: revision_of(getattr(world.alpha, name))


def _open(world: Any, actor: Any) -> Any:
    return actions.open_action(
        collaborative_id=world.alpha.collaborative.pk,
        what="Ask the landlord",
        organisation_id=world.alpha.body.pk,
        owner_id=world.alpha.member.pk,
        due_on=london_day(world.now) + dt.timedelta(days=9),
        actor=actor,
        now=world.now,
    )


def _change(world: Any, actor: Any, **changed: Any) -> Any:
    action = world.alpha.action
    given = {
        "organisation_id": action.organisation_id,
        "owner_id": action.owner_id,
        "due_on": action.due_on,
        **changed,
    }
    return action_changes.change_action(
        action_id=action.pk,
        revision=revision_of(action),
        reason="The landlord is away",
        actor=actor,
        now=world.now,
        **given,
    )


ROWS: Final = (
    VerbRow(name="collab.action.opened", attempt=_open, may=who.TAKE_PART),
    row_of(
        "collab.action.shown",
        MAY_SHOW,
        action_moves.give_evidence,
        action_id=_key("action"),
        words="Done",
    ),
    row_of(
        "collab.action.closed",
        MAY_JUDGE,
        action_moves.close_action,
        action_id=_key("shown_action"),
        revision=_revision("shown_action"),
    ),
    row_of(
        "collab.action.closed",
        who.GOVERN,
        action_moves.close_action,
        what="a condition of a decision",
        action_id=_key("condition"),
        revision=_revision("condition"),
    ),
    row_of(
        "collab.action.returned",
        MAY_JUDGE,
        action_moves.return_action,
        action_id=_key("shown_action"),
        revision=_revision("shown_action"),
        reason="Not yet",
    ),
    VerbRow(
        name="collab.action.changed",
        what="its day",
        attempt=lambda world, actor: _change(
            world, actor, due_on=london_day(world.now) + dt.timedelta(days=60)
        ),
        may=who.GOVERN,
    ),
    VerbRow(
        name="collab.action.changed",
        what="to somebody of another body",
        attempt=lambda world, actor: _change(
            world,
            actor,
            organisation_id=world.alpha.other_body.pk,
            owner_id=world.people["other_party"],
        ),
        may=who.GOVERN,
    ),
    row_of(
        "collab.action.dropped",
        who.GOVERN,
        action_changes.drop_action,
        action_id=_key("action"),
        revision=_revision("action"),
        reason="It was done elsewhere",
    ),
)
