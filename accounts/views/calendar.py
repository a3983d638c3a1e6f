"""The page on which a person makes their calendar feed, or takes it back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from accounts.models import CalendarFeed
from accounts.services import feeds


@never_cache
@require_http_methods(["GET", "POST"])
def calendar(request: SignedInRequest) -> HttpResponse:
    """Say whether there is a feed; a new address is shown in this one answer alone."""
    address = ""
    if request.method == "POST":
        token = feeds.make_feed(actor=request.user, now=timezone.now())
        address = settings.SITE_URL + reverse("collab:calendar_feed", args=[token])
    context = {
        "feed": CalendarFeed.objects.visible_to(request.user).live().first(),
        "address": address,
    }
    return render(request, "accounts/calendar.jinja", context)


@require_http_methods(["POST"])
def take_back(request: SignedInRequest) -> HttpResponse:
    """End the feed; pressing twice says the same."""
    try:
        feeds.take_feed_back(actor=request.user, now=timezone.now())
    except feeds.NoFeedError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "The address of your calendar feed works no more.")
    return redirect("accounts:calendar")
