"""Who may open an action, give evidence for it, close it, and change it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from collab import grants
from collab.models import (
    Action,
    ActionEvidence,
    Appointment,
    Collaborative,
    Decision,
    Organisation,
)
from collab.rules.periods import london_day
from collab.rules.rights import Rights


class MayNotActError(PermissionDenied):
    """The action is not for this person to open, show, close or change."""


def can_open_action(*, rights: Rights, collaborative: Collaborative) -> bool:
    """Say whether a person with these rights may open actions there."""
    return rights.may("take_part", collaborative_id=collaborative.pk)


def require_can_open_action(
    *, user: User, collaborative: Collaborative, at: dt.datetime
) -> None:
    """
    Check that the person takes part.

    :raises MayNotActError: if not
    """
    rights = grants.fresh_rights(user, at)
    if not can_open_action(rights=rights, collaborative=collaborative):
        raise MayNotActError("Only people who take part may open actions.")


def why_not_show(*, user: Any, rights: Rights, action: Action) -> str:
    """Say why a person may not give evidence that it is done; nothing if they may."""
    if not rights.may("take_part", collaborative_id=action.collaborative_id):
        return "Only people who take part may say that an action is done."
    if user.pk == action.owner_id or action.organisation_id in rights.organisations:
        return ""
    return (
        f"Only its owner, or somebody with a post at {action.organisation}, may say"
        " that this action is done."
    )


def require_can_show(*, user: User, action: Action, at: dt.datetime) -> None:
    """
    Check that the person owns the action, or has a post at the body that does.

    :raises MayNotActError: if not
    """
    rights = grants.fresh_rights(user, at)
    if why := why_not_show(user=user, rights=rights, action=action):
        raise MayNotActError(why)


def why_not_judge(
    *, user: Any, rights: Rights, action: Action, shown_by: Collection[int]
) -> str:
    """
    Say why a person may not close an action or return it; nothing if they may.

    ``shown_by`` are the people who gave evidence for it, at any time.
    """
    if not rights.may("take_part", collaborative_id=action.collaborative_id):
        return "Only people who take part may close an action."
    if user.pk == action.owner_id:
        return "You own this action. Somebody else says that it is done."
    if user.pk in shown_by:
        return "You gave evidence for this action. Somebody else says that it is done."
    if action.is_condition and not rights.may(
        "govern", collaborative_id=action.collaborative_id
    ):
        return "Only a governance lead may say that a condition of a decision is met."
    return ""


def require_can_judge(*, user: User, action: Action, at: dt.datetime) -> None:
    """
    Check that another person than its owner says that an action is done or is not.

    :raises MayNotActError: for its owner, for whoever gave evidence, and for anybody
        but a governance lead where it is a condition of a decision
    """
    rights = grants.fresh_rights(user, at)
    shown_by = people_who_showed(action)
    if why := why_not_judge(user=user, rights=rights, action=action, shown_by=shown_by):
        raise MayNotActError(why)


def people_who_showed(action: Action) -> set[int]:
    """Give the people who gave evidence for an action, at any time."""
    rows = ActionEvidence.objects.filter(action=action)
    return set(rows.values_list("given_by_id", flat=True))


def can_govern_actions(*, rights: Rights, action: Action) -> bool:
    """Say whether a person may move an action's day, or say there is no need of it."""
    return rights.may("govern", collaborative_id=action.collaborative_id)


def can_hand_over(*, rights: Rights, action: Action) -> bool:
    """
    Say whether a person may give an action to somebody else.

    Governance leads may, and whoever leads the people of its body and takes part.
    """
    if can_govern_actions(rights=rights, action=action):
        return True
    leads = action.organisation_id in rights.organisations_with("administer_people")
    return leads and rights.may("take_part", collaborative_id=action.collaborative_id)


def require_can_change(
    *, user: User, action: Action, moves_day: bool, leaves_body: bool, at: dt.datetime
) -> None:
    """
    Check who moves an action's day, or gives it to somebody else.

    :raises MayNotActError: unless the person governs, or leads the people of its body
        and gives it to somebody there without moving the day
    """
    rights = grants.fresh_rights(user, at)
    if can_govern_actions(rights=rights, action=action):
        return
    if not can_hand_over(rights=rights, action=action):
        raise MayNotActError(
            "Only a governance lead, or an organisation lead of"
            f" {action.organisation} who takes part, may change this action."
        )
    if moves_day:
        raise MayNotActError("Only a governance lead may move the day of an action.")
    if leaves_body:
        raise MayNotActError(
            "Only a governance lead may give an action to another organisation."
        )


def require_can_drop(*, user: User, action: Action, at: dt.datetime) -> None:
    """
    Check that a governance lead says that there is no more need of an action.

    :raises MayNotActError: for anybody else
    """
    rights = grants.fresh_rights(user, at)
    if not can_govern_actions(rights=rights, action=action):
        raise MayNotActError(
            "Only a governance lead may say that an action is no longer needed."
        )


class NotAnOwnerError(ValueError):
    """An action belongs to somebody who can do it: who takes part, with a post there."""


def require_can_own(
    *,
    owner: User,
    organisation: Organisation,
    collaborative: Collaborative,
    decision: Decision | None,
    at: dt.datetime,
) -> None:
    """
    Check that somebody can be the owner of an action of a body.

    :raises NotAnOwnerError: if they take no part, or have no post at the body, or the
        decision that it comes from is withheld from them
    """
    if decision is not None and decision.exclusions.filter(user=owner).exists():
        raise NotAnOwnerError(
            f"Decision {decision.reference} is withheld from {owner.name}. Choose"
            " somebody else."
        )
    posts = _posts(collaborative, at).filter(user=owner, organisation=organisation)
    if not posts.exists() or owner.pk not in grants.takes_part(
        users=[owner.pk], collaborative=collaborative, at=at
    ):
        raise NotAnOwnerError(
            f"{owner.name} has no post at {organisation}, or takes no part in"
            f" {collaborative}. Choose somebody who can do it."
        )


def _posts(collaborative: Collaborative, at: dt.datetime) -> Any:
    members = collaborative.memberships.in_effect_on(london_day(at))
    return Appointment.objects.in_effect_at(at).filter(
        organisation__in=members.values("organisation"), user__is_active=True
    )


@dataclass(frozen=True)
class Owner:
    """Somebody who can own an action, and for which body."""

    user: User
    organisation: Organisation

    @property
    def key(self) -> str:
        """Name both, for a form."""
        return f"{self.user.uid}/{self.organisation.uid}"

    def __str__(self) -> str:
        return f"{self.user.name}, {self.organisation.name}"


def possible_owners(*, collaborative: Collaborative, at: dt.datetime) -> list[Owner]:
    """List who takes part and has a post at a member, by name, once for each body."""
    posts = (
        _posts(collaborative, at)
        .select_related("user", "organisation")
        .order_by("user__name", "user_id", "organisation__name", "pk")
    )
    found = {(post.user_id, post.organisation_id): post for post in posts}
    able = grants.takes_part(
        users={user_id for user_id, _ in found}, collaborative=collaborative, at=at
    )
    return [
        Owner(post.user, post.organisation)
        for (user_id, _), post in found.items()
        if user_id in able
    ]
