"""The list of a collaborative's agreements, a new one, and one agreement's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.forms import AgreementForm
from agreements.forms.searching import AgreementFilterForm
from agreements.presenters.crumbs import crumbs_of
from agreements.presenters.lists import show_list
from agreements.presenters.standing import show_agreement
from agreements.selectors import lookups
from agreements.selectors.addresses import agreement_address, version_address
from agreements.selectors.bodies import members_of
from agreements.services.creating import (
    AnotherVersionOpenError,
    create_agreement,
    start_version,
)
from agreements.transitions import IllegalMoveError


@require_http_methods(["GET"])
def agreement_list(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List a collaborative's agreements, the newest first."""
    now = timezone.now()
    found = lookups.collaborative_or_404(request.user, now, collaborative)
    form = AgreementFilterForm(request.GET or None, parties=members_of(found, now))
    shown = show_list(
        found,
        user=request.user,
        now=now,
        cursor=request.GET.get("at", ""),
        **(form.cleaned_data if form.is_valid() else {}),
    )
    context = {
        "collaborative": found,
        "form": form,
        "narrowed": form.narrows,
        "shown": shown,
        "links": shown.links(request.GET),
        "may_write": policies.can_govern(
            user=request.user, collaborative_id=found.pk, at=now
        ),
        "crumbs": crumbs_of(found),
    }
    return render(request, "agreements/list.jinja", context)


@require_http_methods(["GET", "POST"])
def create(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Open an agreement with a title and a kind; the rest follows in the draft."""
    now = timezone.now()
    found = lookups.collaborative_or_404(request.user, now, collaborative)
    policies.require_can_govern(user=request.user, collaborative_id=found.pk, at=now)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = create_agreement(
            collaborative_id=found.pk,
            title=form.cleaned_data["title"],
            instrument=form.cleaned_data["instrument"],
            open_to=form.cleaned_data["open_to"],
            actor=request.user,
            now=now,
        )
        return redirect(version_address(version, "draft"))
    context = {"form": form, "collaborative": found, "crumbs": crumbs_of(found)}
    return render(request, "agreements/create.jinja", context)


@require_http_methods(["GET"])
def agreement(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Show on one screen what is in force, what is waiting and what falls due."""
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    shown = show_agreement(found, user=request.user, now=now)
    context = {
        "shown": shown,
        "agreement": found,
        "crumbs": crumbs_of(found.collaborative),
        "print_reference": found.reference,
        "as_at": now,
    }
    return render(request, "agreements/agreement.jinja", context)


@require_http_methods(["POST"])
def next_version(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Begin the next version from the text of the latest one."""
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    try:
        version = start_version(agreement_id=found.pk, actor=request.user, now=now)
    except (AnotherVersionOpenError, IllegalMoveError) as error:
        messages.error(request, str(error))
        return redirect(agreement_address(found))
    return redirect(version_address(version, "draft"))
