"""Who may do what with accounts, and what lasting acts ask of a session."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts import registries
from accounts.models import User
from accounts.rules.freshness import FACTORS, is_fresh, is_recent, proves_factor

BARRED_FOR: Final = dt.timedelta(hours=24)
FRESH_FOR: Final = dt.timedelta(minutes=5)
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
FACTOR_SEEN: Final = "concordat_factor_seen"
RECORDS: Final = "account_authentication_methods"
RECORDS_OF: Final = "account_authentication_methods_user"


class NotAnAdministratorError(PermissionDenied):
    """Only an administrator of the installation may do this."""


class BarredError(PermissionDenied):
    """Somebody else changed the person's email, password or second factor lately."""


class StaleAuthenticationError(PermissionDenied):
    """The person has not shown lately enough, in this session, who they are."""


class NotASamplePersonError(PermissionDenied):
    """The short way in is for invented people on this machine alone."""


def require_administrator(*, user: User, now: dt.datetime) -> None:
    """
    Let only an administrator of the installation through.

    :raises NotAnAdministratorError: for everyone else
    """
    if not registries.is_administrator(user, now):
        raise NotAnAdministratorError(
            "Only an administrator of this installation can do this."
        )


def require_not_barred(*, user: User, now: dt.datetime) -> None:
    """
    Let nobody sign, vote or approve while barred (settled question 3).

    :raises BarredError: until the bar ends
    """
    if user.is_barred_at(now):
        raise BarredError(
            "You cannot sign, vote or approve yet: your email address, password or"
            " second factor was changed in the last 24 hours by somebody else or"
            " through a reset."
        )


def has_second_factor(user: User) -> bool:
    """Say whether the person has set up an authenticator app or a passkey."""
    return bool(
        Authenticator.objects.filter(user_id=user.pk, type__in=sorted(FACTORS)).exists()
    )


def proofs_in(session: Mapping[str, Any], user: User) -> list[dict[str, Any]]:
    """Give what this session recorded of how this very person showed who they are."""
    if session.get(RECORDS_OF) != str(user.pk):
        return []
    records = session.get(RECORDS)
    return [each for each in records if isinstance(each, dict)] if records else []


def session_stands_for_factor(session: Mapping[str, Any], user: User) -> bool:
    """Say whether the way in was as good as a second factor of our own.

    So it is for an invented person on this machine, and for single sign-on where
    the setting says that the provider itself asks for a second factor.
    """
    methods = {proof.get("method") for proof in proofs_in(session, user)}
    if "sample" in methods and user.is_sample and settings.SAMPLE_SIGN_IN:
        return True
    return bool(
        settings.OIDC_ASKS_FOR_SECOND_FACTOR and methods & {"sso", "socialaccount"}
    )


def needs_to_set_up_factor(
    *, session: Mapping[str, Any], user: User, now: dt.datetime
) -> bool:
    """Say whether the person must set up a second factor before anything else."""
    return (
        not has_second_factor(user)
        and registries.needs_second_factor(user, now)
        and not session_stands_for_factor(session, user)
    )


def require_fresh_authentication(
    session: Mapping[str, Any],
    user: User,
    now: dt.datetime,
    within: dt.timedelta = FRESH_FOR,
) -> None:
    """
    Let only somebody through who showed lately, in this session, who they are.

    Our own check of the session's records (settled question 13): the library's says
    yes to a person without password and factor; this one says no.

    :raises StaleAuthenticationError: for everyone else
    """
    proofs = proofs_in(session, user)
    if not user.is_sample or not settings.SAMPLE_SIGN_IN:
        proofs = [proof for proof in proofs if proof.get("method") != "sample"]
    has_one = has_second_factor(user) or any(
        proof.get("method") in {"sso", "sample"} and proves_factor(proof)
        for proof in proofs
    )
    if not has_one or not is_fresh(proofs, now=now, within=within):
        raise StaleAuthenticationError("Confirm who you are, then try again.")


def showed_lately(session: Mapping[str, Any], user: User, now: dt.datetime) -> bool:
    """
    Say whether the person may change how they get in: they showed lately who they are.

    Whoever has a second factor used it; for anybody else the password will do.
    """
    if has_second_factor(user):
        try:
            require_fresh_authentication(session, user, now)
        except StaleAuthenticationError:
            return False
        return True
    return is_recent(proofs_in(session, user), now=now, within=FRESH_FOR)


def may_continue_as_sample(*, address: str) -> bool:
    """Say whether the short way in is open to a visitor from this address."""
    return bool(settings.SAMPLE_SIGN_IN) and address in LOOPBACK


def require_sample_person(*, user: User, address: str) -> None:
    """
    Let only an invented person through, on this machine alone (settled 39).

    :raises NotASamplePersonError: for everyone else
    """
    if (
        not may_continue_as_sample(address=address)
        or not user.is_sample
        or not user.is_active
        or not any(each.user.pk == user.pk for each in registries.sample_people())
    ):
        raise NotASamplePersonError("This way in is for the sample's people alone.")
