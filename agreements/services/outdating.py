"""A change of content takes a version back to draft, and no approval survives it."""

from accounts.models import User
from agreements.enums import ApprovalStatus, RoundStatus, VersionStatus
from agreements.models import ApprovalRequest, ApprovalRound, Authorship, Version
from agreements.selectors.authors import last_approved
from agreements.services import telling
from agreements.transitions import (
    APPROVAL_MOVES,
    require_round_move,
    require_version_move,
)
from audit.door import Record
from collab.services.due_things import settle

OPEN_ROUNDS = (RoundStatus.IN_REVIEW, RoundStatus.APPROVED)
P = ApprovalStatus


def let_change(record: Record, *, version: Version) -> None:
    """
    Make a version that is about to change a draft, and note who changes it.

    The caller holds the version. Whoever approved, was asked to, or asked is told.

    :raises IllegalMoveError: if it can no longer become a draft
    """
    if version.status != VersionStatus.DRAFT:
        people = back_to_draft(record, version=version)
        name = getattr(record.by, "name", "Concordat")
        telling.tell(
            record,
            people=[user for user in people if user.uid != record.actor_uid],
            version=version,
            kind=telling.KIND_APPROVAL,
            subject=f"Changed: {version.agreement} is a draft again"[:200],
            words=(
                f"{name} changed {version} after approval was asked for. It is a draft"
                " again, and no approval of the earlier text counts any more. Whoever"
                " is to approve the new text will be asked anew."
            ),
        )
    _note_author(record, version)


def back_to_draft(record: Record, *, version: Version) -> list[User]:
    """
    Thaw a version's text and outdate every approval of it; gives whom it concerns.

    :raises IllegalMoveError: if it can no longer become a draft
    """
    require_version_move(version.status, VersionStatus.DRAFT)
    version.status = VersionStatus.DRAFT
    version.content = version.content_hash = ""
    version.sent_out_at = version.sent_out_by = None
    version.save()
    return end_round(record, version=version, status=RoundStatus.OUTDATED)


def end_round(record: Record, *, version: Version, status: RoundStatus) -> list[User]:
    """End a version's open round, if any; gives who asked, was asked and approved."""
    found: ApprovalRound | None = (
        version.rounds.select_for_update()
        .filter(status__in=OPEN_ROUNDS)
        .order_by("-pk")
        .first()
    )
    if found is None:
        return []
    require_round_move(found.status, status)
    found.status = status
    found.ended_at = record.at
    found.save()
    return [found.asked_by, *_outdate_requests(record, found)]


def _outdate_requests(record: Record, ended: ApprovalRound) -> list[User]:
    concerned: list[User] = []
    outdated = []
    requests = ApprovalRequest.objects.select_for_update(of=("self",)).filter(
        group__round=ended
    )
    for request in requests.select_related("user", "answer__user").order_by("pk"):
        if request.status == P.ASKED:
            concerned.append(request.user)
        if request.status == P.GIVEN:
            concerned.append(request.answer.user)
        if P.OUTDATED in APPROVAL_MOVES[P(request.status)]:
            request.status = P.OUTDATED
            request.ended_at = record.at
            request.save()
            outdated.append(request)
    settle(record=record, kind=telling.KIND_APPROVAL, subjects=outdated)
    return concerned


def _note_author(record: Record, version: Version) -> None:
    author = record.by
    if not isinstance(author, User):
        return
    after = last_approved(version)
    known = version.authorships.filter(user_id=author.pk, after=after)
    if not known.exists():
        Authorship.objects.create(
            version=version, user=author, after=after, since=record.at
        )
