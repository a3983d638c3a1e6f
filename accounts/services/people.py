"""Accounts that somebody else looks after: closed, opened again, repaired, barred."""

import datetime as dt
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts import policies, registries
from accounts.models import Invitation, SingleSignOn, User
from accounts.services.feeds import end_feeds
from accounts.services.invitations import AlreadyHereError, withdraw
from accounts.services.mailing import write_mail
from accounts.services.notifying import notify
from accounts.services.sessions import end_sessions
from audit.door import act

NOT_YOURS: Final = "An administrator cannot do this to their own account."


class OwnAccountError(ValueError):
    """An administrator tried this on their own account."""


class AccountClosedError(ValueError):
    """The account is closed already, or was never closed."""


def deactivate_person(
    *, person_uid: str, reason: str, actor: User, now: dt.datetime
) -> User:
    """
    Close an account: roles, sessions, invitations and open business end with it.

    :raises NotAnAdministratorError: if the actor does not administer
    :raises OwnAccountError: for the actor's own account
    :raises AccountClosedError: if it is closed already
    """
    with act("accounts.person.deactivated", by=actor, at=now, reason=reason) as record:
        person = _repaired_by(actor, person_uid, now)
        close_account(record=record, person=person)
        return person


def close_account(*, record: Any, person: User) -> None:
    """
    Close an account inside the caller's open act.

    :raises AccountClosedError: if it is closed already
    """
    if not person.is_active:
        raise AccountClosedError("This account is closed already.")
    record.about(person)
    registries.end_everything(record=record, user=person, at=record.at)
    for invitation in Invitation.objects.select_for_update().filter(
        user=person, accepted_at=None, withdrawn_at=None
    ):
        withdraw(record=record, invitation=invitation)
    end_sessions(record=record, user=person)
    end_feeds(record=record, user=person)
    person.is_active = False
    person.left_at = record.at
    person.save()


def reactivate_person(
    *, person_uid: str, reason: str, actor: User, now: dt.datetime
) -> User:
    """
    Open a closed account again, without its former roles.

    :raises NotAnAdministratorError: if the actor does not administer
    :raises AccountClosedError: if it is open
    """
    with act("accounts.person.reactivated", by=actor, at=now, reason=reason) as record:
        person = _repaired_by(actor, person_uid, now)
        if person.is_active:
            raise AccountClosedError("This account is open.")
        person.is_active = True
        person.left_at = None
        person.save()
        record.about(person)
        return person


def bar_person(*, person_uid: str, reason: str, actor: User, now: dt.datetime) -> User:
    """
    Bar a person from signing, voting and approving for 24 hours.

    :raises NotAnAdministratorError: if the actor does not administer
    """
    with act("accounts.person.barred", by=actor, at=now, reason=reason) as record:
        person = _repaired_by(actor, person_uid, now)
        bar(record=record, person=person)
        notify(
            record=record,
            user=person,
            kind="account",
            subject="You are barred from signing for 24 hours",
            words=(
                f"{actor.name}, an administrator, barred you from signing, voting and"
                " approving for 24 hours."
            ),
            link=reverse("accounts:account"),
        )
        return person


def bar(*, record: Any, person: User) -> None:
    """Bar a person inside the caller's open act; never shortens a bar."""
    until = record.recorded_at + policies.BARRED_FOR
    if person.barred_until is None or person.barred_until < until:
        person.barred_until = until
    person.save()
    record.about(person)


def change_email_for(
    *, person_uid: str, email: str, reason: str, actor: User, now: dt.datetime
) -> User:
    """
    Give a person another email address: the old one is told, the person barred.

    :raises NotAnAdministratorError: if the actor does not administer
    :raises OwnAccountError: for the actor's own account
    :raises AlreadyHereError: if somebody has the address
    """
    with act("accounts.email.changed_for", by=actor, at=now, reason=reason) as record:
        person = _repaired_by(actor, person_uid, now)
        email = email.strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise AlreadyHereError("Somebody already has this email address.")
        old, person.email = person.email, email
        _changed_by_somebody_else(record, person, old, "email address", actor)
        EmailAddress.objects.filter(user=person).delete()
        EmailAddress.objects.create(
            user=person, email=email, primary=True, verified=False
        )
        return person


