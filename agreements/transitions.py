"""Tables of legal moves: there is no other way to set a status."""

from typing import Final

from agreements.enums import (
    AgreementStatus,
    ApprovalStatus,
    RequestStatus,
    RoundStatus,
    VersionStatus,
)

V = VersionStatus
R = RequestStatus
A = AgreementStatus
P = ApprovalStatus


class IllegalMoveError(ValueError):
    """The thing is not in a state from which it can be moved so."""


# Settled question 2. A draft may go straight out where its agreement's approval plan
# names nobody (docs/adr/0007).
VERSION_MOVES: Final[dict[VersionStatus, frozenset[VersionStatus]]] = {
    V.DRAFT: frozenset({V.IN_REVIEW, V.OUT_FOR_SIGNATURE, V.WITHDRAWN}),
    # Signed outside Concordat: it counts once a second person has checked the record.
    V.RECORDED: frozenset({V.SIGNED, V.WITHDRAWN}),
    V.IN_REVIEW: frozenset({V.DRAFT, V.APPROVED, V.WITHDRAWN}),
    V.APPROVED: frozenset({V.DRAFT, V.OUT_FOR_SIGNATURE, V.WITHDRAWN}),
    V.OUT_FOR_SIGNATURE: frozenset({V.DRAFT, V.SIGNED, V.WITHDRAWN}),
    # One whose conditions were never met (docs/adr/0009) is in force at no moment.
    V.SIGNED: frozenset({V.IN_FORCE, V.SUPERSEDED, V.EXPIRED}),
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
    R.EXPIRED: frozenset({R.WITHDRAWN, R.REPLACED}),
    R.WITHDRAWN: frozenset(),
    R.REPLACED: frozenset(),
}

# Where content changes, whatever was asked or given on it is outdated.
APPROVAL_MOVES: Final[dict[ApprovalStatus, frozenset[ApprovalStatus]]] = {
    P.PLANNED: frozenset({P.ASKED, P.OUTDATED}),
    P.ASKED: frozenset({P.GIVEN, P.REFUSED, P.NOT_NEEDED, P.OUTDATED}),
    P.GIVEN: frozenset({P.OUTDATED}),
    P.REFUSED: frozenset(),
    P.NOT_NEEDED: frozenset(),
    P.OUTDATED: frozenset(),
}

ROUND_MOVES: Final[dict[RoundStatus, frozenset[RoundStatus]]] = {
    RoundStatus.IN_REVIEW: frozenset(
        {RoundStatus.APPROVED, RoundStatus.REFUSED, RoundStatus.OUTDATED}
    ),
    RoundStatus.APPROVED: frozenset({RoundStatus.OUTDATED}),
    RoundStatus.REFUSED: frozenset(),
    RoundStatus.OUTDATED: frozenset(),
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


def require_approval_move(before: str, after: ApprovalStatus) -> None:
    """
    Check that one person's approval may go from one status to another.

    :raises IllegalMoveError: if the table has no such move
    """
    if after not in APPROVAL_MOVES[ApprovalStatus(before)]:
        raise IllegalMoveError(
            f"An approval that is {ApprovalStatus(before).label.lower()}"
            f" cannot become {after.label.lower()}."
        )


def require_round_move(before: str, after: RoundStatus) -> None:
    """
    Check that an asking for approval may go from one status to another.

    :raises IllegalMoveError: if the table has no such move
    """
    if after not in ROUND_MOVES[RoundStatus(before)]:
        raise IllegalMoveError(
            f"A round of approval that is {RoundStatus(before).label.lower()}"
            f" cannot become {after.label.lower()}."
        )


def require_agreement_move(before: str, after: AgreementStatus) -> None:
    """
    Check that an agreement may go from one status to another.

    :raises IllegalMoveError: if the table has no such move
    """
    if after not in AGREEMENT_MOVES[AgreementStatus(before)]:
        raise IllegalMoveError(
            f"An agreement that is {AgreementStatus(before).label.lower()}"
            f" cannot become {after.label.lower()}."
        )
