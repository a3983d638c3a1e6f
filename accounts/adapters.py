"""Where the sign-in library asks us: every write it makes goes through an act."""

import datetime as dt
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
)
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.http import urlencode

from accounts import policies, registries
from accounts.mail import sealing_key
from accounts.models import SingleSignOn, User
from accounts.rules.freshness import FACTORS
from accounts.rules.sealing import seal, unseal
from accounts.services import mailing, people, signing_in
from audit.door import act

PROVIDER: Final = "openid_connect"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: by invitation alone, mail through the outbox, writes in acts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say that nobody signs up: an account begins with an invitation."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Keep a password in an act: a change, or a reset through the mailbox."""
        signing_in.set_password(
            person_id=user.pk,
            password=password,
            forgotten=not _knew_the_old_one(self.request, user),
            actor=user,
            now=timezone.now(),
        )
        user.refresh_from_db()

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Take a proved address as the person's, in an act."""
        person = email_address.user
        with act("accounts.email.verified", by=person, at=timezone.now()) as record:
            record.about(person)
            return bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Put the library's message in the outbox; nothing is sent in a request."""
        given = {
            "request": self.request,
            "email": email,
            "site_name": settings.SERVICE_NAME,
            "current_site": {
                "name": settings.SERVICE_NAME,
                "domain": settings.SITE_URL.rpartition("/")[2],
            },
        }
        message = self.render_mail(template_prefix, email, {**given, **context})
        person = context.get("user")
        mailing.post_mail(
            to=email,
            subject=message.subject,
            words=message.body,
            user=person if isinstance(person, User) else None,
            now=timezone.now(),
        )


def _knew_the_old_one(request: HttpRequest, user: User) -> bool:
    """Say whether the old password was typed: only one page of the library asks.

    To be signed in is not enough. A session and a mailbox left open on one desk would
    else give a new password, and with it a signature, without the day's wait.
    """
    page = request.resolver_match
    asked = page is not None and page.url_name == "account_change_password"
    return asked and bool(request.user == user)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets sealed, names ours, none removed that is compulsory."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text, key=sealing_key())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text, key=sealing_key())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to take the last factor from somebody who must have one."""
        if authenticator.type not in FACTORS:
            return True
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=sorted(FACTORS)
        ).exclude(pk=authenticator.pk)
        return others.exists() or not registries.needs_second_factor(
            authenticator.user, timezone.now()
        )

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        """Offer a name for a new passkey, numbered from the second on."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {held + 1}" if held else "Passkey"

    def _get_site_name(self) -> str:
        return str(settings.SERVICE_NAME)


class NewPasskeyForm(AddWebAuthnForm):
    """A passkey to be added, good for signing in without the password unless unticked."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["passwordless"]
        field.label = "Sign me in with this passkey alone, without my password"
        field.help_text = "A security key without fingerprint or PIN cannot do this."
        field.initial = True


