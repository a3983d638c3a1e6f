"""Who keeps pathways and outcomes, and who enters values."""

import datetime as dt
from typing import Any, Final

from django.core.exceptions import PermissionDenied

from collab.grants import held

KEEPERS: Final = (
    "Only a governance lead of this collaborative keeps its pathways and outcomes."
)
ENTERERS: Final = (
    "Only a governance lead or an analyst of this collaborative enters values."
)


class NotAKeeperError(PermissionDenied):
    """The person does not govern the collaborative."""


class NotEnteringError(PermissionDenied):
    """The person neither governs the collaborative nor analyses for it."""


def can_keep(*, user: Any, collaborative_id: int, at: dt.datetime) -> bool:
    """Say whether the person may write down pathways, stages and outcomes."""
    return held(user=user, codename="govern", collaborative_id=collaborative_id, at=at)


def require_can_keep(*, user: Any, collaborative_id: int, at: dt.datetime) -> None:
    """
    Check that the person may write down pathways, stages and outcomes.

    :raises NotAKeeperError: if not
    """
    if not can_keep(user=user, collaborative_id=collaborative_id, at=at):
        raise NotAKeeperError(KEEPERS)


def can_enter(*, user: Any, collaborative_id: int, at: dt.datetime) -> bool:
    """Say whether the person may enter and correct values."""
    return any(
        held(user=user, codename=codename, collaborative_id=collaborative_id, at=at)
        for codename in ("govern", "analyse")
    )


def require_can_enter(*, user: Any, collaborative_id: int, at: dt.datetime) -> None:
    """
    Check that the person may enter and correct values.

    :raises NotEnteringError: if not
    """
    if not can_enter(user=user, collaborative_id=collaborative_id, at=at):
        raise NotEnteringError(ENTERERS)
