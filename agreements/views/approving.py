"""Asking for approval, approving the exact text, refusing it, and taking it back."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from accounts.policies import StaleAuthenticationError
from accounts.views.confirming import ask_again, is_stale, kept_answers
from agreements.forms import ReasonForm
from agreements.forms.approvals import ApproveForm, RefuseForm
from agreements.models import Version
from agreements.presenters.approvals import show_asking
from agreements.presenters.approving import (
    choices_of,
    request_ids,
    show_approving,
)
from agreements.presenters.comments import show_comments
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.pages import show_version
from agreements.selectors import lookups
from agreements.selectors.addresses import comparison_address, version_address
from agreements.services.approving import (
    AnsweredBeforeError,
    approve_version,
    refuse_to_approve,
)
from agreements.services.asking_approval import (
    GroupCannotApproveError,
    NobodyToAskError,
    ask_for_approval,
)
from agreements.services.giving import OtherContentError
from agreements.services.sending_out import NotReadyToSendOutError
from agreements.services.taking_back import take_back_to_draft
from agreements.transitions import IllegalMoveError
from agreements.views.loading import governed_version

REFUSALS = (AnsweredBeforeError, OtherContentError, IllegalMoveError)


@require_http_methods(["GET", "POST"])
def ask(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show who would be asked, and warn of authors; then ask the first group."""
    now = timezone.now()
    version = governed_version(request, collaborative, reference, number)
    if not version.is_draft:
        return redirect(version_address(version))
    refusals: list[str] = []
    if request.method == "POST":
        try:
            ask_for_approval(version_id=version.pk, actor=request.user, now=now)
        except GroupCannotApproveError as error:
            refusals = error.lacking
        except (NobodyToAskError, NotReadyToSendOutError, IllegalMoveError) as error:
            refusals = [str(error)]
        else:
            return redirect(version_address(version))
    context = {
        "shown": show_asking(version, now=now),
        "refusals": refusals,
        "version": version,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/ask_approval.jinja", context)


@require_http_methods(["GET", "POST"])
def approve(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show the text, its fingerprint and the authority relied on; then approve."""
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    shown = show_approving(version, user=request.user, at=now)
    form = ApproveForm(
        request.POST or kept_answers(request) or None,
        requests=choices_of(version, shown, request.POST.get("request", "")),
        intent=shown.intent,
        initial={"fingerprint": version.content_hash},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _approve(request, version, form, now)
        except StaleAuthenticationError:
            return ask_again(request)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    in_force = version.agreement.versions.in_force_at(now).first()
    context = {
        "form": form,
        "approving": shown,
        "shown": show_version(version, user=request.user, now=now),
        "comments": show_comments(version, user=request.user, now=now),
        "in_force": in_force.number if in_force else None,
        "compare": comparison_address(version, in_force.number) if in_force else "",
        "version": version,
        "is_fresh": not is_stale(request),
        "crumbs": crumbs_to(version),
        "as_at": now,
    }
    return render(request, "agreements/approve.jinja", context)


def _approve(
    request: SignedInRequest, version: Version, form: ApproveForm, now: dt.datetime
) -> None:
    approve_version(
        request_id=request_ids(version)[form.cleaned_data["request"]],
        fingerprint=form.cleaned_data["fingerprint"],
        session=request.session,
        actor=request.user,
        now=now,
    )


@require_http_methods(["GET", "POST"])
def refuse(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Say no, with a reason that reaches everybody concerned."""
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    shown = show_approving(version, user=request.user, at=now)
    choices = choices_of(version, shown, request.POST.get("request", ""))
    form = RefuseForm(request.POST or None, requests=choices)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_to_approve(
                request_id=request_ids(version)[form.cleaned_data["request"]],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=now,
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    context = {
        "form": form,
        "approving": shown,
        "version": version,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/refuse_approval.jinja", context)


@require_http_methods(["GET", "POST"])
def back_to_draft(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Take a version back to draft, with a reason that its approvers will read."""
    version = governed_version(request, collaborative, reference, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_to_draft(
                version_id=version.pk,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
            )
        except IllegalMoveError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    context = {"form": form, "version": version, "crumbs": crumbs_to(version)}
    return render(request, "agreements/back_to_draft.jinja", context)
