"""Moving an action's day, giving it to somebody else, and saying it is not needed."""

import datetime as dt

from accounts.enums import Role
from accounts.models import User
from audit.door import Record, act
from collab.enums import ActionStatus
from collab.grants import holders, leads
from collab.models import Action, Decision, Organisation
from collab.policies import actions as may
from collab.rules.periods import london_day
from collab.selectors.bodies import body_acted_for
from collab.services import telling_actions as telling
from collab.services.action_moves import lock_action, require_read
from collab.services.actions import DayPassedError
from collab.transitions import ActionMoveError, require_action_move


class NothingChangedError(ValueError):
    """The action has that owner and that day already."""


class ConditionStaysError(ValueError):
    """A condition is met, or its decision superseded by another; nothing else ends it."""


def change_action(
    *,
    action_id: int,
    revision: int,
    organisation_id: int,
    owner_id: int,
    due_on: dt.date,
    reason: str,
    actor: User,
    now: dt.datetime,
) -> Action:
    """
    Move the day of an action that is to be done, or give it to somebody else.

    :raises ReasonNeededError: without a reason
    :raises MayNotActError: unless the person governs, or leads the people of its body
        and gives it to somebody there without moving the day
    :raises ActionMoveError: once evidence was given: return it first
    :raises StaleRowError: if something changed after it was read
    :raises DayPassedError: if the new day lies behind
    :raises NotAnOwnerError: if the new owner takes no part, or has no post there
    :raises NothingChangedError: if nothing would change
    """
    found = Action.objects.select_related("collaborative").get(pk=action_id)
    body = body_acted_for(actor, found.collaborative, now)
    with act(
        "collab.action.changed",
        by=actor,
        for_organisation=body,
        at=now,
        reason=reason,
    ) as record:
        action = lock_action(record, action_id=action_id)
        moves_day = action.due_on != due_on
        leaves_body = action.organisation_id != organisation_id
        may.require_can_change(
            user=actor,
            action=action,
            moves_day=moves_day,
            leaves_body=leaves_body,
            at=now,
        )
        _require_open(action)
        require_read(record, action=action, revision=revision)
        if moves_day and due_on < london_day(now):
            raise DayPassedError("The day must not have passed.")
        before = action.owner
        _hand_over(action, organisation_id, owner_id, now)
        action.due_on = due_on
        if not (moves_day or leaves_body or before.pk != owner_id):
            raise NothingChangedError("Change the day, or who owns it.")
        action.save()
        record.about(action)
        telling.tell_changed(record, action=action, people=[before, action.owner])
        telling.follow(record, actions=[action])
        return action


def drop_action(
    *, action_id: int, revision: int, reason: str, actor: User, now: dt.datetime
) -> Action:
    """
    Say that there is no more need of an action.

    :raises ReasonNeededError: without a reason
    :raises MayNotActError: if the person does not govern the collaborative
    :raises ConditionStaysError: for a condition of a decision
    :raises ActionMoveError: if it is closed or dropped already
    :raises StaleRowError: if something changed after it was read
    """
    found = Action.objects.select_related("collaborative").get(pk=action_id)
    body = body_acted_for(actor, found.collaborative, now)
    with act(
        "collab.action.dropped",
        by=actor,
        for_organisation=body,
        at=now,
        reason=reason,
    ) as record:
        action = lock_action(record, action_id=action_id)
        may.require_can_drop(user=actor, action=action, at=now)
        require_action_move(action.status, ActionStatus.DROPPED)
        if action.is_condition:
            raise ConditionStaysError(
                "A condition of a decision cannot be dropped: it is met, or another"
                " decision supersedes the one it belongs to."
            )
        require_read(record, action=action, revision=revision)
        _drop(record, action, record.reason)
        telling.follow(record, actions=[action])
        return action


def supersede_conditions(
    record: Record, *, decision: Decision, superseded_by: Decision
) -> list[Action]:
    """
    End what is left of a decision's conditions, inside the act of the decision after it.

    Call it where one decision supersedes or revokes another.
    """
    living = Action.objects.open_conditions_of([decision])
    rows = list(
        living.select_for_update(of=("self",))
        .select_related("collaborative", "organisation", "owner", "done_by")
        .order_by("pk")
    )
    for action in rows:
        require_action_move(action.status, ActionStatus.DROPPED)
        action.superseded_by = superseded_by
        # Without its number: it may be withheld from somebody who reads this.
        _drop(
            record, action, f"Another decision took the place of {decision.reference}."
        )
    telling.follow(record, actions=rows)
    return rows


def note_leaver(
    record: Record, user: User, organisation: Organisation | None, at: dt.datetime
) -> None:
    """
    Tell who can give them to somebody else that the owner of actions has left.

    The actions stay with their organisation: its leads are told, and the governance
    leads.
    """
    rows = Action.objects.living().filter(owner=user)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    for action in rows.select_related(
        "collaborative", "organisation", "decision__collaborative"
    ).order_by("pk"):
        people = [
            *leads(organisation=action.organisation, at=at),
            *holders(role=Role.GOVERNANCE_LEAD, on=action.collaborative, at=at),
        ]
        others = [person for person in people if person.pk != user.pk]
        telling.tell_needs_owner(record, action=action, people=others, leaver=user)


def _drop(record: Record, action: Action, why: str) -> None:
    action.status = ActionStatus.DROPPED
    action.dropped_because = why[:500]
    action.save()
    record.about(action)
    doers = [action.owner, action.done_by] if action.done_by else [action.owner]
    telling.tell_dropped(record, action=action, people=doers)


def _require_open(action: Action) -> None:
    if action.status == ActionStatus.DONE:
        raise ActionMoveError(
            "Evidence was given that this is done. Return it first if it is not."
        )
    if action.status != ActionStatus.OPEN:
        # The sentence of the table: it is over, whatever is wanted of it.
        require_action_move(action.status, ActionStatus.OPEN)


def _hand_over(
    action: Action, organisation_id: int, owner_id: int, now: dt.datetime
) -> None:
    if (action.organisation_id, action.owner_id) == (organisation_id, owner_id):
        return
    organisation = Organisation.objects.get(pk=organisation_id)
    owner = User.objects.get(pk=owner_id)
    may.require_can_own(
        owner=owner,
        organisation=organisation,
        collaborative=action.collaborative,
        decision=action.decision,
        at=now,
    )
    action.organisation, action.owner = organisation, owner
