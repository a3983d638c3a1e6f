"""What holds for every request: where it comes from, its size, and who keeps a copy.

Sign-in is asked of everyone, and nobody loses a text to it.
"""

import ipaddress
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode

from ui.typed import typed_into

Handler = Callable[[HttpRequest], HttpResponse]
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
# Came through a program on this machine that no setting names.
UNKNOWN: Final = "0.0.0.0"  # noqa: S104 - nothing is bound to it
_PASSED_ON: Final = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)
_PERMISSIONS: Final = (
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
)


def visitor_address(get_response: Handler) -> Handler:
    """Put the visitor's own address where everybody reads it.

    Each of the ``TRUSTED_PROXIES`` in front added one address to X-Forwarded-For;
    what stands before those anybody can have written. Where no proxy is named, one
    on this machine must not make the whole world look like this machine.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = _address_of(request.META)
        return get_response(request)

    return middleware


def _address_of(meta: dict[str, Any]) -> str:
    peer = str(meta.get("REMOTE_ADDR", ""))
    proxies = int(settings.TRUSTED_PROXIES)
    if proxies == 0:
        passed_on = peer in LOOPBACK and any(name in meta for name in _PASSED_ON)
        return UNKNOWN if passed_on else peer
    told = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if len(told) < proxies:
        return peer
    try:
        return str(ipaddress.ip_address(told[-proxies].strip()))
    except ValueError:
        return peer


def limits(get_response: Handler) -> Handler:
    """Refuse what no page takes: a body too large to keep, an address with NUL.

    Uploads are written to disk before anybody asks who sent them, and PostgreSQL
    takes no NUL.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if length.isdecimal() and int(length) > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("More was sent than the service takes at once.")
        if "\x00" in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a sign that no text has.")
        return get_response(request)

    return middleware


def private_pages(get_response: Handler) -> Handler:
    """Let no browser or proxy keep a page of somebody who has a session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        name = settings.SESSION_COOKIE_NAME
        if name in request.COOKIES or name in response.cookies:
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return middleware


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Send strangers to sign-in, but give a form sent too late its text back.

    A redirect would throw away what was typed while the session ran out (settled 36).
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Answer somebody who is not signed in."""
        typed = typed_into(request) if request.method == "POST" else []
        if not typed:
            answer: HttpResponse = super().handle_no_permission(request, view_func)
            return answer
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        sign_in = resolve_url(self.get_login_url(view_func))
        context = {"typed": typed, "address": f"{sign_in}?{back}"}
        return render(request, "ui/errors/signed_out.jinja", context, status=401)
