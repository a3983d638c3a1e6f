"""What the site says when it cannot do what was asked.

The page for a fault of ours (500) asks neither the database nor the session, since
either may be what broke.
"""

import logging
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.template import engines
from django.views.decorators.csrf import requires_csrf_token

from ui.context_processors import Service
from ui.typed import typed_into

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_FOREIGN = (REASON_BAD_ORIGIN.partition("%")[0], REASON_BAD_REFERER.partition("%")[0])
_PLAIN = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sorry</title></head>
<body><h1>Sorry, there is a problem with the service</h1>
<p>Try again later.</p></body></html>"""

logger = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request cannot be read (400), or is too large (413)."""
    if isinstance(exception, _TOO_LARGE):
        return too_large(request, exception)
    return _page(request, "ui/errors/400.jinja", 400)


def too_large(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that more was sent than the service takes at once."""
    fields = not isinstance(exception, RequestDataTooBig)
    return _page(request, "ui/errors/413.jinja", 413, too_many=fields)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why this person may not do this."""
    return render(
        request, "ui/errors/403.jinja", {"reason": str(exception)}, status=403
    )


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page; the same words whether or not it exists."""
    return render(request, "ui/errors/404.jinja", status=404)


@requires_csrf_token
def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Say that this was tried too often, and that waiting helps."""
    response = render(request, "ui/errors/429.jinja", status=429)
    response.headers.setdefault("Retry-After", "300")
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, leaning on nothing that may have broken."""
    return _page(request, "ui/errors/500.jinja", 500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without its token, and give back what was typed into it.

    What another site sent is not repeated: it was not this person who typed it.
    """
    typed = [] if reason.startswith(_FOREIGN) else typed_into(request)
    return render(
        request,
        "ui/errors/csrf.jinja",
        {"typed": typed, "address": request.get_full_path()},
        status=403,
    )


def _page(
    request: HttpRequest, template: str, status: int, **context: Any
) -> HttpResponse:
    """Render without context processors, so that no database is asked."""
    nonce = str(getattr(request, "csp_nonce", ""))
    context |= {
        "service": Service(),
        "request": {"csp_nonce": nonce},
        "address": request.path,
    }
    try:
        page = engines["pages"].get_template(template).render(context)
    except Exception:
        logger.exception("The page for status %s could not be rendered.", status)
        page = _PLAIN
    return HttpResponse(page, status=status)
