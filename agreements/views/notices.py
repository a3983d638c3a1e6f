"""Giving notice for a party, and taking it back."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from accounts.policies import StaleAuthenticationError
from accounts.views.confirming import ask_again, kept_answers
from agreements.forms import ReasonForm
from agreements.forms.notices import NoticeForm
from agreements.models import Agreement
from agreements.presenters.crumbs import crumbs_of
from agreements.presenters.notices import show_giving
from agreements.selectors import lookups
from agreements.selectors.addresses import agreement_address
from agreements.selectors.notices import running_notices
from agreements.services.notice import give_notice, withdraw_notice


def _agreement(
    request: SignedInRequest, collaborative: str, reference: str, now: dt.datetime
) -> Agreement:
    return lookups.agreement_or_404(request.user, now, collaborative, reference)


@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest, collaborative: str, reference: str) -> HttpResponse:
    """Give notice for a body, having seen its last day and what it ends."""
    now = timezone.now()
    agreement = _agreement(request, collaborative, reference, now)
    shown = show_giving(agreement, user=request.user, now=now)
    form = NoticeForm(
        request.POST or kept_answers(request) or None, bodies=shown.choices
    )
    if request.method == "POST" and form.is_valid():
        try:
            give_notice(
                agreement_id=agreement.pk,
                organisation_id=shown.bodies[form.cleaned_data["organisation"]],
                words=form.cleaned_data["words"],
                session=request.session,
                actor=request.user,
                now=timezone.now(),
            )
        except StaleAuthenticationError:
            return ask_again(request)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Notice is given. Every partner is told.")
            return redirect(agreement_address(agreement))
    context = {
        "form": form,
        "shown": shown,
        "agreement": agreement,
        "crumbs": crumbs_of(agreement.collaborative, agreement),
    }
    return render(request, "agreements/give_notice.jinja", context)


@require_http_methods(["GET", "POST"])
def withdraw(
    request: SignedInRequest, collaborative: str, reference: str, organisation: str
) -> HttpResponse:
    """Take a body's notice back, with a reason that reaches the partners."""
    now = timezone.now()
    agreement = _agreement(request, collaborative, reference, now)
    party = get_object_or_404(
        agreement.parties.filter(left_on=None).select_related("organisation"),
        organisation__uid=organisation,
    )
    notice = next(
        (each for each in running_notices(agreement) if each.party_id == party.pk), None
    )
    form = ReasonForm(request.POST or kept_answers(request) or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_notice(
                agreement_id=agreement.pk,
                organisation_id=party.organisation_id,
                reason=form.cleaned_data["reason"],
                session=request.session,
                actor=request.user,
                now=timezone.now(),
            )
        except StaleAuthenticationError:
            return ask_again(request)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The notice is withdrawn. Partners are told.")
            return redirect(agreement_address(agreement))
    context = {
        "form": form,
        "party": party,
        "notice": notice,
        "agreement": agreement,
        "crumbs": crumbs_of(agreement.collaborative, agreement),
    }
    return render(request, "agreements/withdraw_notice.jinja", context)