def remove_factor_for(
    *, person_uid: str, reason: str, actor: User, now: dt.datetime
) -> User:
    """
    Take away a second factor that a person has lost; they are told, and barred.

    :raises NotAnAdministratorError: if the actor does not administer
    :raises OwnAccountError: for the actor's own account
    """
    with act("accounts.factor.removed_for", by=actor, at=now, reason=reason) as record:
        person = _repaired_by(actor, person_uid, now)
        Authenticator.objects.filter(user_id=person.pk).delete()
        _changed_by_somebody_else(record, person, person.email, "second factor", actor)
        return person


def _changed_by_somebody_else(
    record: Any, person: User, old_email: str, what: str, actor: User
) -> None:
    bar(record=record, person=person)
    end_sessions(record=record, user=person)
    subject = f"Your {what} was changed"
    words = (
        f"{actor.name}, an administrator, changed the {what} of your account."
        " You cannot sign, vote or approve for 24 hours.\n\n"
        "If you did not ask for this, tell your organisation lead at once."
    )
    if old_email != person.email:
        letter = f"Hello {person.name},\n\n{words}\n"
        write_mail(
            record=record, to=old_email, subject=subject, words=letter, user=person
        )
    notify(
        record=record,
        user=person,
        kind="account",
        subject=subject,
        words=words,
        link=reverse("accounts:account"),
    )


def _repaired_by(actor: User, person_uid: str, now: dt.datetime) -> User:
    person: User = User.objects.select_for_update().get(uid=person_uid)
    policies.require_administrator(user=actor, now=now)
    if person.pk == actor.pk:
        raise OwnAccountError(NOT_YOURS)
    return person


def rename_self(*, name: str, actor: User, now: dt.datetime) -> User:
    """Let a person change how their name is shown from today on."""
    with act("accounts.person.renamed", by=actor, at=now) as record:
        person: User = User.objects.select_for_update().get(pk=actor.pk)
        person.name = " ".join(name.split())
        person.save()
        record.about(person)
        return person


def bind_single_sign_on(
    *, issuer: str, subject: str, actor: User, now: dt.datetime
) -> SingleSignOn:
    """
    Tie the person's own account to one at an identity provider.

    :raises AlreadyHereError: if it belongs to somebody, themselves included
    """
    with act("accounts.single_sign_on.bound", by=actor, at=now) as record:
        if SingleSignOn.objects.bound_to(issuer=issuer, subject=subject):
            raise AlreadyHereError("That account is connected already.")
        binding = SingleSignOn(user=actor, issuer=issuer, subject=subject, bound_at=now)
        binding.save()
        record.about(actor, binding)
        notify(
            record=record,
            user=actor,
            kind="account",
            subject="Single sign-on was connected to your account",
            words=(
                "Whoever signs in there is signed in here as you. If this was not you,"
                " remove it on the page of your account and tell your organisation lead"
                " at once."
            ),
            link=reverse("accounts:account"),
        )
        return binding


def remove_single_sign_on(*, uid: str, actor: User, now: dt.datetime) -> None:
    """
    Untie the person's own account from one at an identity provider.

    :raises AccountClosedError: if it is not theirs, or untied already
    """
    with act("accounts.single_sign_on.removed", by=actor, at=now) as record:
        binding = (
            SingleSignOn.objects.select_for_update()
            .filter(user=actor, uid=uid, removed_at=None)
            .first()
        )
        if binding is None:
            raise AccountClosedError("That account is not connected.")
        binding.removed_at = now
        binding.save()
        record.about(actor, binding)
