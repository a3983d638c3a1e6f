"""Conditions of a decision: actions that keep it from taking effect."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from audit.door import Record
from collab.enums import DecisionLinkKind
from collab.models import Decision, DecisionLink, Organisation
from collab.policies.actions import NotAnOwnerError
from collab.policies.deciding import ConditionsError
from collab.rules.decision_facts import ConditionWanted
from collab.services.action_changes import supersede_conditions
from collab.services.actions import NothingToDoError, write_action

_ENDING = (DecisionLinkKind.SUPERSEDES, DecisionLinkKind.REVOKES)


def write_conditions(
    record: Record,
    *,
    decision: Decision,
    conditions: Sequence[ConditionWanted],
    now: dt.datetime,
) -> None:
    """
    Open an action for each condition inside the act that logs the decision.

    :raises ConditionsError: if somebody named cannot be an action's owner
    """
    for each in conditions:
        try:
            write_action(
                record,
                collaborative=decision.collaborative,
                what=each.what,
                organisation=Organisation.objects.get(pk=each.organisation_id),
                owner=User.objects.get(pk=each.owner_id),
                due_on=each.due_on,
                decision=decision,
                is_condition=True,
                now=now,
            )
        except (NotAnOwnerError, NothingToDoError) as error:
            raise ConditionsError(str(error)) from error


def end_conditions(
    record: Record, *, decision: Decision, links: Sequence[DecisionLink]
) -> None:
    """End what is left of the conditions of decisions that this one takes the place of."""
    for link in links:
        if link.kind in _ENDING:
            supersede_conditions(
                record, decision=link.to_decision, superseded_by=decision
            )
