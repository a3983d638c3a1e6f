"""What of approvals waits for a person: to approve, to follow, to send out."""

import datetime as dt
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery

from agreements.enums import ApprovalStatus, RoundStatus, VersionStatus
from agreements.models import ApprovalRequest, ApprovalRound
from agreements.presenters.work import of_absent, version_source
from collab.rules.rights import Rights


def asked_of_me(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to the approvals that a person was asked for."""
    return _asked(rights).filter(user=user)


def asked_of_absent(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to the approvals asked of those for whom a person stands in."""
    return of_absent(
        _asked(rights), user, now, asked="user_id", organisation="organisation_id"
    )


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


def _to_follow(facts: dict[str, Any]) -> str:
    why = "You asked for approval."
    if facts["group"]:
        why += f" The group {facts['group']} has not approved yet."
    return why


SOURCES: Final = {
    "approvals": version_source(
        "group__round__version__",
        asked_of_me,
        kind="approval",
        does="Approve",
        page="approve",
        why=(
            "You are asked to approve for {body}, as {capacity}, in the group {group}."
        ).format_map,
        due="group__due_on",
        body=F("organisation__name"),
        capacity=F("capacity"),
        group=F("group__name"),
    ),
    "approvals as deputy": version_source(
        "group__round__version__",
        asked_of_absent,
        kind="approval",
        does="Approve",
        page="approve",
        why=(
            "{asked} was asked to approve for {body}; you are their deputy."
        ).format_map,
        due="group__due_on",
        body=F("organisation__name"),
        asked=F("user__name"),
    ),
    "unapproved": version_source(
        "version__",
        asked_by_me,
        kind="waiting",
        does="Follow the approvals of",
        page="version",
        why=_to_follow,
        due="first_due_on",
        group=F("group_name"),
    ),
    "approved": version_source(
        "version__",
        approved_for_me,
        kind="draft",
        does="Send out to be signed:",
        page="send_out",
        why="You asked for approval, and every group has approved it.".format_map,
    ),
}
KINDS: Final = {"approval": "To approve"}
