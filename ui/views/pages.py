"""The five pages behind the footer's links."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the service is, and what is known not to be."""
    return _show(request, "accessibility")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is held about people, why, and for how long."""
    return _show(request, "privacy")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """List the cookies; all of them are essential."""
    return _show(request, "cookies")


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Say whom to ask."""
    return _show(request, "contact")


@login_not_required
@require_safe
def version(request: HttpRequest) -> HttpResponse:
    """Name the version that runs, its licence and what it is built on."""
    return _show(request, "version")


def _show(request: HttpRequest, name: str) -> HttpResponse:
    context = {
        "contact_email": settings.CONTACT_EMAIL,
        "session_hours": settings.SESSION_COOKIE_AGE // 3_600,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, f"ui/pages/{name}.jinja", context)
