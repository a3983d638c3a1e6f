"""Going from group to group, until the last has approved."""

import datetime as dt

from agreements.enums import ApprovalStatus, RoundStatus, VersionStatus
from agreements.models import ApprovalRequest, ApprovalRound, RoundGroup, Version
from agreements.rules import approval as rules
from agreements.selectors.approving import as_rules, groups_of, words_of
from agreements.services import telling
from agreements.transitions import (
    require_approval_move,
    require_round_move,
    require_version_move,
)
from audit.door import Record
from collab.rules.periods import london_day
from collab.services.due_things import settle
from ui.formats import date


def go_on(record: Record, *, asked: ApprovalRound, version: Version) -> None:
    """
    Close what has approved, and ask the next group or approve the version.

    The caller holds the version. Doing it again changes nothing.
    """
    asked.version = version
    groups = groups_of(asked)
    index = rules.open_group(as_rules(groups), words_of(groups), asked.content_hash)
    for group in groups[:index]:
        if group.completed_at is None:
            _complete(record, group)
    if index is None:
        _approve(record, asked, version)
    elif groups[index].opened_at is None:
        _open(record, groups[index], version)
    touched = [request for group in groups for request in group.requests.all()]
    settle(record=record, kind=telling.KIND_APPROVAL, subjects=touched)


def _complete(record: Record, group: RoundGroup) -> None:
    group.completed_at = record.at
    group.save()
    for request in group.requests.all():
        if request.status == ApprovalStatus.ASKED:
            _move(request, ApprovalStatus.NOT_NEEDED)
            request.ended_at = record.at
            request.save()


def _open(record: Record, group: RoundGroup, version: Version) -> None:
    group.opened_at = record.at
    group.due_on = london_day(record.at + dt.timedelta(days=group.due_in_days))
    group.save()
    for request in group.requests.all():
        if request.status == ApprovalStatus.PLANNED:
            _move(request, ApprovalStatus.ASKED)
            request.asked_at = record.at
            request.save()
            _tell_asked(record, request, version, group.due_on)


def _move(request: ApprovalRequest, status: ApprovalStatus) -> None:
    require_approval_move(request.status, status)
    request.status = status


def _approve(record: Record, asked: ApprovalRound, version: Version) -> None:
    require_round_move(asked.status, RoundStatus.APPROVED)
    asked.status = RoundStatus.APPROVED
    asked.approved_at = record.at
    asked.save()
    require_version_move(version.status, VersionStatus.APPROVED)
    version.status = VersionStatus.APPROVED
    version.save()
    telling.tell(
        record,
        people=[asked.asked_by, *telling.governance_leads(record, version=version)],
        version=version,
        kind=telling.KIND_APPROVAL,
        subject=f"Approved: {version.agreement}"[:200],
        words=(
            f"Every group of the plan has approved {version}."
            " It can be sent out to be signed."
        ),
    )


def _tell_asked(
    record: Record, request: ApprovalRequest, version: Version, due_on: dt.date
) -> None:
    agreement = version.agreement
    telling.tell(
        record,
        people=[request.user],
        version=version,
        kind=telling.KIND_APPROVAL,
        subject=f"Approve {agreement.reference} {agreement.title}"[:200],
        words=(
            f"You are asked to approve version {version.number} of {agreement.title}"
            f" ({agreement.reference}) for {request.organisation}, as"
            f" {request.capacity}, by {date(due_on)}. Open the page to read the exact"
            " text, and to approve it or say why not."
        ),
        page="approve",
    )
