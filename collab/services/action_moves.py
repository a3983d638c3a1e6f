"""Giving evidence for an action, and another person's word that it is done or not."""

import datetime as dt

from accounts.models import User
from audit.door import Record, act
from audit.models import StaleRowError
from collab import grants
from collab.enums import ActionStatus
from collab.models import Action, ActionEvidence, Decision, Document
from collab.policies import actions as may
from collab.selectors.bodies import body_acted_for
from collab.services import telling_actions as telling
from collab.transitions import require_action_move


class EvidenceMissingError(ValueError):
    """Evidence says something: words, with or without a file."""


class NoSuchFileError(ValueError):
    """The file is not one of the collaborative that the person can see."""


def give_evidence(
    *,
    action_id: int,
    words: str,
    actor: User,
    now: dt.datetime,
    document_id: int | None = None,
) -> ActionEvidence:
    """
    Say that an action is done, and by what that is shown; more may be added later.

    :raises MayNotActError: for anybody but its owner and people of its body
    :raises ActionMoveError: if it is closed or no longer needed
    :raises EvidenceMissingError: without words
    :raises NoSuchFileError: for a file that the collaborative's people cannot open
    """
    body = Action.objects.select_related("organisation").get(pk=action_id).organisation
    with act("collab.action.shown", by=actor, for_organisation=body, at=now) as record:
        action = lock_action(record, action_id=action_id)
        may.require_can_show(user=actor, action=action, at=now)
        require_action_move(action.status, ActionStatus.DONE)
        if not words.strip():
            raise EvidenceMissingError("Say what was done, and by what it is shown.")
        evidence: ActionEvidence = ActionEvidence.objects.create(
            action=action,
            words=words.strip(),
            document=_document(action, actor, document_id, now),
            given_by=actor,
            given_at=now,
        )
        action.status = ActionStatus.DONE
        action.done_by, action.done_at = actor, now
        action.returned_because = ""
        action.save()
        record.about(action, evidence)
        shown_by = may.people_who_showed(action)
        judges = telling.judges_of(record, action=action, shown_by=shown_by)
        telling.tell_shown(record, action=action, people=judges)
        telling.follow(record, actions=[action])
        return evidence


def close_action(
    *, action_id: int, revision: int, actor: User, now: dt.datetime
) -> Action:
    """
    Say that an action is done, having read the evidence as it stood at ``revision``.

    :raises MayNotActError: for its owner and whoever gave evidence, and for anybody
        but a governance lead where it is a condition of a decision
    :raises ActionMoveError: if no evidence waits for a word
    :raises StaleRowError: if something changed after it was read
    """
    body = _body(action_id, actor, now)
    with act("collab.action.closed", by=actor, for_organisation=body, at=now) as record:
        action = lock_action(record, action_id=action_id)
        may.require_can_judge(user=actor, action=action, at=now)
        require_action_move(action.status, ActionStatus.CLOSED)
        require_read(record, action=action, revision=revision)
        action.status = ActionStatus.CLOSED
        action.closed_by, action.closed_at = actor, now
        action.save()
        record.about(action)
        telling.tell_closed(record, action=action, people=_doers(action))
        if action.is_condition and action.decision is not None:
            _tell_if_last(record, action.decision)
        telling.follow(record, actions=[action])
        return action


def return_action(
    *, action_id: int, revision: int, reason: str, actor: User, now: dt.datetime
) -> Action:
    """
    Say that the evidence is not accepted: the action is open again.

    :raises ReasonNeededError: without a reason
    :raises MayNotActError: for whoever may not close it
    :raises ActionMoveError: if no evidence waits for a word
    :raises StaleRowError: if something changed after it was read
    """
    body = _body(action_id, actor, now)
    with act(
        "collab.action.returned",
        by=actor,
        for_organisation=body,
        at=now,
        reason=reason,
    ) as record:
        action = lock_action(record, action_id=action_id)
        may.require_can_judge(user=actor, action=action, at=now)
        require_action_move(action.status, ActionStatus.OPEN)
        require_read(record, action=action, revision=revision)
        doers = _doers(action)
        action.status = ActionStatus.OPEN
        action.returned_because = record.reason[:500]
        action.save()
        record.about(action)
        telling.tell_returned(record, action=action, people=doers)
        telling.follow(record, actions=[action])
        return action


def lock_action(record: Record, *, action_id: int) -> Action:
    """Hold an action until the act ends; with every condition of its decision.

    Of two people who close the last two conditions at once, the second one sees the
    first's, and it is said once that every condition is met.
    """
    decision_id = (
        Action.objects.filter(pk=action_id, is_condition=True)
        .values_list("decision_id", flat=True)
        .first()
    )
    if decision_id is not None:
        conditions = Action.objects.filter(decision_id=decision_id, is_condition=True)
        list(conditions.select_for_update(of=("self",)).order_by("pk"))
    action: Action = (
        Action.objects.select_for_update(of=("self",))
        .select_related(
            "collaborative",
            "organisation",
            "owner",
            "opened_by",
            "done_by",
            "decision__collaborative",
            "decision__logged_by",
        )
        .get(pk=action_id)
    )
    return action


def require_read(record: Record, *, action: Action, revision: int) -> None:
    """
    Check that nothing changed since the person read the page.

    :raises StaleRowError: if something did
    """
    if action.revision != revision:
        raise StaleRowError("This changed after you read it. Read it again.")


def _body(action_id: int, actor: User, now: dt.datetime) -> object:
    found = Action.objects.select_related("collaborative").get(pk=action_id)
    return body_acted_for(actor, found.collaborative, now)


def _doers(action: Action) -> list[User]:
    return [action.owner, action.done_by] if action.done_by else [action.owner]


def _tell_if_last(record: Record, decision: Decision) -> None:
    record.related(decision)
    if not Action.objects.open_conditions_of([decision]).exists():
        telling.tell_conditions_met(record, decision=decision)


def _document(
    action: Action, actor: User, document_id: int | None, now: dt.datetime
) -> Document | None:
    if document_id is None:
        return None
    found: Document | None = (
        Document.objects.visible_to(grants.fresh_rights(actor, now))
        .filter(pk=document_id, collaborative_id=action.collaborative_id)
        .first()
    )
    if found is None:
        raise NoSuchFileError("Choose the file again.")
    return found
