"""Accounts in every state, reached through the real services."""

import datetime as dt
import itertools
import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from accounts.models import Invitation, User
from accounts.services import administrators, invitations
from audit.door import CommandActor
from audit.models import Event
from collab.services.administration import give_administration
from tests.builders.acts import any_act

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


def invited(now: dt.datetime, **fields: Any) -> User:
    """A person who was sent an invitation and has not answered."""
    number = next(_numbers)
    given = {"email": f"person{number}@example.org", "name": f"Person {number}"}
    with any_act(now) as record:
        return invitations.invite(record=record, invited_by=None, **(given | fields))


def joined(now: dt.datetime, **fields: Any) -> User:
    """A person who accepted their invitation and has a password."""
    user = invited(now, **fields)
    return invitations.accept_invitation(
        token=invitation_of(user).token(), password=PASSWORD, now=now
    )


def administrator(now: dt.datetime, **fields: Any) -> User:
    """A person who administers the installation, without a second factor yet."""
    user = joined(now, **fields)
    with any_act(now) as record:
        give_administration(record=record, user=user, at=now)
    return user


def first_administrator(now: dt.datetime) -> User:
    """The administrator that a person with a shell invited; not answered yet."""
    return administrators.create_administrator(
        email="first@example.org",
        name="First Administrator",
        actor=CommandActor("tests"),
        now=now,
    )


def invitation_of(user: User) -> Invitation:
    """The person's newest invitation."""
    return Invitation.objects.filter(user=user).latest("pk")


def give_app(user: User) -> str:
    """Set an authenticator app up for the person; gives its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str) -> str:
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def signed_in(client: Any, user: User, secret: str = "") -> Any:
    """The client after the ordinary sign-in page, with the code where one is set up."""
    answer = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD}
    )
    assert answer.status_code == 302, answer.content.decode()
    if secret:
        answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert answer.status_code == 302, answer.content.decode()
    return client


def verbs() -> list[str]:
    """The acts of the ledger, oldest first, each once."""
    rows = Event.objects.filter(position=0).exclude(verb__startswith="audit.")
    return list(rows.order_by("pk").values_list("verb", flat=True))
