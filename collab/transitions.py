"""Which state may follow which."""

from typing import Final

from collab.enums import ActionStatus, AuthorityStatus, ImportStatus

AUTHORITY_MOVES: Final[dict[AuthorityStatus, frozenset[AuthorityStatus]]] = {
    AuthorityStatus.PROPOSED: frozenset(
        {AuthorityStatus.CONFIRMED, AuthorityStatus.REFUSED}
    ),
    AuthorityStatus.CONFIRMED: frozenset({AuthorityStatus.ENDED}),
    AuthorityStatus.REFUSED: frozenset(),
    AuthorityStatus.ENDED: frozenset(),
}

_ALREADY: Final = {
    AuthorityStatus.PROPOSED: "It still waits for a second person.",
    AuthorityStatus.CONFIRMED: "It has been confirmed already.",
    AuthorityStatus.REFUSED: "It has been refused. Propose it anew if it is right.",
    AuthorityStatus.ENDED: "It has ended. What has ended is never revived.",
}


class AuthorityMoveError(ValueError):
    """The state of an authority does not allow this."""


def require_authority_move(present: str, wanted: AuthorityStatus) -> None:
    """
    Check that an authority may move from its present state.

    :raises AuthorityMoveError: with a sentence that says how it stands
    """
    status = AuthorityStatus(present)
    if wanted not in AUTHORITY_MOVES[status]:
        raise AuthorityMoveError(_ALREADY[status])


# The load of a file, or its reversal, which nobody checks first.
IMPORT_MOVES: Final[dict[ImportStatus, frozenset[ImportStatus]]] = {
    ImportStatus.CHECKED: frozenset({ImportStatus.LOADING}),
    ImportStatus.LOADING: frozenset({ImportStatus.FINISHED}),
    ImportStatus.FINISHED: frozenset(),
}

_IMPORT_STANDS: Final = {
    ImportStatus.CHECKED: "Confirm this import first.",
    ImportStatus.LOADING: "Somebody else confirmed this import before you.",
    ImportStatus.FINISHED: "This import is finished.",
}


class ImportMoveError(ValueError):
    """How far the import is does not allow this."""


def require_import_move(present: str, wanted: ImportStatus) -> None:
    """
    Check that an import may move on from where it is.

    :raises ImportMoveError: with a sentence that says how it stands
    """
    status = ImportStatus(present)
    if wanted not in IMPORT_MOVES[status]:
        raise ImportMoveError(_IMPORT_STANDS[status])


ACTION_MOVES: Final[dict[ActionStatus, frozenset[ActionStatus]]] = {
    ActionStatus.OPEN: frozenset({ActionStatus.DONE, ActionStatus.DROPPED}),
    # More evidence may follow; a word that it is not accepted opens it again.
    ActionStatus.DONE: frozenset(
        {
            ActionStatus.DONE,
            ActionStatus.OPEN,
            ActionStatus.CLOSED,
            ActionStatus.DROPPED,
        }
    ),
    ActionStatus.CLOSED: frozenset(),
    ActionStatus.DROPPED: frozenset(),
}

_ACTION_STANDS: Final = {
    ActionStatus.OPEN: "Nobody has given evidence yet that this is done.",
    ActionStatus.DONE: "Evidence was given that this is done. Read it again.",
    ActionStatus.CLOSED: "This action is closed. Open another one if more is needed.",
    ActionStatus.DROPPED: (
        "This action is no longer needed. Open another one if it is after all."
    ),
}


class ActionMoveError(ValueError):
    """Where the action stands does not allow this."""


def require_action_move(present: str, wanted: ActionStatus) -> None:
    """
    Check that an action may move on from where it stands.

    :raises ActionMoveError: with a sentence that says how it stands
    """
    status = ActionStatus(present)
    if wanted not in ACTION_MOVES[status]:
        raise ActionMoveError(_ACTION_STANDS[status])
