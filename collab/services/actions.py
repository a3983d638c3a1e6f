"""Opening an action: what is to be done, by whom, by when, and where it comes from."""

import datetime as dt
from typing import Final

from accounts.models import User
from audit.door import Record, act
from collab import grants
from collab.models import Action, Collaborative, Decision, Organisation
from collab.policies.actions import require_can_open_action, require_can_own
from collab.rules.periods import london_day
from collab.selectors.bodies import body_acted_for
from collab.services import telling_actions as telling
from collab.services.references import next_reference

SENT_TWICE_WITHIN: Final = dt.timedelta(minutes=5)


class DayPassedError(ValueError):
    """Nothing can be done by a day that has passed."""


class AlreadyOpenedError(ValueError):
    """The same form came twice, within minutes: the first time counts."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"This was opened a moment ago as {action.reference}.")
        self.action = action


class NothingToDoError(ValueError):
    """An action says what is to be done."""


def open_action(
    *,
    collaborative_id: int,
    what: str,
    organisation_id: int,
    owner_id: int,
    due_on: dt.date,
    actor: User,
    now: dt.datetime,
    decision_id: int | None = None,
) -> Action:
    """
    Open an action by itself; for the other errors see ``write_action``.

    A condition of a decision is opened by the decision, never alone.

    :raises MayNotActError: if the person takes no part
    :raises DayPassedError: if the day lies behind
    :raises AlreadyOpenedError: if the same person just opened exactly this
    """
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    body = body_acted_for(actor, collaborative, now)
    with act("collab.action.opened", by=actor, for_organisation=body, at=now) as record:
        require_can_open_action(user=actor, collaborative=collaborative, at=now)
        if due_on < london_day(now):
            raise DayPassedError("The day must not have passed.")
        action = write_action(
            record,
            collaborative=collaborative,
            what=what,
            organisation=Organisation.objects.get(pk=organisation_id),
            owner=User.objects.get(pk=owner_id),
            due_on=due_on,
            decision=_decision(collaborative, actor, decision_id, now),
            now=now,
        )
        _require_not_sent_twice(action, now)
        return action


def _decision(
    collaborative: Collaborative, actor: User, decision_id: int | None, now: dt.datetime
) -> Decision | None:
    if decision_id is None:
        return None
    found: Decision = Decision.objects.visible_to(grants.fresh_rights(actor, now)).get(
        pk=decision_id, collaborative=collaborative
    )
    return found


def write_action(
    record: Record,
    *,
    collaborative: Collaborative,
    what: str,
    organisation: Organisation,
    owner: User,
    due_on: dt.date,
    now: dt.datetime,
    decision: Decision | None = None,
    is_condition: bool = False,
) -> Action:
    """
    Write an action inside the open act, tell its owner, and have its day followed.

    Its reference is the collaborative's next: A-001, without gaps.

    :raises NothingToDoError: if it does not say what is to be done
    :raises NotAnOwnerError: if the owner takes no part, or has no post at the body
    """
    if not what.strip():
        raise NothingToDoError("Say what is to be done.")
    require_can_own(
        owner=owner,
        organisation=organisation,
        collaborative=collaborative,
        decision=decision,
        at=now,
    )
    number = next_reference(record, series=f"{collaborative.slug}/actions")
    action = Action(
        collaborative=collaborative,
        reference=f"A-{number:03d}",
        what=what.strip(),
        organisation=organisation,
        owner=owner,
        due_on=due_on,
        decision=decision,
        is_condition=is_condition,
        opened_by=_opener(record),
        opened_at=now,
    )
    action.save()
    record.about(action)
    if decision is not None:
        record.related(decision)
    telling.tell_opened(record, action=action)
    telling.follow(record, actions=[action])
    return action


def _opener(record: Record) -> User:
    if not isinstance(record.by, User):
        raise TypeError("A person opens an action, never a job.")
    return record.by


def _require_not_sent_twice(action: Action, now: dt.datetime) -> None:
    # The counter of references is locked by now, so the first of two has committed.
    same = (
        Action.objects.filter(
            collaborative=action.collaborative,
            what=action.what,
            organisation=action.organisation,
            owner=action.owner,
            due_on=action.due_on,
            decision=action.decision,
            opened_by=action.opened_by,
            opened_at__gt=now - SENT_TWICE_WITHIN,
        )
        .exclude(pk=action.pk)
        .first()
    )
    if same is not None:
        raise AlreadyOpenedError(same)
