"""What could not be delivered, for whoever keeps the installation running."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audit import registries
from audit.enums import OutboxState
from audit.selectors.outbox import counts, undelivered
from audit.services.delivering import NotRetriableError, retry_delivery
from ui.paging import page_links


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """List what was given up, or what still waits."""
    _require_administrator(request)
    waiting = request.GET.get("state") == OutboxState.WAITING
    state = OutboxState.WAITING if waiting else OutboxState.GIVEN_UP
    page = undelivered(state=state, cursor=request.GET.get("at", ""))
    context = {
        "page": page,
        "links": page_links(page, request.GET),
        "counts": counts(),
        "waiting": waiting,
    }
    return render(request, "audit/deliveries.jinja", context)


@require_POST
def retry(request: HttpRequest, uid: str) -> HttpResponse:
    """Put one message back at the front."""
    _require_administrator(request)
    try:
        retry_delivery(message_uid=uid, actor=request.user, now=timezone.now())  # type: ignore[arg-type]
    except NotRetriableError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "The message will be tried again now")
    return redirect("audit:deliveries")


def _require_administrator(request: HttpRequest) -> None:
    if not registries.may_administer(request.user, timezone.now()):
        raise Http404