class _WithoutLock:
    """A passkey is never locked out: there is nothing in it to guess (settled 12)."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Authenticator:
        """Check the answer of the passkey, whatever failed before."""
        credential = self.cleaned_data["credential"]
        webauthn.parse_authentication_response(credential)
        return webauthn.complete_authentication(self.user, credential)


class PasskeyForm(_WithoutLock, AuthenticateWebAuthnForm):
    """A passkey as second step of signing in."""


class ConfirmingPasskeyForm(_WithoutLock, ReauthenticateWebAuthnForm):
    """A passkey to confirm who one is."""


class SingleSignOnProvider(OpenIDConnectProvider):
    """OpenID Connect with a nonce always, and a fresh sign-in where one is asked."""

    def get_auth_params_from_request(
        self, request: HttpRequest, action: str
    ) -> dict[str, str]:
        """Take no parameter of the provider's from an address that anybody can send."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Take no scope from an address that anybody can send."""
        return list(self.get_scope())

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send the person to the provider."""
        nonce = get_random_string(32)
        if process == AuthProcess.CONNECT and not _showed_lately(request):
            return _to_confirm(reverse("accounts:account"))
        asked = dict(kwargs.pop("auth_params", None) or self.get_auth_params())
        asked["nonce"] = nonce
        if process == AuthProcess.REDIRECT:
            asked |= {"prompt": "login", "max_age": "0"}
        kwargs |= {"auth_params": asked, "nonce": nonce}
        answer: HttpResponse = super().redirect(
            request, process, next_url, data, **kwargs
        )
        return answer


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on: who somebody is follows from issuer and subject alone."""

    def is_open_for_signup(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        """Say that single sign-on opens no account either."""
        return False

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Any:
        """Give the provider of the settings, with our checks."""
        found = super().get_provider(request, provider, client_id=client_id)
        if type(found) is OpenIDConnectProvider:
            return SingleSignOnProvider(request, app=found.app)
        return found

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """List the providers of the settings, with our checks."""
        return [
            SingleSignOnProvider(request, app=each.app)
            if type(each) is OpenIDConnectProvider
            else each
            for each in super().list_providers(request)
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """
        Say who this is, in the place of the library.

        :raises PermissionDenied: for an answer that is not to the question we asked
        :raises ImmediateHttpResponse: where the journey ends here
        """
        token = _checked_token(sociallogin)
        bound = SingleSignOn.objects.bound_to(issuer=token["iss"], subject=token["sub"])
        process = sociallogin.state.get("process")
        if process == AuthProcess.REDIRECT:
            _confirm(request, bound, token, sociallogin)
        elif process == AuthProcess.CONNECT:
            _connect(request, token)
        else:
            sociallogin.user = bound.user if bound else User()


def _checked_token(sociallogin: SocialLogin) -> dict[str, Any]:
    """Read the identity token; issuer and audience were checked with its decoding."""
    data = sociallogin.account.extra_data
    token = data.get("id_token") or {}
    nonce = sociallogin.state.get("nonce") or ""
    if not nonce or not constant_time_compare(str(token.get("nonce", "")), nonce):
        raise PermissionDenied("The answer of single sign-on is not to our question.")
    told = (data.get("userinfo") or {}).get("sub", token.get("sub"))
    if not token.get("iss") or not token.get("sub") or told != token["sub"]:
        raise PermissionDenied("Single sign-on did not say who you are.")
    return dict(token)


def _confirm(
    request: HttpRequest,
    bound: SingleSignOn | None,
    token: dict[str, Any],
    sociallogin: SocialLogin,
) -> None:
    """Take a fresh sign-in at the provider as proof of who this is (settled 13)."""
    if bound is None or not request.user.is_authenticated or bound.user != request.user:
        raise PermissionDenied("Single sign-on named somebody else.")
    if not _is_fresh(token.get("auth_time")):
        messages.warning(
            request,
            "Your organisation's sign-in did not ask you again who you are."
            " Use a passkey instead.",
        )
        back = sociallogin.state.get("next") or "/"
        raise ImmediateHttpResponse(_to_confirm(back))
    record_authentication(request, request.user, method="sso", reauthenticated=True)


def _to_confirm(back: str) -> HttpResponse:
    query = urlencode({"next": back})
    return HttpResponseRedirect(f"{reverse('accounts:confirm')}?{query}")


def _showed_lately(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and policies.showed_lately(
        request.session, user, timezone.now()
    )


def _is_fresh(auth_time: object) -> bool:
    if not isinstance(auth_time, int | float):
        return False
    age = timezone.now() - dt.datetime.fromtimestamp(auth_time, tz=dt.UTC)
    return -dt.timedelta(seconds=30) <= age <= policies.FRESH_FOR


def _connect(request: HttpRequest, token: dict[str, Any]) -> None:
    """Tie the signed-in person's account to the one at the provider."""
    here = reverse("accounts:account")
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied("Sign in first, then connect single sign-on.")
    if not _showed_lately(request):
        raise ImmediateHttpResponse(_to_confirm(here))
    try:
        people.bind_single_sign_on(
            issuer=token["iss"], subject=token["sub"], actor=user, now=timezone.now()
        )
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Single sign-on is connected.")
    raise ImmediateHttpResponse(HttpResponseRedirect(here))


def open_session(
    request: HttpRequest, user: User, *, method: str, to: str = "/"
) -> HttpResponse:
    """Sign somebody in who has just shown who they are in a way of our own.

    ``method`` is ``password`` (an invitation accepted) or ``sample``.
    """
    record_authentication(request, user, method=method, reauthenticated=True)
    adapter = AccountAdapter(request)
    adapter.login(request, user)
    answer: HttpResponse = adapter.post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=user.email,
        signup=False,
        redirect_url=to,
    )
    return answer


def record_sample_confirmation(request: HttpRequest, user: User) -> None:
    """Note in the session that an invented person confirmed by a click."""
    record_authentication(request, user, method="sample")
