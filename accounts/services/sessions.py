"""Sessions: the ones that end because something else did."""

from typing import Any

from allauth.usersessions.models import UserSession

from accounts.models import User


def end_sessions(*, record: Any, user: User, but: str = "") -> int:
    """
    End a person's sessions inside the caller's open act; gives how many.

    ``but`` is the key of a session that stays. Called too by rooms above, where an
    appointment or a membership ends.
    """
    record.related(user)
    ended = 0
    for session in UserSession.objects.filter(user_id=user.pk).exclude(session_key=but):
        session.end()
        ended += 1
    return ended
