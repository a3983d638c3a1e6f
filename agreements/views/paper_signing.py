"""Recording a signature on paper, and a second person checking it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.enums import PaperStatus, SigningPlan
from agreements.forms.outside import PaperSignatureForm, RefusePaperForm, revision_read
from agreements.policies import second_word
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.paper_signing import show_paper
from agreements.selectors import lookups
from agreements.selectors.addresses import paper_address
from agreements.selectors.content import plan_of_party
from agreements.services.paper_signing import (
    OnThePaper,
    check_paper_signature,
    record_paper_signature,
    refuse_paper_signature,
)
from agreements.views.loading import governed_version
from agreements.views.sending import capacity_asked
from agreements.views.uploads import keep


@require_http_methods(["GET", "POST"])
def record(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    organisation: str,
) -> HttpResponse:
    """Take what the paper shows, and the scanned original."""
    now = timezone.now()
    version = governed_version(request, collaborative, reference, number)
    party = lookups.party_or_404(version, organisation)
    is_deed = plan_of_party(version, party) == SigningPlan.DEED
    form = PaperSignatureForm(
        request.POST or None, request.FILES or None, is_deed=is_deed
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            document = keep(request, version, values.pop("file"), now)
            paper = record_paper_signature(
                version_id=version.pk,
                organisation_id=party.organisation_id,
                capacity=capacity_asked(request),
                shown=OnThePaper(document_id=document.pk, **values),
                actor=request.user,
                now=now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(paper_address(paper))
    context = {
        "form": form,
        "party": party,
        "version": version,
        "crumbs": crumbs_to(version),
        "fingerprint": version.content_hash,
    }
    return render(request, "agreements/record_paper.jinja", context)


@require_http_methods(["GET"])
def paper(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Show what was recorded, the scanned original, and whose check it waits for."""
    now = timezone.now()
    found = lookups.paper_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    context = {
        "facts": show_paper(found),
        "paper": found,
        "version": found.request.version,
        "may_check": found.status == PaperStatus.RECORDED
        and found.request.is_open
        and second_word.may_check_paper(user=request.user, paper=found, at=now),
        "crumbs": crumbs_to(found.request.version),
    }
    return render(request, "agreements/paper_signature.jinja", context)


@require_http_methods(["POST"])
def check(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Say that the paper shows what was recorded."""
    now = timezone.now()
    found = lookups.paper_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    second_word.require_can_check_paper(user=request.user, paper=found, at=now)
    try:
        check_paper_signature(
            paper_id=found.pk,
            revision=revision_read(request.POST),
            actor=request.user,
            now=now,
        )
    except ValueError as error:
        messages.error(request, str(error))
    return redirect(paper_address(found))


@require_http_methods(["GET", "POST"])
def refuse(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Take the reason why the paper does not show what was recorded."""
    now = timezone.now()
    found = lookups.paper_or_404(
        request.user, now, collaborative, reference, number, uid
    )
    second_word.require_can_check_paper(user=request.user, paper=found, at=now)
    form = RefusePaperForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            refuse_paper_signature(
                paper_id=found.pk, actor=request.user, now=now, **form.cleaned_data
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(paper_address(found))
    context = {
        "form": form,
        "paper": found,
        "crumbs": crumbs_to(found.request.version),
        "back": paper_address(found),
    }
    return render(request, "agreements/refuse_paper.jinja", context)
