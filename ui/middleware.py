"""Sign-in is asked of everyone, and nobody loses a text to it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode

from ui.typed import typed_into


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
