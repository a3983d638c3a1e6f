"""Naming somebody without an account to sign, vouching for them, and their link."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.forms import ReasonForm
from agreements.forms.outside import OutsideSignatoryForm, revision_read
from agreements.models import OutsideSignatory
from agreements.policies import second_word
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.vouching import show_outside
from agreements.selectors import lookups
from agreements.selectors.addresses import outside_address
from agreements.services import links, vouching
from agreements.services.vouching import Named, name_outside_signatory
from agreements.views.loading import governed_version
from agreements.views.sending import capacity_asked
from agreements.views.uploads import keep
from audit.models import StaleRowError


@require_http_methods(["GET", "POST"])
def name_outside(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    organisation: str,
) -> HttpResponse:
    """Take who may sign without an account, and the document that says so."""
    now = timezone.now()
    version = governed_version(request, collaborative, reference, number)
    party = lookups.party_or_404(version, organisation)
    form = OutsideSignatoryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            document = keep(request, version, values.pop("file"), now)
            outside = name_outside_signatory(
                version_id=version.pk,
                organisation_id=party.organisation_id,
                named=Named(
                    limit_pence=values.pop("limit"),
                    document_id=document.pk,
                    capacity=capacity_asked(request),
                    **values,
                ),
                actor=request.user,
                now=now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(outside_address(outside))
    context = {
        "form": form,
        "party": party,
        "version": version,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/name_outside.jinja", context)


@require_http_methods(["GET"])
def outside(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Show who may sign, by what authority, whose word stands, and where the link is."""
    now = timezone.now()
    found = lookups.outside_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    context = {
        "shown": show_outside(found, user=request.user, at=now),
        "outside": found,
        "version": found.version,
        "crumbs": crumbs_to(found.version, writes=False),
    }
    return render(request, "agreements/outside.jinja", context)


@require_http_methods(["POST"])
def confirm_outside(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Give one of the two words."""
    now = timezone.now()
    found = lookups.outside_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    second_word.require_may_vouch(user=request.user, outside=found, at=now)
    try:
        vouching.confirm_outside_signatory(
            outside_id=found.pk,
            revision=revision_read(request.POST),
            actor=request.user,
            now=now,
        )
    except (StaleRowError, ValueError) as error:
        messages.error(request, str(error))
    return redirect(outside_address(found))


@require_http_methods(["GET", "POST"])
def end_outside(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Take the reason why somebody may no longer sign."""
    now = timezone.now()
    found = lookups.outside_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    second_word.require_may_end_vouching(user=request.user, outside=found, at=now)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vouching.end_outside_signatory(
                outside_id=found.pk,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(outside_address(found))
    context = {
        "form": form,
        "outside": found,
        "crumbs": crumbs_to(found.version, writes=False),
        "back": outside_address(found),
    }
    return render(request, "agreements/end_outside.jinja", context)


@require_http_methods(["POST"])
def send_link_again(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Send a new link; the earlier one dies."""
    now = timezone.now()
    found = lookups.outside_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    return _with_link(request, found, links.send_link_again, "A new link was sent.")


@require_http_methods(["POST"])
def revoke_link(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Take the link back."""
    now = timezone.now()
    found = lookups.outside_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    return _with_link(request, found, links.revoke_link, "The link was taken back.")


def _with_link(
    request: SignedInRequest,
    found: OutsideSignatory,
    service: Callable[..., object],
    done: str,
) -> HttpResponse:
    now = timezone.now()
    policies.require_can_govern(
        user=request.user,
        collaborative_id=found.version.agreement.collaborative_id,
        at=now,
    )
    asked = found.requests.order_by("-pk").first()
    try:
        if asked is None:
            messages.error(request, "No signature is asked of this person.")
        else:
            service(request_id=asked.pk, actor=request.user, now=now)
            messages.success(request, done)
    except ValueError as error:
        messages.error(request, str(error))
    return redirect(outside_address(found))
