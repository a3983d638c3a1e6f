"""Roles on a collaborative, given and taken by its governance leads."""

import datetime as dt
from typing import Final

from accounts.enums import Role
from accounts.models import RoleHolding, User
from audit.door import act
from collab import grants
from collab.models import Collaborative
from collab.policies import access as may

GIVEN_HERE: Final = (
    Role.MEMBER,
    Role.GOVERNANCE_LEAD,
    Role.FINANCE_LEAD,
    Role.ANALYST,
)


class RoleNotGivenHereError(ValueError):
    """The role is not one that governance leads give."""


class LastGovernanceLeadError(ValueError):
    """Nobody would be left to govern the collaborative."""


class RoleNotHeldError(ValueError):
    """The person does not hold the role."""


def give_collaborative_role(
    *,
    collaborative_id: int,
    user_id: int,
    role: Role,
    actor: User,
    now: dt.datetime,
    reason: str = "",
) -> RoleHolding:
    """
    Let somebody with a post at a present member hold a role; once is enough.

    :raises PermissionDenied: by the errors of ``policies.access``
    :raises NotAPartnerError: if they have no such post
    :raises RoleNotGivenHereError: for auditors, organisation leads, administrators
    """
    with act("collab.role.given", by=actor, at=now, reason=reason) as record:
        collaborative, holder, role = _read(collaborative_id, user_id, role)
        may.require_can_give_role(
            user=actor, collaborative=collaborative, holder=holder, at=now
        )
        post = may.require_is_partner(
            holder=holder, collaborative=collaborative, at=now
        )
        record.for_organisation = post.organisation.named()
        holding = grants.give_role(
            record=record,
            role=role,
            on=collaborative,
            user=holder,
            given_by=actor,
            at=now,
            reason=reason[:300],
        )
        record.about(holding)
    return holding


def take_collaborative_role(
    *,
    collaborative_id: int,
    user_id: int,
    role: Role,
    actor: User,
    now: dt.datetime,
    reason: str = "",
) -> list[RoleHolding]:
    """
    Take a role away, or lay one's own down.

    :raises LastGovernanceLeadError: if nobody else governs
    :raises RoleNotHeldError: if the person does not hold it (any more)
    """
    with act("collab.role.taken", by=actor, at=now, reason=reason) as record:
        collaborative, holder, role = _read(collaborative_id, user_id, role)
        may.require_can_take_role(
            user=actor, collaborative=collaborative, holder=holder, at=now
        )
        if role is Role.GOVERNANCE_LEAD:
            _require_another_governs(collaborative, holder, now)
        taken = grants.take_role(
            record=record, role=role, on=collaborative, user=holder, at=now
        )
        if not taken:
            raise RoleNotHeldError("The person does not hold this role any more.")
        record.about(*taken)
    return taken


def _read(
    collaborative_id: int, user_id: int, role: Role
) -> tuple[Collaborative, User, Role]:
    if role not in GIVEN_HERE:
        raise RoleNotGivenHereError("Governance leads do not give this role.")
    # The lock lets two leads who take each other's role come one after the other.
    collaborative: Collaborative = Collaborative.objects.select_for_update().get(
        pk=collaborative_id
    )
    return collaborative, User.objects.get(pk=user_id), Role(role)


def _require_another_governs(
    collaborative: Collaborative, holder: User, now: dt.datetime
) -> None:
    others = [
        user
        for user in grants.holders(role=Role.GOVERNANCE_LEAD, on=collaborative, at=now)
        if user.pk != holder.pk
        and grants.fresh_rights(user, now).may(
            "govern", collaborative_id=collaborative.pk
        )
    ]
    if not others:
        raise LastGovernanceLeadError(
            "Nobody else governs this collaborative. Make somebody else a governance"
            " lead first."
        )
