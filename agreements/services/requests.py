"""Closing requests for signature, inside the caller's open act."""

from collections.abc import Iterable

from accounts.models import User
from agreements.enums import RequestStatus
from agreements.models import SignatureRequest, Version
from agreements.services.reminding import follow_request
from agreements.transitions import REQUEST_MOVES, require_request_move
from audit.door import Record


def held_requests(record: Record, *, version: Version) -> list[SignatureRequest]:
    """Give the requests of the present round, held until the open act ends."""
    return list(
        version.requests.of_this_round(version)
        .select_for_update(of=("self",))
        .select_related("signatory", "outside", "party__organisation")
        .order_by("pk")
    )


def close_request(
    record: Record, *, request: SignatureRequest, status: RequestStatus
) -> None:
    """
    Move a request to a state in which nobody signs on it.

    :raises IllegalMoveError: if the table has no such move
    """
    require_request_move(request.status, status)
    request.status = status
    request.decided_at = record.at
    request.save()
    follow_request(record, request=request)


def withdraw_requests(
    record: Record, *, requests: Iterable[SignatureRequest]
) -> list[User]:
    """Withdraw what is open, declined or signed; gives the people who were asked."""
    people: list[User] = []
    for request in requests:
        if request.status != RequestStatus.REPLACED and request.signatory:
            people.append(request.signatory)
        if RequestStatus.WITHDRAWN in REQUEST_MOVES[RequestStatus(request.status)]:
            close_request(record, request=request, status=RequestStatus.WITHDRAWN)
    return people
