"""Approvals that are waited for, as a register of the reminder engine."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from agreements.enums import ApprovalStatus, RoundStatus
from agreements.models import ApprovalRequest
from agreements.selectors.addresses import version_address
from agreements.services.locking import lock_many
from agreements.services.telling import KIND_APPROVAL
from collab.registries import Due, Message, OccasionSource
from collab.rules.periods import london_day
from collab.rules.reminders import Anchor, Rung, Whom
from collab.selectors.portions import next_by_key
from ui.formats import date

APPROVER: Final = "approver"
DEPUTIES: Final = "deputies"
ASKER: Final = "asker"
LADDER: Final = (
    Rung(name="day_3", whom=APPROVER, days=3, by_due=True),
    Rung(name="deputy", whom=DEPUTIES, days=5, by_due=True),
    Rung(name="due", whom=APPROVER, days=0, anchor=Anchor.DUE),
    Rung(name="overdue_1", whom=ASKER, days=1, anchor=Anchor.DUE),
    Rung(name="overdue_7", whom=ASKER, days=7, anchor=Anchor.DUE),
)
_RELATED: Final = (
    "group__round__version__agreement__collaborative",
    "group__round__asked_by",
    "organisation",
    "user",
)


def due_of(request: ApprovalRequest) -> Due | None:
    """Say what a request for approval waits for, or None once nobody waits."""
    if request.status != ApprovalStatus.ASKED or request.asked_at is None:
        return None
    group = request.group
    if group.round.status != RoundStatus.IN_REVIEW or group.due_on is None:
        return None
    version = group.round.version
    return Due(
        collaborative=version.agreement.collaborative,
        item=version.agreement,
        organisation=request.organisation,
        title=f"Approval of {request.organisation} on {version}",
        link=version_address(version),
        began_on=london_day(request.asked_at),
        due_on=group.due_on,
    )


def lock(uids: Iterable[str]) -> dict[str, ApprovalRequest]:
    """Hold requests, after their agreements and versions, until the act ends."""
    wanted = list(uids)
    lock_many(
        ApprovalRequest.objects.filter(uid__in=wanted).values_list(
            "group__round__version__agreement_id", flat=True
        )
    )
    return load(wanted)


def load(uids: Iterable[str]) -> dict[str, ApprovalRequest]:
    """Read requests with all that is said of them."""
    rows = ApprovalRequest.objects.filter(uid__in=list(uids))
    return {row.uid: row for row in rows.select_related(*_RELATED)}


def live(after: int, most: int) -> list[ApprovalRequest]:
    """List the next requests that are waited for, in the order of their keys."""
    waiting = ApprovalRequest.objects.filter(
        status=ApprovalStatus.ASKED,
        group__round__status=RoundStatus.IN_REVIEW,
    )
    return next_by_key(waiting.select_related(*_RELATED), after, most)


def whom(request: ApprovalRequest, name: str) -> Whom:
    """Say who a kind of person is: the approver, their deputies, or who asked."""
    if name == ASKER:
        return Whom(people=(request.group.round.asked_by_id,), leads=True)
    return Whom(
        people=(request.user_id,),
        deputies=name == DEPUTIES,
        organisation_id=request.organisation_id,
    )


def message(request: ApprovalRequest, rung: Rung, now: dt.datetime) -> Message:
    """Put a reminder of an approval into words."""
    version, due_on = request.group.round.version, request.group.due_on
    who = "You were" if rung.whom == APPROVER else f"{request.user.name} was"
    words = (
        f"{who} asked on {date(request.asked_at)} to approve {version} for"
        f" {request.organisation}, in the group {request.group.name}, by"
        f" {date(due_on)}."
    )
    if rung.whom == DEPUTIES:
        words += " You are their deputy and may approve in their place."
    if rung.whom == ASKER:
        words += (
            " That day has passed. To ask somebody else, take the version back to"
            " draft and change the approval plan."
        )
    late = due_on is not None and due_on < london_day(now)
    return Message(
        subject=(
            f"{'Overdue' if late else 'Reminder'}: approval of"
            f" {request.organisation} on {version}"
        )[:200],
        words=words,
        link=version_address(version, "version" if rung.whom == ASKER else "approve"),
    )


SOURCE: Final[Any] = OccasionSource(
    kind=KIND_APPROVAL,
    label="Approvals that are asked for",
    notification=KIND_APPROVAL,
    ladder=LADDER,
    people={
        APPROVER: "whoever was asked to approve",
        DEPUTIES: "their deputies",
        ASKER: "the governance leads, and whoever asked for approval",
    },
    asks=APPROVER,
    due_of=due_of,
    lock=lock,
    load=load,
    live=live,
    whom=whom,
    message=message,
)
