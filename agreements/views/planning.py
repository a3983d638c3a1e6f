"""Saying who must sign a draft for each party."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms import SigningPlanForm
from agreements.models import Version
from agreements.presenters.approvals import what_a_change_costs
from agreements.presenters.crumbs import crumbs_to
from agreements.selectors.addresses import version_address
from agreements.selectors.content import parties_of, plan_of_party
from agreements.services.locking import NotADraftError
from agreements.services.parties import NotAPartyError
from agreements.services.planning import set_signing_plan
from agreements.views.loading import governed_version
from audit.models import StaleRowError


@require_http_methods(["GET", "POST"])
def signing_plan(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Choose for each party whether one person signs, or two in their capacities."""
    now = timezone.now()
    version = governed_version(request, collaborative, reference, number)
    if not version.may_still_change:
        return redirect(version_address(version))
    bodies = [party.organisation for party in parties_of(version)]
    form = SigningPlanForm(
        request.POST or None,
        parties=[(body.uid, body.name) for body in bodies],
        initial={"revision": version.revision, **_present(version)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_signing_plan(
                version_id=version.pk,
                plans=form.plans(),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=now,
            )
        except (StaleRowError, NotADraftError, NotAPartyError) as error:
            form.data = request.POST.copy() | {"revision": str(version.revision)}
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    context = {
        "form": form,
        "version": version,
        "cost": what_a_change_costs(version),
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/signing_plan.jinja", context)


def _present(version: Version) -> dict[str, str]:
    return {
        f"plan-{party.organisation.uid}": plan_of_party(version, party)
        for party in parties_of(version)
    }
