"""One version: its page, its printable form and its document."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.pages import show_version
from agreements.presenters.paper import agreement_pdf
from agreements.presenters.signing import show_signing
from agreements.selectors import lookups


@require_http_methods(["GET"])
def version(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show a version's text, its fingerprint and where each signature stands."""
    now = timezone.now()
    found = lookups.version_or_404(request.user, now, collaborative, reference, number)
    waiting = found.is_out_for_signature
    context = {
        "version": found,
        "shown": show_version(found, user=request.user, now=now),
        "signing": show_signing(found, user=request.user, at=now) if waiting else None,
        "governs": policies.can_govern(
            user=request.user,
            collaborative_id=found.agreement.collaborative_id,
            at=now,
        ),
        "crumbs": crumbs_to(found, inside=False),
        "print_reference": str(found),
        "as_at": now,
    }
    return render(request, "agreements/version.jinja", context)


@require_http_methods(["GET"])
def printable(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show a version alone, laid out for paper."""
    now = timezone.now()
    found = lookups.version_or_404(request.user, now, collaborative, reference, number)
    context = {
        "version": found,
        "shown": show_version(found, user=request.user, now=now),
        "crumbs": crumbs_to(found),
        "print_reference": str(found),
        "as_at": now,
    }
    return render(request, "agreements/print.jinja", context)


@require_http_methods(["GET"])
def paper(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Give a version as a tagged PDF to keep."""
    now = timezone.now()
    found = lookups.version_or_404(request.user, now, collaborative, reference, number)
    name = f"{found.agreement.reference}-version-{found.number}.pdf"
    return HttpResponse(
        agreement_pdf(found, user=request.user, as_at=now),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
