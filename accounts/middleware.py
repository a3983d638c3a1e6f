"""Nobody who must have a second factor gets past setting one up (settled 12)."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts import policies
from accounts.models import User

NOT_NEEDED_UNTIL: Final = "concordat_factor_not_needed_until"
# A new role asks for its second factor within this time; what the role opens in law
# asks for a fresh one in any case (accounts.policies.require_fresh_authentication).
ASK_AGAIN_AFTER: Final = dt.timedelta(minutes=5)
OPEN_NAMES: Final = (
    "mfa_index",
    "account_reauthenticate",
    "account_logout",
    "account_email",
    "account_email_verification_sent",
)


class SecondFactorMiddleware:
    """Leads a person without the second factor they must have to setting it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on; the question is asked once it is known which page is wanted."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer with the way to a second factor, or let the request through."""
        user = request.user
        if not isinstance(user, User) or not getattr(view, "login_required", True):
            return None
        if request.session.get(policies.FACTOR_SEEN) or _is_open(request.path):
            return None
        return _asked(request, user, timezone.now())


def _asked(request: HttpRequest, user: User, now: dt.datetime) -> HttpResponse | None:
    if request.session.get(NOT_NEEDED_UNTIL, 0) > now.timestamp():
        return None
    if policies.has_second_factor(user):
        request.session[policies.FACTOR_SEEN] = True
        return None
    if policies.needs_to_set_up_factor(session=request.session, user=user, now=now):
        return HttpResponseRedirect(reverse("accounts:second_factor"))
    request.session[NOT_NEEDED_UNTIL] = (now + ASK_AGAIN_AFTER).timestamp()
    return None


def _is_open(path: str) -> bool:
    own = (reverse("accounts:second_factor"), reverse("accounts:confirm"))
    return path.startswith((*own, *(reverse(name) for name in OPEN_NAMES)))
