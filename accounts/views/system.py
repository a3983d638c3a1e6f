"""The administrators' page of the installation's state, and its mail in files."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import mail, policies, selectors
from accounts.http import SignedInRequest
from accounts.services import mailing


def administrators_only(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let only administrators of the installation see the page."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policies.require_administrator(user=request.user, now=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET"])
@administrators_only
def state(request: SignedInRequest) -> HttpResponse:
    """Show mail, worker, beat, queue, guards and version."""
    now = timezone.now()
    context = {"state": selectors.state(now=now), "now": now}
    return render(request, "accounts/state.jinja", context)


@require_http_methods(["POST"])
@administrators_only
def send_test(request: SignedInRequest) -> HttpResponse:
    """Send the administrator a message, to see that mail arrives."""
    mailing.send_test(actor=request.user, now=timezone.now())
    messages.success(request, f"A test message is on its way to {request.user.email}.")
    return redirect("accounts:state")


@require_http_methods(["GET"])
@administrators_only
def outbox(request: SignedInRequest) -> HttpResponse:
    """List the messages that this installation wrote to files."""
    if not mail.keeps_files():
        raise Http404
    return render(request, "accounts/outbox.jinja", {"messages_kept": mail.delivered()})


@require_http_methods(["GET"])
@administrators_only
def outbox_message(request: SignedInRequest, name: str) -> HttpResponse:
    """Show one message that was written to a file."""
    found = mail.delivered_named(name) if mail.keeps_files() else None
    if found is None:
        raise Http404
    return render(request, "accounts/outbox_message.jinja", {"message": found})
