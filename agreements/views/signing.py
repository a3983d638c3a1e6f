"""Reading the exact text, and signing or declining it."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from accounts.policies import StaleAuthenticationError, require_fresh_authentication
from accounts.views.confirming import ask_again, kept_answers
from agreements.forms import DeclineForm, SignForm
from agreements.models import Version
from agreements.policies import NotAskedToSignError
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.pages import show_version
from agreements.presenters.signing import (
    bodies_to_decline_for,
    choices_of,
    read_place,
    show_signing,
)
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.services.declining import decline_to_sign
from agreements.services.giving import AlreadySignedError, OtherContentError
from agreements.services.signing import sign_off_version
from agreements.transitions import IllegalMoveError

REFUSALS = (AlreadySignedError, OtherContentError, IllegalMoveError)


def _is_fresh(request: SignedInRequest) -> bool:
    try:
        require_fresh_authentication(request.session, request.user, timezone.now())
    except StaleAuthenticationError:
        return False
    return True


@require_http_methods(["GET", "POST"])
def sign(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show the text, its fingerprint and the authority relied on; then sign."""
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    shown = show_signing(version, user=request.user, at=now)
    posted = request.method == "POST"
    form = SignForm(
        request.POST or kept_answers(request) or None,
        bodies=choices_of(version, shown, request.POST.get("organisation", "")),
        intent=shown.intent,
        initial={"fingerprint": version.content_hash},
    )
    if posted and form.is_valid():
        try:
            _sign(request, version, form, now)
        except StaleAuthenticationError:
            return ask_again(request)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "signed"))
    context = {
        "form": form,
        "signing": shown,
        "shown": show_version(version, user=request.user, now=now),
        "version": version,
        "is_fresh": _is_fresh(request),
        "crumbs": crumbs_to(version),
        "as_at": now,
    }
    return render(request, "agreements/sign.jinja", context)


def _sign(
    request: SignedInRequest, version: Version, form: SignForm, now: dt.datetime
) -> None:
    organisation_id, capacity = read_place(version, form.cleaned_data["organisation"])
    sign_off_version(
        version_id=version.pk,
        organisation_id=organisation_id,
        capacity=capacity,
        fingerprint=form.cleaned_data["fingerprint"],
        session=request.session,
        actor=request.user,
        now=now,
        address=str(request.META.get("REMOTE_ADDR", "")),
        agent=request.headers.get("User-Agent", ""),
    )


@require_http_methods(["GET"])
def signed(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Confirm what the person signed, and say what happens next."""
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    own = lookups.signatures_of(version, request.user)
    if not own:
        return redirect(version_address(version))
    context = {
        "own": own,
        "shown": show_version(version, user=request.user, now=now),
        "version": version,
        "crumbs": crumbs_to(version),
        "is_in_force": version.is_in_force_at(now),
    }
    return render(request, "agreements/signed.jinja", context)


@require_http_methods(["GET", "POST"])
def decline(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Say no for one body, with a reason that reaches whoever asked."""
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    bodies = lookups.may_decline_for(version, request.user, now)
    if not bodies:
        raise NotAskedToSignError("You were not asked to sign this version.")
    form = DeclineForm(request.POST or None, bodies=bodies_to_decline_for(bodies))
    if request.method == "POST" and form.is_valid():
        organisation_id, capacity = read_place(
            version, form.cleaned_data["organisation"]
        )
        try:
            decline_to_sign(
                version_id=version.pk,
                organisation_id=organisation_id,
                capacity=capacity,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=now,
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    context = {"form": form, "version": version, "crumbs": crumbs_to(version)}
    return render(request, "agreements/decline.jinja", context)
