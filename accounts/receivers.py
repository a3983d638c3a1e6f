"""What happens in the sign-in library, recorded; the only signal receivers we have."""

from typing import Any

from allauth.account.signals import authentication_step_completed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import policies
from accounts.models import User
from accounts.services import signing_in


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Record a sign-in; that of a sample person has an act of its own."""
    methods = [each.get("method") for each in policies.proofs_in(request.session, user)]
    if methods[-1:] != ["sample"]:
        signing_in.note_sign_in(actor=user, now=timezone.now())


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(*, user: Any, **_: Any) -> None:
    """Record a sign-out, unless the account was closed meanwhile."""
    if isinstance(user, User) and user.is_active:
        signing_in.note_sign_out(actor=user, now=timezone.now())


@receiver(user_login_failed, dispatch_uid="accounts.failed")
def failed(*, credentials: dict[str, Any], **_: Any) -> None:
    """Count a failure of an account; an address that is none is not kept at all."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=typed).first() if typed else None
    if user is not None:
        signing_in.note_failure(user=user, now=timezone.now())


@receiver(authentication_failed, dispatch_uid="accounts.factor_failed")
def factor_failed(*, user: User, **_: Any) -> None:
    """Count a wrong code like a wrong password."""
    signing_in.note_failure(user=user, now=timezone.now())


@receiver(authentication_step_completed, dispatch_uid="accounts.confirmed")
def confirmed(*, request: HttpRequest, user: User, **details: Any) -> None:
    """Record that a signed-in person confirmed who they are."""
    if details.get("reauthenticated") and request.user.is_authenticated:
        signing_in.note_confirmation(actor=user, now=timezone.now())


@receiver(authenticator_added, dispatch_uid="accounts.factor_added")
def factor_added(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record a new second factor; one that cannot be recorded is taken back."""
    try:
        signing_in.note_factor(verb_end="added", actor=user, now=timezone.now())
    except Exception:
        authenticator.delete()
        raise


@receiver(authenticator_removed, dispatch_uid="accounts.factor_removed")
def factor_removed(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Record that a second factor is gone; one that cannot be recorded stays."""
    request.session.pop(policies.FACTOR_SEEN, None)
    try:
        signing_in.note_factor(
            verb_end="removed",
            actor=user,
            now=timezone.now(),
            keep_session=request.session.session_key or "",
        )
    except Exception:
        authenticator.save(force_insert=True)
        raise


@receiver(authenticator_reset, dispatch_uid="accounts.factor_renewed")
def factor_renewed(*, user: User, **_: Any) -> None:
    """Record new recovery codes."""
    signing_in.note_factor(verb_end="renewed", actor=user, now=timezone.now())
