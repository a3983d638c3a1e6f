"""What of approvals waits for a person: to approve, to follow, to send out."""

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from agreements.enums import ApprovalStatus, RoundStatus, VersionStatus
from agreements.models import ApprovalRequest, ApprovalRound
from agreements.presenters.work import version_facts, version_item
from collab.registries import WorkItem, WorkSource
from collab.rules.rights import Rights


def asked_of_me(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to the approvals that a person was asked for."""
    return _asked(rights).filter(user=user)


def asked_of_absent(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to the approvals asked of those for whom a person stands in."""
    standing_in = user.deputises.in_effect_at(now)
    of_this_body = standing_in.filter(
        appointment__user_id=OuterRef("user_id"),
        organisation_id=OuterRef("organisation_id"),
    )
    # The last condition alone lets the database begin with the few absent people.
    rows: QuerySet[Any] = _asked(rights).filter(
        Exists(of_this_body), user_id__in=standing_in.values("appointment__user_id")
    )
    return rows.exclude(user=user)


def _asked(rights: Rights) -> QuerySet[Any]:
    rows: QuerySet[Any] = ApprovalRequest.objects.visible_to(rights).filter(
        status=ApprovalStatus.ASKED
    )
    return rows


def asked_by_me(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to what a person asked approval of and has not been answered yet."""
    waiting = ApprovalRequest.objects.visible_to(rights).filter(
        group__round=OuterRef("pk"), status=ApprovalStatus.ASKED
    )
    first = waiting.order_by("group__due_on", "pk")[:1]
    rows: QuerySet[Any] = (
        ApprovalRound.objects.visible_to(rights)
        .filter(status=RoundStatus.IN_REVIEW, asked_by=user)
        .annotate(
            group_name=Subquery(first.values("group__name")),
            first_due_on=Subquery(first.values("group__due_on")),
        )
    )
    return rows


def approved_for_me(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to what a person asked approval of and can now send out."""
    rows: QuerySet[Any] = ApprovalRound.objects.visible_to(rights).filter(
        status=RoundStatus.APPROVED,
        asked_by=user,
        version__status=VersionStatus.APPROVED,
    )
    return rows


_TO_APPROVE: Final = {
    **version_facts("group__round__version__"),
    "body": F("organisation__name"),
    "asked": F("user__name"),
    "capacity": F("capacity"),
    "group": F("group__name"),
    "due_on": F("group__due_on"),
}
_ASKED: Final = {
    **version_facts("version__"),
    "group": F("group_name"),
    "due_on": F("first_due_on"),
}


def _to_approve(facts: dict[str, Any]) -> WorkItem:
    why = (
        f"You are asked to approve for {facts['body']}, as {facts['capacity']}, in the"
        f" group {facts['group']}."
    )
    return version_item(facts, "Approve", why, page="approve", kind="approval")


def _to_approve_for_absent(facts: dict[str, Any]) -> WorkItem:
    why = (
        f"{facts['asked']} was asked to approve for {facts['body']}; you are their"
        " deputy."
    )
    return version_item(facts, "Approve", why, page="approve", kind="approval")


def _to_follow(facts: dict[str, Any]) -> WorkItem:
    why = "You asked for approval."
    if facts["group"]:
        why += f" The group {facts['group']} has not approved yet."
    title = "Follow the approvals of"
    return version_item(facts, title, why, page="version", kind="waiting")


def _to_send_out(facts: dict[str, Any]) -> WorkItem:
    why = "You asked for approval, and every group has approved it."
    title = "Send out to be signed:"
    return version_item(facts, title, why, page="send_out", kind="draft")


SOURCES: Final = {
    "approvals": WorkSource(
        kind="approval",
        rows=asked_of_me,
        due="group__due_on",
        collaborative="group__round__version__agreement__collaborative_id",
        facts=_TO_APPROVE,
        item=_to_approve,
    ),
    "approvals as deputy": WorkSource(
        kind="approval",
        rows=asked_of_absent,
        due="group__due_on",
        collaborative="group__round__version__agreement__collaborative_id",
        facts=_TO_APPROVE,
        item=_to_approve_for_absent,
    ),
    "unapproved": WorkSource(
        kind="waiting",
        rows=asked_by_me,
        due="first_due_on",
        collaborative="version__agreement__collaborative_id",
        facts=_ASKED,
        item=_to_follow,
    ),
    "approved": WorkSource(
        kind="draft",
        rows=approved_for_me,
        collaborative="version__agreement__collaborative_id",
        facts=version_facts("version__"),
        item=_to_send_out,
    ),
}
KINDS: Final = {"approval": "To approve"}
