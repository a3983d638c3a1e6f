"""A party withdraws while signatures are being gathered."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.forms import WithdrawPartyForm
from agreements.presenters.crumbs import crumbs_to
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.services.reopening import withdraw_party as withdraw
from agreements.views.uploads import keep


@require_http_methods(["GET", "POST"])
def withdraw_party(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    organisation: str,
) -> HttpResponse:
    """Take the reason, and a document from who cannot bind the party themselves."""
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    party = lookups.party_or_404(version, organisation)
    found = policies.require_can_withdraw_party(
        user=request.user, version=version, organisation=party.organisation, at=now
    )
    if not version.is_out_for_signature:
        return redirect(version_address(version))
    form = WithdrawPartyForm(
        request.POST or None,
        request.FILES or None,
        needs_document=not found.allows,
    )
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data.get("file")
            document = keep(request, version, file, now) if file else None
            withdraw(
                version_id=version.pk,
                organisation_id=party.organisation_id,
                reason=form.cleaned_data["reason"],
                document_id=document.pk if document else None,
                actor=request.user,
                now=now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    context = {
        "form": form,
        "party": party,
        "version": version,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/withdraw_party.jinja", context)
