"""What somebody without an account reaches with their link: one version, no more.

Mail gateways open every link: a GET shows a page, and only a POST sends a code, takes
one, signs or declines.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.forms import ReasonForm
from agreements.forms.outside import CodeForm, SignByLinkForm
from agreements.models import SigningLink
from agreements.presenters.pages import show_version
from agreements.rules.link_codes import READ_FOR
from agreements.selectors.outside import link_in_session
from agreements.services import links, outside_signing
from agreements.services.links import LinkOverError, TooManyCodesError, WrongCodeError
from agreements.services.outside_signing import NotVouchedForError

IN_SESSION: Final = "concordat_link"
OPENED_AT: Final = "concordat_link_opened_at"
USED: Final = "concordat_link_used"

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Let nobody's browser or proxy keep the page, and its address go nowhere else."""

    @login_not_required
    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except LinkOverError:
            answer = render(request, "agreements/outside_over.jinja", {}, status=410)
        # The address goes nowhere, not even within the site; without any origin the
        # browser could not prove where a form was sent from.
        answer["Referrer-Policy"] = "strict-origin"
        return answer

    return shown


@public
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Say that a code is needed; the POST sends one."""
    now = timezone.now()
    links.good_link(token=token, now=now)
    problem = ""
    if request.method == "POST":
        try:
            links.send_code(token=token, now=now)
        except TooManyCodesError as error:
            problem = str(error)
        else:
            return redirect("agreements:outside_code", token=token)
    context = {"problem": problem, "token": token}
    return render(request, "agreements/outside_link.jinja", context)


@public
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Take the code, and open the one version for half an hour."""
    now = timezone.now()
    links.good_link(token=token, now=now)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = links.open_with_code(
                token=token, code=form.cleaned_data["code"], now=now
            )
        except WrongCodeError as error:
            form.add_error("code", str(error))
        else:
            request.session.cycle_key()
            request.session[IN_SESSION] = found.uid
            request.session[OPENED_AT] = now.timestamp()
            return redirect("agreements:outside_text")
    context = {"form": form, "token": token}
    return render(request, "agreements/outside_code.jinja", context)


def _opened(request: HttpRequest, now: dt.datetime) -> tuple[SigningLink, dt.datetime]:
    """
    Give the link that this session was opened with, and when.

    :raises LinkOverError: if there is none, it is over, or was opened too long ago
    """
    found = link_in_session(request.session.get(IN_SESSION, ""))
    opened_at = dt.datetime.fromtimestamp(request.session.get(OPENED_AT, 0), tz=dt.UTC)
    if found is None or not found.is_good_at(now) or now > opened_at + READ_FOR:
        raise LinkOverError
    return found, opened_at


def _context(
    request: HttpRequest, found: SigningLink, now: dt.datetime
) -> dict[str, Any]:
    version = found.request.version
    return {
        "link": found,
        "outside": found.outside,
        "organisation": found.request.party.organisation,
        "version": version,
        "shown": show_version(version, user=request.user, now=now),
    }


@public
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest) -> HttpResponse:
    """Show the exact text and its fingerprint; the POST signs."""
    now = timezone.now()
    found, opened_at = _opened(request, now)
    version = found.request.version
    form = SignByLinkForm(
        request.POST or None,
        intent=(
            f"I have read version {version.number} of {version.agreement.title} and"
            f" sign it for {found.request.party.organisation}"
        ),
        initial={"fingerprint": version.content_hash},
    )
    if request.method == "POST" and form.is_valid():
        try:
            outside_signing.sign_by_link(
                link_uid=found.uid,
                opened_at=opened_at,
                fingerprint=form.cleaned_data["fingerprint"],
                now=now,
                address=str(request.META.get("REMOTE_ADDR", "")),
                agent=request.headers.get("User-Agent", ""),
            )
        except ValueError as error:
            form.add_error(None, str(error))
        except NotVouchedForError as error:
            form.add_error(None, f"You cannot sign this. {error}")
        else:
            return _done(request, found)
    context = {**_context(request, found, now), "form": form}
    return render(request, "agreements/outside_text.jinja", context)


@public
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest) -> HttpResponse:
    """Say no, with a reason that reaches whoever asked."""
    now = timezone.now()
    found, opened_at = _opened(request, now)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            outside_signing.decline_by_link(
                link_uid=found.uid,
                opened_at=opened_at,
                reason=form.cleaned_data["reason"],
                now=now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, found)
    context = {**_context(request, found, now), "form": form}
    return render(request, "agreements/outside_decline.jinja", context)


def _done(request: HttpRequest, found: SigningLink) -> HttpResponse:
    request.session.pop(IN_SESSION, None)
    request.session.pop(OPENED_AT, None)
    request.session[USED] = found.uid
    return redirect("agreements:outside_done")


@public
@require_http_methods(["GET"])
def done(request: HttpRequest) -> HttpResponse:
    """Confirm what was signed or declined, and say that the link is used up."""
    found = link_in_session(request.session.get(USED, ""))
    if found is None:
        raise LinkOverError
    signed = found.request.version.sign_offs.filter(request=found.request).first()
    context = {"link": found, "signed": signed}
    return render(request, "agreements/outside_done.jinja", context)
