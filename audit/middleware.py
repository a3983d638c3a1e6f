"""What an act may know of the request it comes from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit import door
from audit.rules.uids import new_uid

Handler = Callable[[HttpRequest], HttpResponse]


def request_context(get_response: Handler) -> Handler:
    """Give each request a name, and keep its address and agent for its acts.

    Behind a proxy REMOTE_ADDR is what ``ui.middleware.visitor_address`` made of it
    (``TRUSTED_PROXIES``, docs/reference/settings.md).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        token = door.request_context.set(
            door.RequestContext(
                request_id=new_uid("req"),
                address=str(request.META.get("REMOTE_ADDR", "")),
                agent=str(request.META.get("HTTP_USER_AGENT", ""))[:300],
            )
        )
        try:
            return get_response(request)
        finally:
            door.request_context.reset(token)

    return middleware
