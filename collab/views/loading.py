"""How the pages of this room find what they are about: what is not visible is a 404."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from accounts.http import SignedInRequest
from collab.grants import rights_of
from collab.models import Collaborative, Organisation
from collab.policies.collaboratives import why_not_look_after
from collab.rules.periods import london_day
from collab.rules.rights import Rights


@dataclass(frozen=True)
class Asking:
    """Who asks, when, and what they hold at that moment."""

    user: Any
    now: dt.datetime
    rights: Rights

    @property
    def today(self) -> dt.date:
        """Give the day in London."""
        return london_day(self.now)


def asking(request: SignedInRequest) -> Asking:
    """Read the clock and the person's rights, once for each page."""
    now = timezone.now()
    return Asking(request.user, now, rights_of(request.user, now))


def organisation_or_404(uid: str, who: Asking) -> Organisation:
    """Find a body of the register."""
    found = Organisation.objects.visible_to(who.rights).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def collaborative_or_404(slug: str, who: Asking) -> Collaborative:
    """Find a collaborative whose front page the person may see."""
    visible = Collaborative.objects.visible_to(who.rights, setting_up=True)
    found = visible.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def looked_after_or_403(slug: str, who: Asking) -> Collaborative:
    """
    Find a collaborative that the person may change; the reason is shown if not.

    :raises PermissionDenied: with the reason in words
    """
    found = collaborative_or_404(slug, who)
    why = why_not_look_after(rights=who.rights, collaborative=found, at=who.now)
    if why:
        raise PermissionDenied(why)
    return found


def require_keeper(who: Asking, *, words: str) -> None:
    """
    Let administrators pass.

    :raises PermissionDenied: with these words for everyone else
    """
    if not who.rights.administers_installation:
        raise PermissionDenied(words)
