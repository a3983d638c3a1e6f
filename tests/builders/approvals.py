"""Approval plans and rounds, reached through the real services."""

import datetime as dt
from typing import Any

from accounts.enums import Role
from accounts.models import User
from agreements.enums import ApprovalRule
from agreements.models import (
    Agreement,
    Approval,
    ApprovalGroup,
    ApprovalRequest,
    ApprovalRound,
    Version,
)
from agreements.services import approval_plans, approving, asking_approval
from agreements.services.approval_plans import GroupTerms
from audit.rules.uids import new_uid
from collab.enums import Power
from collab.models import Organisation
from tests.builders import people
from tests.builders.agreements import Partnership, session_of


def approver(
    name: str, made: Partnership, body: Organisation, now: dt.datetime, **given: Any
) -> User:
    """Somebody who takes part and holds a delegation to approve for a body."""
    user = people.person(name, now)
    given = {"power": Power.APPROVE_AGREEMENTS, "capacity": "Finance director"} | given
    people.delegate(user, body, now, **given)
    return people.give(Role.MEMBER, user, made.collaborative, now)


def group(
    made: Partnership,
    agreement: Agreement,
    now: dt.datetime,
    *named: tuple[User, Organisation],
    name: str = "Finance",
    rule: str = ApprovalRule.ALL,
    needed: int | None = None,
    due_in_days: int = 7,
) -> ApprovalGroup:
    """One more group of a plan, and who is named in it."""
    row = approval_plans.add_group(
        agreement_id=agreement.pk,
        uid=new_uid("apg"),
        terms=GroupTerms(name=name, rule=rule, needed=needed, due_in_days=due_in_days),
        actor=made.lead,
        now=now,
    )
    for user, body in named:
        approval_plans.name_approver(
            group_id=row.pk,
            user_id=user.pk,
            organisation_id=body.pk,
            actor=made.lead,
            now=now,
        )
    return row


def ask(version: Version, made: Partnership, now: dt.datetime) -> ApprovalRound:
    """The version in review, its first group asked."""
    return asking_approval.ask_for_approval(
        version_id=version.pk, actor=made.lead, now=now
    )


def request_of(version: Version, user: User) -> ApprovalRequest:
    """The newest request for a person's approval of a version."""
    return ApprovalRequest.objects.filter(
        group__round__version=version, user=user
    ).latest("pk")


def approve(version: Version, user: User, now: dt.datetime, **changed: Any) -> Approval:
    """A person's approval of what stands there, just after they showed who they are."""
    arguments = {
        "fingerprint": Version.objects.get(pk=version.pk).content_hash,
        "session": session_of(user, now),
        "actor": user,
        "now": now,
    } | changed
    if "request_id" not in arguments:
        arguments["request_id"] = request_of(version, user).pk
    return approving.approve_version(**arguments)


def refuse(version: Version, user: User, now: dt.datetime, **changed: Any) -> Approval:
    """A person's refusal, with a reason."""
    arguments = {
        "request_id": request_of(version, changed.pop("of", user)).pk,
        "reason": "Too dear.",
        "actor": user,
        "now": now,
    } | changed
    return approving.refuse_to_approve(**arguments)
