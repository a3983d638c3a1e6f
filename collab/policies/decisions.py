"""Who may log a decision."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from collab.grants import held, rights_of
from collab.models import Collaborative, Organisation
from collab.rules.periods import london_day


class NotTakingPartError(PermissionDenied):
    """The person takes no part in the collaborative, or not for that body."""


def can_log_decision(
    *, user: Any, collaborative: Collaborative, at: dt.datetime
) -> bool:
    """Say whether the person may log decisions of a collaborative."""
    return held(
        user=user, codename="take_part", collaborative_id=collaborative.pk, at=at
    )


def require_can_log_decision(
    *,
    user: Any,
    collaborative: Collaborative,
    organisation: Organisation,
    at: dt.datetime,
) -> None:
    """
    Check that the person takes part, and holds a post at the member they act for.

    :raises NotTakingPartError: if not
    """
    if not can_log_decision(user=user, collaborative=collaborative, at=at):
        raise NotTakingPartError("Only people who take part may log decisions.")
    is_member = (
        collaborative.memberships.in_effect_on(london_day(at))
        .filter(organisation=organisation)
        .exists()
    )
    if not is_member or organisation.pk not in rights_of(user, at).organisations:
        raise NotTakingPartError(
            f"You hold no post at {organisation} as a member of {collaborative}."
        )
