"""Confirming who one is before an act of lasting effect, and setting up a factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.socialaccount.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from accounts import policies
from accounts.adapters import AccountAdapter, record_sample_confirmation
from accounts.http import SignedInRequest
from accounts.models import SingleSignOn
from accounts.services import signing_in

KEPT: Final = "concordat_kept_answers"
View = Callable[..., HttpResponse]


def fresh_authentication_required(view: View) -> View:
    """
    Send a person who did not lately show who they are to do so, and back again.

    What was typed into a form is kept: the view finds it with ``kept_answers``.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_stale(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return guarded


def is_stale(request: SignedInRequest) -> bool:
    """Say whether the person did not show lately, in this session, who they are."""
    try:
        policies.require_fresh_authentication(
            request.session, request.user, timezone.now()
        )
    except policies.StaleAuthenticationError:
        return True
    return False


def ask_who(back: str) -> HttpResponse:
    """Lead to the page that asks who this is, and from there to a page."""
    query = urlencode({"next": back})
    return HttpResponseRedirect(f"{reverse('accounts:confirm')}?{query}")


def ask_again(request: SignedInRequest) -> HttpResponse:
    """Keep what was typed, and lead to the page that asks who this is."""
    if request.method == "POST":
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        request.session[KEPT] = {"path": request.path, "typed": typed.urlencode()}
    return ask_who(request.get_full_path())


def kept_answers(request: HttpRequest) -> QueryDict | None:
    """Give back, once, what was typed into this page before it asked who this is."""
    kept = request.session.get(KEPT)
    if not kept or kept.get("path") != request.path or request.method == "POST":
        return None
    del request.session[KEPT]
    return QueryDict(kept["typed"])


@require_http_methods(["GET"])
def confirm(request: SignedInRequest) -> HttpResponse:
    """Offer the ways in which this person can show who they are."""
    back = _safe(request, request.GET.get("next", "/"))
    ways = [
        {
            "text": _WORDS.get(method["id"], method["description"]),
            "href": f"{method['url']}?{urlencode({'next': back})}",
        }
        for method in AccountAdapter(request).get_reauthentication_methods(request.user)
    ]
    providers = [
        {
            "name": provider.name,
            "href": provider.get_login_url(request, process="redirect", next=back),
        }
        for provider in get_adapter(request).list_providers(request)
    ]
    is_sample = request.user.is_sample and policies.may_continue_as_sample(
        address=str(request.META.get("REMOTE_ADDR", ""))
    )
    context = {
        "ways": ways[::-1],
        "providers": providers if _is_bound(request) else [],
        "is_sample": is_sample,
        "has_factor": policies.has_second_factor(request.user),
        "back_to": back,
    }
    return render(request, "accounts/confirm.jinja", context)


_WORDS: Final = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use your authenticator app",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


def _is_bound(request: SignedInRequest) -> bool:
    bound = SingleSignOn.objects.visible_to(request.user)
    return bool(bound.filter(removed_at=None).exists())


@require_http_methods(["POST"])
def confirm_as_sample(request: SignedInRequest) -> HttpResponse:
    """Let an invented person confirm by a click, on this machine alone."""
    signing_in.confirm_as_sample(
        actor=request.user,
        address=str(request.META.get("REMOTE_ADDR", "")),
        now=timezone.now(),
    )
    record_sample_confirmation(request, request.user)
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))


@require_http_methods(["GET"])
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Explain why a second factor is needed, and lead to setting one up."""
    if policies.has_second_factor(request.user):
        return HttpResponseRedirect("/")
    is_needed = policies.needs_to_set_up_factor(
        session=request.session, user=request.user, now=timezone.now()
    )
    return render(request, "accounts/second_factor.jinja", {"is_needed": is_needed})


def _safe(request: HttpRequest, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if allowed and address.startswith("/") else "/"
