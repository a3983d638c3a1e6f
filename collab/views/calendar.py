"""The calendar feed, which a calendar reads with its token and without signing in."""

import hashlib

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.selectors import reader_of
from collab.grants import rights_of
from collab.presenters.calendar import calendar_of
from collab.selectors.work import Work
from ui.views.errors import too_many_requests


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar; a wrong token and one that was taken back look the same."""
    # The library's open function lets every GET pass.
    if not ratelimit.consume(
        request,
        app="allauth.account",
        action="calendar_feed",
        key=token,
        limit_get=True,
    ):
        return too_many_requests(request)
    person, now = reader_of(token), timezone.now()
    if person is None:
        raise Http404
    written = calendar_of(Work(user=person, rights=rights_of(person, now), now=now))
    etag = quote_etag(hashlib.sha256(written).hexdigest())
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        written, content_type="text/calendar; charset=utf-8"
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
