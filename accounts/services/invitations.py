"""Invitations: an account begins here and nowhere else (settled question 12)."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password

from accounts import policies
from accounts.models import Invitation, User
from accounts.models.invitations import VALID_FOR
from accounts.services.mailing import write_mail
from audit.door import Actor, act


class AlreadyHereError(ValueError):
    """Somebody already has this email address."""


class InvitationOverError(ValueError):
    """The invitation was accepted or withdrawn, has expired, or was sent again."""


def invite_person(
    *, email: str, name: str, actor: User, now: dt.datetime, is_sample: bool = False
) -> User:
    """
    Invite a person on behalf of the installation.

    :raises NotAnAdministratorError: if the actor does not administer it
    :raises AlreadyHereError: if somebody has the address
    """
    with act("accounts.person.invited", by=actor, at=now) as record:
        policies.require_administrator(user=actor, now=now)
        return invite(
            record=record,
            email=email,
            name=name,
            invited_by=actor,
            is_sample=is_sample,
        )


def invite(
    *,
    record: Any,
    email: str,
    name: str,
    invited_by: User | None,
    is_sample: bool = False,
) -> User:
    """
    Make the account and its invitation inside the caller's open act.

    The caller has checked that the inviting person may. The person has no password
    and cannot sign in until they accept.

    :raises AlreadyHereError: if somebody has the address
    """
    user = _account_for(email.strip().lower(), created_at=record.at)
    user.name = " ".join(name.split())
    user.is_sample = is_sample
    user.is_active = True
    user.left_at = None
    user.set_unusable_password()
    user.save()
    invitation = Invitation(
        user=user,
        invited_by=invited_by,
        invited_at=record.at,
        expires_at=record.at + VALID_FOR,
    )
    invitation.save()
    record.about(user, invitation)
    _send(record, invitation)
    return user


def _account_for(email: str, *, created_at: dt.datetime) -> User:
    """Give the account: a new one, or that of an invitation taken back before."""
    held: User | None = (
        User.objects.select_for_update().filter(email__iexact=email).first()
    )
    if held is None:
        return User(email=email, created_at=created_at)
    is_waiting = Invitation.objects.filter(
        user=held, accepted_at=None, withdrawn_at=None
    ).exists()
    if held.joined_at is not None or is_waiting or held.is_active:
        raise AlreadyHereError("Somebody already has this email address.")
    return held


def _send(record: Any, invitation: Invitation) -> None:
    inviter = (
        invitation.invited_by.name if invitation.invited_by else "An administrator"
    )
    write_mail(
        record=record,
        to=invitation.user.email,
        subject=f"You are invited to {settings.SERVICE_NAME}",
        words=(
            f"Hello {invitation.user.name},\n\n"
            f"{inviter} invites you to {settings.SERVICE_NAME}. Open this page to set"
            " up your account:\n\n{link}\n\n"
            "The link works once, for 7 days. If you did not expect this message, you"
            " can leave it.\n"
        ),
        user=invitation.user,
        link_to=f"invitation:{invitation.uid}:{invitation.issue}",
    )


def send_again(*, person_uid: str, actor: User, now: dt.datetime) -> Invitation:
    """
    Send an invitation again; the earlier link stops working.

    :raises NotAnAdministratorError: if the actor does not administer
    :raises InvitationOverError: if the person joined or the invitation was withdrawn
    """
    with act("accounts.invitation.sent_again", by=actor, at=now) as record:
        policies.require_administrator(user=actor, now=now)
        return invite_again(record=record, person_uid=person_uid)


def invite_again(*, record: Any, person_uid: str) -> Invitation:
    """
    Send an invitation again inside the caller's open act.

    :raises InvitationOverError: if there is none to send
    """
    invitation = _unanswered(person_uid)
    invitation.issue += 1
    invitation.expires_at = record.at + VALID_FOR
    invitation.save()
    record.about(invitation)
    _send(record, invitation)
    return invitation


def withdraw_invitation(
    *, person_uid: str, actor: User, now: dt.datetime
) -> Invitation:
    """
    Take an invitation back; its link stops working and the account is closed.

    :raises NotAnAdministratorError: if the actor does not administer
    :raises InvitationOverError: if the person joined or it was withdrawn already
    """
    with act("accounts.invitation.withdrawn", by=actor, at=now) as record:
        policies.require_administrator(user=actor, now=now)
        invitation = _unanswered(person_uid)
        withdraw(record=record, invitation=invitation)
        invitation.user.is_active = False
        invitation.user.left_at = now
        invitation.user.save()
        return invitation


def withdraw(*, record: Any, invitation: Invitation) -> None:
    """Take an invitation back inside the caller's open act."""
    invitation.withdrawn_at = record.at
    invitation.save()
    record.about(invitation)


def _unanswered(person_uid: str) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("user", "invited_by")
        .filter(user__uid=person_uid, accepted_at=None, withdrawn_at=None)
        .first()
    )
    if invitation is None:
        raise InvitationOverError("There is no invitation of this person to answer.")
    return invitation  # type: ignore[no-any-return]


def accept_invitation(
    *, token: str, password: str, now: dt.datetime, actor: Actor | None = None
) -> User:
    """
    Join: the link proves the address, the password is the person's own.

    The person acts themselves; ``actor`` is for a caller that acts in their name, such
    as the sample's loader.

    :raises InvitationOverError: if the link is no longer good
    :raises ValidationError: if the password is too weak
    """
    found = Invitation.objects.for_token(token)
    if found is None or not found.is_open_at(now):
        raise InvitationOverError("This invitation can no longer be accepted.")
    validate_password(password, found.user)
    with act("accounts.invitation.accepted", by=actor or found.user, at=now) as record:
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if invitation.issue != found.issue or not invitation.is_open_at(now):
            raise InvitationOverError("This invitation can no longer be accepted.")
        user = User.objects.select_for_update().get(pk=invitation.user_id)
        invitation.accepted_at = now
        invitation.save()
        record.about(invitation)
        join(record=record, user=user, password=password)
        return user  # type: ignore[no-any-return]


def join(*, record: Any, user: User, password: str | None) -> None:
    """
    Make an invited person a full one inside the caller's open act.

    Without a password nobody signs in with one: a passkey or single sign-on is left.
    """
    user.set_password(password)
    user.joined_at = record.at
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    record.about(user)
