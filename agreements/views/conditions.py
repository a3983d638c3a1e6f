"""Recording that a condition precedent was met."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.enums import OpenTo
from agreements.forms.drafting import ConditionMetForm
from agreements.models import Version
from agreements.presenters.crumbs import crumbs_to
from agreements.selectors.addresses import version_address
from agreements.selectors.bodies import bodies_of
from agreements.services import meeting_conditions as meeting
from agreements.views.loading import governed_version
from collab.services.documents import store_document


@require_http_methods(["GET", "POST"])
def condition_met(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Record the day a condition was met and what shows it; the last one sets effect."""
    version = governed_version(request, collaborative, reference, number)
    condition = get_object_or_404(version.conditions, identity=identity)
    form = ConditionMetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            if hasattr(condition, "met"):
                raise meeting.AlreadyMetError(meeting.RECORDED_BEFORE)
            meeting.record_condition_met(
                version_id=version.pk,
                identity=identity,
                met_on=form.cleaned_data["met_on"],
                evidence=form.cleaned_data["evidence"],
                document_id=_kept(request, version, form.cleaned_data["file"]),
                actor=request.user,
                now=timezone.now(),
            )
        except meeting.NotYetMetError as error:
            form.add_error("met_on", str(error))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is recorded that the condition is met.")
            return redirect(version_address(version))
    context = {
        "form": form,
        "version": version,
        "condition": condition,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/condition_met.jinja", context)


def _kept(request: SignedInRequest, version: Version, file: Any) -> int | None:
    """Keep the document, for everybody who may read the agreement if that is all."""
    if not file:
        return None
    now = timezone.now()
    agreement = version.agreement
    bodies = bodies_of(request.user, agreement.collaborative, now)
    if not bodies:
        raise ValueError("You hold no post at a member today, so no file can be kept.")
    for_all = agreement.open_to == OpenTo.COLLABORATIVE
    kept = store_document(
        organisation_id=bodies[0].pk,
        collaborative_id=agreement.collaborative_id if for_all else None,
        name=file.name,
        content=file,
        size=file.size,
        actor=request.user,
        now=now,
    )
    return int(kept.pk)
