"""Who may comment on a draft and settle comments, and who may give notice."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from agreements.models import Version
from agreements.policies import authority_to_sign, can_govern
from collab.grants import rights_of
from collab.models import Organisation
from collab.selectors.authority import Authority


class MayNotCommentError(PermissionDenied):
    """Only people who take part and may read the draft comment on it."""


class MayNotResolveError(PermissionDenied):
    """Only its author and a governance lead resolve a comment."""


def can_comment(*, user: Any, version: Version, at: dt.datetime) -> bool:
    """Say whether the person may comment on a draft that they may read."""
    rights = rights_of(user, at)
    collaborative_id = version.agreement.collaborative_id
    return (
        rights.may("take_part", collaborative_id=collaborative_id)
        and Version.objects.visible_to(rights).filter(pk=version.pk).exists()
    )


def require_can_comment(*, user: Any, version: Version, at: dt.datetime) -> None:
    """
    Check that the person may comment on a draft.

    :raises MayNotCommentError: if not
    """
    if not can_comment(user=user, version=version, at=at):
        raise MayNotCommentError(
            "Only people who take part in this collaborative comment on its drafts."
        )


def can_resolve(
    *, user: Any, version: Version, author_id: int, at: dt.datetime
) -> bool:
    """Say whether the person may settle a comment that somebody wrote."""
    own = author_id == user.pk and can_comment(user=user, version=version, at=at)
    return own or can_govern(
        user=user, collaborative_id=version.agreement.collaborative_id, at=at
    )


def require_can_resolve(
    *, user: Any, version: Version, author_id: int, at: dt.datetime
) -> None:
    """
    Check that the person may settle a comment.

    :raises MayNotResolveError: if not
    """
    if not can_resolve(user=user, version=version, author_id=author_id, at=at):
        raise MayNotResolveError(
            "Only who wrote a comment, and a governance lead, can resolve it."
        )


class MayNotGiveNoticeError(PermissionDenied):
    """No delegation in effect lets the person give notice for that body."""


def require_can_give_notice(
    *, user: User, version: Version, organisation: Organisation, at: dt.datetime
) -> Authority:
    """
    Check that the person may give notice for a body, or take it back.

    Whoever may sign the agreement for the body may end it for the body: a delegation
    to sign that covers its value, at that moment, whoever signed it at first.

    :raises MayNotGiveNoticeError: if not
    """
    person = User.objects.get(pk=user.pk)
    found = authority_to_sign(
        user=person, version=version, organisation_id=organisation.pk, at=at
    )
    if not found.allows:
        raise MayNotGiveNoticeError(
            f"You cannot give notice for {organisation}. {found.sentence}"
            f" An organisation lead of {organisation} can record what is missing."
        )
    return found
