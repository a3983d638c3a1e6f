"""Papers of a version to keep: the agreement, its certificate, and all in one."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.models import Agreement, Version
from agreements.presenters.certificate import certificate_pdf, show_certificate
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.pack import pack_pdf
from agreements.presenters.paper import agreement_pdf
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.selectors.pack import uploads_of
from agreements.selectors.record import last_recorded
from collab.enums import PaperKind
from collab.grants import rights_of
from collab.services.papers import issue_paper
from collab.services.readings import note_reading
from ui.papers import as_pdf


def issue(
    request: SignedInRequest,
    subject: Agreement | Version,
    kind: PaperKind,
    content: bytes,
) -> None:
    """Note a final paper, so that the public page knows it again."""
    agreement = subject.agreement if isinstance(subject, Version) else subject
    issue_paper(
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        subject=subject,
        collaborative_id=agreement.collaborative_id,
        actor=request.user,
        now=timezone.now(),
    )


@require_http_methods(["GET"])
def paper(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Give a version as a tagged PDF; once signed, as of the last act on it."""
    now = timezone.now()
    found = lookups.version_or_404(request.user, now, collaborative, reference, number)
    is_final = found.signed_at is not None
    as_at = last_recorded([found]) if is_final else now
    content = agreement_pdf(found, user=request.user, as_at=as_at)
    note_reading(subject=found, actor=request.user, now=now)
    if is_final:
        issue(request, found, PaperKind.AGREEMENT, content)
    return as_pdf(content, f"{reference}-version-{number}.pdf")


def _certified(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> Version:
    found = lookups.version_or_404(
        request.user, timezone.now(), collaborative, reference, number
    )
    if not found.content_hash:
        raise Http404("A draft has no certificate.")
    return found


@require_http_methods(["GET"])
def certificate(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show who signed what, by which authority, and every event."""
    found = _certified(request, collaborative, reference, number)
    context = {
        "version": found,
        "shown": show_certificate(found),
        "address": version_address(found),
        "crumbs": crumbs_to(found),
        "print_reference": f"{found}, certificate",
        "as_at": timezone.now(),
    }
    return render(request, "agreements/certificate.jinja", context)


@require_http_methods(["GET"])
def certificate_paper(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Give the certificate as a tagged PDF to keep."""
    found = _certified(request, collaborative, reference, number)
    content = certificate_pdf(found)
    note_reading(subject=found, actor=request.user, now=timezone.now())
    if found.signed_at is not None:
        issue(request, found, PaperKind.CERTIFICATE, content)
    return as_pdf(content, f"{reference}-version-{number}-certificate.pdf")


@require_http_methods(["GET"])
def pack(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Give a version with its certificate and uploaded PDFs as one file to keep."""
    now = timezone.now()
    found = lookups.version_or_404(request.user, now, collaborative, reference, number)
    is_final = found.signed_at is not None
    as_at = last_recorded([found]) if is_final else now
    uploads = uploads_of(found, rights_of(request.user, now))
    content = pack_pdf(found, uploads=uploads, user=request.user, as_at=as_at)
    for given in (found, *(document for _, document in uploads)):
        note_reading(subject=given, actor=request.user, now=now)
    if is_final:
        issue(request, found, PaperKind.PACK, content)
    return as_pdf(content, f"{reference}-version-{number}-pack.pdf")
