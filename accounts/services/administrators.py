"""The first administrators, made by whoever has a shell on the server."""

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.urls import reverse

from accounts import registries
from accounts.models import User
from accounts.services.invitations import AlreadyHereError, invite, join
from audit.door import Actor, CommandActor, act

SALT: Final = "concordat.accounts.first_administrator"
LINK_VALID_FOR: Final = dt.timedelta(hours=1)


class AdministratorsExistError(ValueError):
    """There is an administrator already, who can invite the next."""


class LinkOverError(ValueError):
    """The first administrator's link has expired, or was used."""


def first_administrator_link(*, now: dt.datetime) -> str:
    """
    Make the link with which an empty installation begins; good for one hour.

    :raises AdministratorsExistError: if there is an administrator already
    """
    _require_none(now)
    token = signing.dumps(int(now.timestamp()), salt=SALT)
    return f"{settings.SITE_URL}{reverse('accounts:first_administrator', args=[token])}"


def require_first_link(*, token: str, now: dt.datetime) -> None:
    """
    Let only a link through that can still make the first administrator.

    :raises LinkOverError: for an expired, used or altered one
    """
    try:
        made_at = dt.datetime.fromtimestamp(signing.loads(token, salt=SALT), tz=dt.UTC)
        _require_none(now)
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise LinkOverError("This link can no longer be used.") from error
    if not made_at <= now + dt.timedelta(minutes=1) or now > made_at + LINK_VALID_FOR:
        raise LinkOverError("This link can no longer be used.")


def become_first_administrator(
    *,
    token: str,
    email: str,
    name: str,
    password: str,
    now: dt.datetime,
    actor: Actor | None = None,
) -> User:
    """
    Make the first administrator, by the link that a person at the server was given.

    :raises LinkOverError: if the link is no longer good
    :raises ValidationError: if the password is too weak
    """
    require_first_link(token=token, now=now)
    user = User(
        email=email.strip().lower(), name=" ".join(name.split()), created_at=now
    )
    validate_password(password, user)
    by = actor or CommandActor("first_administrator")
    with act("accounts.administrator.created", by=by, at=now) as record:
        _one_at_a_time()
        _require_none(now)
        if User.objects.filter(email__iexact=user.email).exists():
            raise AlreadyHereError("Somebody already has this email address.")
        user.set_unusable_password()
        user.save()
        join(record=record, user=user, password=password)
        registries.give_administration(record=record, user=user, at=now)
    return user


def create_administrator(
    *, email: str, name: str, actor: Actor, now: dt.datetime, is_sample: bool = False
) -> User:
    """
    Invite an administrator from the server's shell.

    :raises AlreadyHereError: if somebody has the address
    """
    with act("accounts.administrator.created", by=actor, at=now) as record:
        user = invite(
            record=record, email=email, name=name, invited_by=None, is_sample=is_sample
        )
        registries.give_administration(record=record, user=user, at=now)
        return user


def _one_at_a_time() -> None:
    """Let two who hold the same link pass one after the other.

    There is no administrator yet whose row could be locked; this row always is.
    """
    ContentType.objects.select_for_update().get(app_label="accounts", model="user")


def _require_none(now: dt.datetime) -> Any:
    if registries.administrators_exist(now):
        raise AdministratorsExistError("There is an administrator already.")
