"""Sending a version out, asking somebody else, and taking it back."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.enums import Capacity
from agreements.forms import ReasonForm, SendOutForm, SignatoryForm
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.sending import read_whom, show_plan, whom_to_ask
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.selectors.content import in_capacity
from agreements.selectors.signing import place_plan
from agreements.services.asking import PartyLacksSignatoryError
from agreements.services.giving import AlreadySignedError
from agreements.services.sending_out import (
    NotReadyToSendOutError,
    send_out_for_signature,
)
from agreements.services.signatories import replace_signatory
from agreements.services.withdrawing import withdraw_version
from agreements.transitions import IllegalMoveError
from agreements.views.loading import governed_version

REFUSALS = (NotReadyToSendOutError, PartyLacksSignatoryError, IllegalMoveError)
FORTNIGHT = dt.timedelta(days=14)


@require_http_methods(["GET", "POST"])
def send_out(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show who can sign for each party and what is lacking, then send it out."""
    now = timezone.now()
    version = governed_version(request, collaborative, reference, number)
    if version.status not in ("draft", "approved"):
        return redirect(version_address(version))
    shown = show_plan(version, at=now)
    form = SendOutForm(
        request.POST or None,
        parties=shown.choices,
        initial={"due_on": timezone.localdate(now + FORTNIGHT)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            send_out_for_signature(
                version_id=version.pk,
                signatories=shown.chosen(form.signatories()),
                due_on=form.cleaned_data["due_on"],
                expires_on=form.cleaned_data["expires_on"],
                actor=request.user,
                now=now,
            )
        except PartyLacksSignatoryError as error:
            for sentence in error.lacking:
                form.add_error(None, sentence)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    context = {
        "form": form,
        "shown": shown,
        "version": version,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/send_out.jinja", context)


def capacity_asked(request: SignedInRequest) -> str:
    """Say which of a party's signatures an address is about: ``?as=clinical``."""
    asked = request.GET.get("as", Capacity.ANY)
    return asked if asked in Capacity.values else str(Capacity.ANY)


@require_http_methods(["GET", "POST"])
def replace(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    organisation: str,
) -> HttpResponse:
    """Ask a party's signatory again, or another person of it."""
    now = timezone.now()
    version = governed_version(request, collaborative, reference, number)
    party = lookups.party_or_404(version, organisation)
    capacity = capacity_asked(request)
    plan = place_plan(version, party, capacity, now)
    form = SignatoryForm(
        request.POST or None,
        people=whom_to_ask(plan),
        initial={"due_on": timezone.localdate(now + FORTNIGHT)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            replace_signatory(
                version_id=version.pk,
                organisation_id=party.organisation_id,
                capacity=capacity,
                user_id=read_whom(plan, form.cleaned_data["person"]),
                due_on=form.cleaned_data["due_on"],
                expires_on=form.cleaned_data["expires_on"],
                actor=request.user,
                now=now,
            )
        except (*REFUSALS, AlreadySignedError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    context = {
        "form": form,
        "party": party,
        "has_people": bool(plan.people or plan.outside or plan.is_deed),
        "query": "" if capacity == Capacity.ANY else f"?as={capacity}",
        "capacity": in_capacity(capacity),
        "version": version,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/replace.jinja", context)


@require_http_methods(["GET", "POST"])
def withdraw(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Take a version back, with a reason that everyone asked will read."""
    version = governed_version(request, collaborative, reference, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_version(
                version_id=version.pk,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
            )
        except IllegalMoveError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    context = {"form": form, "version": version, "crumbs": crumbs_to(version)}
    return render(request, "agreements/withdraw.jinja", context)
