"""Tables of legal moves: there is no other way to set a status."""

from typing import Final

from agreements.enums import AgreementStatus, RequestStatus, VersionStatus

V = VersionStatus
R = RequestStatus
A = AgreementStatus


class IllegalMoveError(ValueError):
    """The thing is not in a state from which it can be moved so."""


# Settled question 2. A draft may go straight out where its agreement's approval plan
# names nobody (docs/adr/0007).
VERSION_MOVES: Final[dict[VersionStatus, frozenset[VersionStatus]]] = {
    V.DRAFT: frozenset({V.IN_REVIEW, V.OUT_FOR_SIGNATURE, V.WITHDRAWN}),
    V.IN_REVIEW: frozenset({V.DRAFT, V.APPROVED, V.WITHDRAWN}),
    V.APPROVED: frozenset({V.DRAFT, V.OUT_FOR_SIGNATURE, V.WITHDRAWN}),
    V.OUT_FOR_SIGNATURE: frozenset({V.DRAFT, V.SIGNED, V.WITHDRAWN}),
    V.SIGNED: frozenset({V.IN_FORCE}),
    V.IN_FORCE: frozenset({V.SUPERSEDED, V.EXPIRED, V.TERMINATED}),
    V.SUPERSEDED: frozenset(),
    V.EXPIRED: frozenset(),
    V.TERMINATED: frozenset(),
    V.WITHDRAWN: frozenset(),
}

REQUEST_MOVES: Final[dict[RequestStatus, frozenset[RequestStatus]]] = {
    R.ASKED: frozenset({R.SIGNED, R.DECLINED, R.EXPIRED, R.WITHDRAWN, R.REPLACED}),
    R.SIGNED: frozenset({R.WITHDRAWN}),
    R.DECLINED: frozenset({R.WITHDRAWN, R.REPLACED}),
    R.EXPIRED: frozenset({R.REPLACED}),
    R.WITHDRAWN: frozenset(),
    R.REPLACED: frozenset(),
}

AGREEMENT_MOVES: Final[dict[AgreementStatus, frozenset[AgreementStatus]]] = {
    A.OPEN: frozenset({A.IN_NOTICE, A.ENDED, A.NOVATED}),
    A.IN_NOTICE: frozenset({A.OPEN, A.ENDED, A.NOVATED}),
    A.ENDED: frozenset(),
    A.NOVATED: frozenset(),
}


def require_version_move(before: str, after: VersionStatus) -> None:
    """
    Check that a version may go from one status to another.

    :raises IllegalMoveError: if the table has no such move
    """
    if after not in VERSION_MOVES[VersionStatus(before)]:
        raise IllegalMoveError(
            f"A version that is {VersionStatus(before).label.lower()}"
            f" cannot become {after.label.lower()}."
        )


def require_request_move(before: str, after: RequestStatus) -> None:
    """
    Check that a request for signature may go from one status to another.

    :raises IllegalMoveError: if the table has no such move
    """
    if after not in REQUEST_MOVES[RequestStatus(before)]:
        raise IllegalMoveError(
            f"A signature that is {RequestStatus(before).label.lower()}"
            f" cannot become {after.label.lower()}."
        )
