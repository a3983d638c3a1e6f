"""Who may be given a paper: whoever sees what it is about."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from audit.models import Fact, Governed
from collab.grants import rights_of


class MayNotSeePaperError(PermissionDenied):
    """The person does not see what the paper is about."""


def require_can_see(*, user: Any, subject: Governed | Fact, at: dt.datetime) -> None:
    """
    Check that the person sees what a paper is about.

    :raises MayNotSeePaperError: if not
    """
    rows = type(subject).objects.visible_to(rights_of(user, at))  # type: ignore[union-attr]
    if not rows.filter(pk=subject.pk).exists():
        raise MayNotSeePaperError("You do not see what this paper is about.")
