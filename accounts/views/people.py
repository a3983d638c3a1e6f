"""The administrators' pages about people and their accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import policies, selectors
from accounts.forms import InviteForm, NewEmailForm, ReasonForm, SearchForm
from accounts.http import SignedInRequest
from accounts.models import Invitation, User
from accounts.services import invitations, people
from accounts.views.system import administrators_only
from ui.paging import page_links


@require_http_methods(["GET"])
@administrators_only
def people_list(request: SignedInRequest) -> HttpResponse:
    """List people by name, narrowed to what was typed."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    page = selectors.people_page(
        request.user, words=words, cursor=request.GET.get("at", ""), administers=True
    )
    context = {"form": form, "page": page, "links": page_links(page, request.GET)}
    return render(request, "accounts/people.jinja", {**context, "words": words})


@require_http_methods(["GET"])
@administrators_only
def person(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show one person's account, and what an administrator may do with it."""
    now = timezone.now()
    shown = _person(request, uid)
    invitation = (
        Invitation.objects.visible_to(request.user, administers=True)
        .filter(user=shown)
        .order_by("-pk")
        .first()
    )
    context = {
        "person": shown,
        "invitation": invitation,
        "is_waiting": invitation is not None
        and invitation.accepted_at is None
        and invitation.withdrawn_at is None,
        "has_factor": policies.has_second_factor(shown),
        "is_self": shown.pk == request.user.pk,
        "steps": _STEPS,
        "now": now,
    }
    return render(request, "accounts/person.jinja", context)


@require_http_methods(["GET", "POST"])
@administrators_only
def invite(request: SignedInRequest) -> HttpResponse:
    """Invite a person on behalf of the installation."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invitations.invite_person(
                **form.cleaned_data, actor=request.user, now=timezone.now()
            )
        except invitations.AlreadyHereError as error:
            form.add_error("email", str(error))
        else:
            messages.success(
                request, f"An invitation is on its way to {invited.email}."
            )
            return redirect("accounts:person", uid=invited.uid)
    return render(request, "accounts/invite.jinja", {"form": form})


@dataclass(frozen=True)
class Step:
    """One thing an administrator may do with an account, after saying why."""

    title: str
    words: str
    button: str
    done: str
    service: Callable[..., Any]
    form: type[ReasonForm] = ReasonForm


_STEPS: Final = {
    "close": Step(
        "Close this account",
        "The person is signed out everywhere. Their roles, grants and sessions end now.",
        "Close account",
        "The account is closed.",
        people.deactivate_person,
    ),
    "open": Step(
        "Open this account again",
        "The person can sign in again. Roles they had before are not given back.",
        "Open account",
        "The account is open again.",
        people.reactivate_person,
    ),
    "bar": Step(
        "Bar this person for 24 hours",
        "The person can sign in, but cannot sign, vote or approve for 24 hours.",
        "Bar for 24 hours",
        "The person is barred for 24 hours.",
        people.bar_person,
    ),
    "email": Step(
        "Change this person's email address",
        "The old address is told. The person is signed out, must prove the new address,"
        " and cannot sign, vote or approve for 24 hours.",
        "Change address",
        "The address is changed, and the old one is told.",
        people.change_email_for,
        NewEmailForm,
    ),
    "second-factor": Step(
        "Remove this person's second factor",
        "For somebody who lost their phone or key. The person is told and signed out,"
        " and cannot sign, vote or approve for 24 hours.",
        "Remove second factor",
        "The second factor is removed, and the person is told.",
        people.remove_factor_for,
    ),
}


@require_http_methods(["GET", "POST"])
@administrators_only
def step(request: SignedInRequest, uid: str, step: str) -> HttpResponse:
    """Ask why, and do one thing with an account."""
    if (chosen := _STEPS.get(step)) is None:
        raise Http404
    shown = _person(request, uid)
    form = chosen.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.service(
                person_uid=uid,
                actor=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, chosen.done)
            return redirect("accounts:person", uid=uid)
    context = {"form": form, "person": shown, "step": chosen}
    return render(request, "accounts/step.jinja", context)


@require_http_methods(["POST"])
@administrators_only
def send_again(request: SignedInRequest, uid: str) -> HttpResponse:
    """Send an invitation again."""
    return _answered(request, uid, invitations.send_again, "The invitation is sent.")


@require_http_methods(["POST"])
@administrators_only
def withdraw(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take an invitation back."""
    return _answered(
        request, uid, invitations.withdraw_invitation, "The invitation is withdrawn."
    )


def _answered(
    request: SignedInRequest, uid: str, service: Callable[..., Any], done: str
) -> HttpResponse:
    _person(request, uid)
    try:
        service(person_uid=uid, actor=request.user, now=timezone.now())
    except invitations.InvitationOverError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("accounts:person", uid=uid)


def _person(request: SignedInRequest, uid: str) -> User:
    visible = User.objects.visible_to(request.user, administers=True)
    found: User = get_object_or_404(visible, uid=uid)
    return found
