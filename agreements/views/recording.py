"""Recording an agreement that was signed elsewhere, and checking the record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.forms.recording import CheckRecordForm, RecordForm, SignedCopyForm
from agreements.models import OutsideRecord
from agreements.presenters.crumbs import crumbs_of, crumbs_to
from agreements.presenters.outside import show_outside
from agreements.presenters.pages import show_version
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.selectors.bodies import bodies_of, members_of
from agreements.services import recording
from agreements.transitions import IllegalMoveError
from collab.grants import rights_of
from collab.models import Collaborative, Document
from collab.services.documents import store_document


def _governed(request: SignedInRequest, slug: str) -> Collaborative:
    now = timezone.now()
    found = lookups.collaborative_or_404(request.user, now, slug)
    policies.require_can_govern(user=request.user, collaborative_id=found.pk, at=now)
    return found


@require_http_methods(["GET", "POST"])
def add_copy(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Keep the signed copy first; what it says is asked for on the next page."""
    now = timezone.now()
    found = _governed(request, collaborative)
    form = SignedCopyForm(request.POST or None, request.FILES or None)
    bodies = bodies_of(request.user, found, now)
    if request.method == "POST" and form.is_valid() and bodies:
        file = form.cleaned_data["file"]
        try:
            kept = store_document(
                organisation_id=bodies[0].pk,
                collaborative_id=found.pk,
                name=file.name,
                content=file,
                size=file.size,
                actor=request.user,
                now=now,
            )
        except ValueError as error:
            form.add_error("file", str(error))
        else:
            where = [collaborative, kept.uid]
            return redirect(reverse("agreements:record", args=where))
    context = {
        "form": form,
        "collaborative": found,
        "has_body": bool(bodies),
        "crumbs": crumbs_of(found),
    }
    return render(request, "agreements/add_copy.jinja", context)


@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest, collaborative: str, copy: str) -> HttpResponse:
    """Record what the signed copy says; a second person checks it afterwards."""
    now = timezone.now()
    found = _governed(request, collaborative)
    document = get_object_or_404(
        Document.objects.visible_to(rights_of(request.user, now)),
        uid=copy,
        collaborative=found,
    )
    form = RecordForm(request.POST or None, bodies=members_of(found, now))
    if request.method == "POST" and form.is_valid():
        try:
            version = recording.record_existing(
                collaborative_id=found.pk,
                signed_copy_id=document.pk,
                facts=form.facts(),
                actor=request.user,
                now=now,
            )
        except recording.UnclearRecordError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect(version_address(version))
    context = {
        "form": form,
        "collaborative": found,
        "document": document,
        "crumbs": crumbs_of(found),
    }
    return render(request, "agreements/record.jinja", context)


@require_http_methods(["GET", "POST"])
def check(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show the record beside the copy, and let a second person say that they agree."""
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    outside = get_object_or_404(
        OutsideRecord.objects.visible_to(rights_of(request.user, now)).select_related(
            "version__agreement"
        ),
        version=version,
    )
    policies.require_can_check(user=request.user, outside=outside, at=now)
    initial = {"fingerprint": version.content_hash}
    form = CheckRecordForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            recording.check_record(
                version_id=version.pk,
                fingerprint=form.cleaned_data["fingerprint"],
                actor=request.user,
                now=now,
            )
        except (IllegalMoveError, recording.UnclearRecordError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version))
    context = {
        "form": form,
        "version": version,
        "shown": show_version(version, user=request.user, now=now),
        "outside": show_outside(version),
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/check_record.jinja", context)
