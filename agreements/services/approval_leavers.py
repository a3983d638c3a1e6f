"""An approver leaves: nobody can approve on their request any more."""

import datetime as dt

from accounts.models import User
from agreements.enums import ApprovalStatus
from agreements.models import ApprovalRequest
from agreements.services import telling
from agreements.transitions import require_approval_move
from audit.door import Record
from collab.models import Organisation
from collab.services.due_things import settle

_OPEN = (ApprovalStatus.PLANNED, ApprovalStatus.ASKED)


def end_requests_of_leaver(
    record: Record,
    user: User,
    organisation: Organisation | None,
    at: dt.datetime,
) -> None:
    """
    End the open approvals of somebody who leaves, and tell the governance leads.

    The caller holds the organisation, as whoever approves for it does.
    """
    requests = ApprovalRequest.objects.select_for_update(of=("self",)).filter(
        user=user, status__in=_OPEN
    )
    if organisation is not None:
        requests = requests.filter(organisation=organisation)
    ended = list(
        requests.select_related(
            "group__round__version__agreement__collaborative",
            "group__round__asked_by",
            "organisation",
        ).order_by("pk")
    )
    for request in ended:
        require_approval_move(request.status, ApprovalStatus.OUTDATED)
        request.status = ApprovalStatus.OUTDATED
        request.ended_at = at
        request.save()
        _tell(record, request, user)
    settle(record=record, kind=telling.KIND_APPROVAL, subjects=ended)


def _tell(record: Record, request: ApprovalRequest, user: User) -> None:
    asked = request.group.round
    version = asked.version
    leads = telling.governance_leads(record, version=version)
    telling.tell(
        record,
        people=[who for who in [asked.asked_by, *leads] if who.pk != user.pk],
        version=version,
        kind=telling.KIND_APPROVAL,
        subject=f"An approver left: {version.agreement}"[:200],
        words=(
            f"{user.name} was named to approve {version} for {request.organisation},"
            f" in the group {request.group.name}, and has left. The version's page says"
            " whether the group can still approve. If it cannot, take the version back"
            " to draft, name somebody else in the approval plan, and ask again."
        ),
    )
