"""What an approver sees before approving: for whom, by what right, or why not."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements import policies
from agreements.models import ApprovalRequest, Version
from agreements.presenters.signatures import authority_in_words
from agreements.selectors.approving import requests_for
from agreements.selectors.authors import authors_of
from collab.grants import rights_of
from ui.formats import date


@dataclass(frozen=True, kw_only=True)
class WayShown:
    """One approval that the person can give, and the delegation quoted."""

    uid: str
    label: str
    due: str
    authority: str


@dataclass(frozen=True, kw_only=True)
class ApprovingShown:
    """What the approve page needs to know of the person."""

    ways: list[WayShown]
    refusals: list[str]
    intent: str

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Give the choices of the form."""
        return [(way.uid, way.label) for way in self.ways]


def show_approving(version: Version, *, user: Any, at: dt.datetime) -> ApprovingShown:
    """Gather which approvals the person can give, and why not the others."""
    ways, refusals = [], []
    waiting = requests_for(user, rights_of(user, at), at).filter(
        group__round__version=version
    )
    for request in waiting:
        try:
            found = policies.require_can_approve(
                user=user, version=version, asked=request, at=at
            )
        except policies.NotAnApproverError as error:
            refusals.append(str(error))
        else:
            ways.append(_way(request, user, found))
    if not ways and (words := authors_of(version, at).why_not(user)):
        refusals = [words]
    return ApprovingShown(
        ways=ways,
        refusals=refusals,
        intent=(
            f"I have read version {version.number} of {version.agreement.title} and"
            " approve exactly this text"
        ),
    )


def _way(request: ApprovalRequest, user: Any, found: Any) -> WayShown:
    label = f"{request.organisation}, as {request.capacity}, in {request.group.name}"
    if request.user_id != user.pk:
        label = f"{label}, in place of {request.user.name}"
    words = authority_in_words(found.delegation)
    if found.deputy is not None:
        words = f"As deputy for {found.delegation.user.name}: {words}"
    return WayShown(
        uid=request.uid,
        label=label,
        due=f"Due {date(request.group.due_on)}",
        authority=words,
    )


def choices_of(
    version: Version, shown: ApprovingShown, posted: str
) -> list[tuple[str, str]]:
    """
    Give the requests of the form.

    Where another's request was posted it is a choice too, so that the service refuses
    and the refusal is kept: a form that knows no such choice would hide the attempt.
    """
    if not posted or posted in dict(shown.choices):
        return shown.choices
    return [
        (request.uid, str(request.organisation)) for request in every_request(version)
    ]


def every_request(version: Version) -> list[ApprovalRequest]:
    """Give every request for approval of a version, of whatever round."""
    return [
        request
        for asked in version.rounds.prefetch_related(
            "groups__requests__organisation"
        ).order_by("pk")
        for group in asked.groups.all()
        for request in group.requests.all()
    ]


def request_ids(version: Version) -> dict[str, int]:
    """Give the internal id of each request for approval by its uid."""
    return {request.uid: request.pk for request in every_request(version)}
