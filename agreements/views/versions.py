"""One version: its page and its printable form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.enums import VersionStatus
from agreements.presenters.approval_rounds import show_approvals
from agreements.presenters.approving import show_approving
from agreements.presenters.comments import show_comments
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.outside import may_check, show_outside
from agreements.presenters.pages import show_version
from agreements.presenters.signing import show_signing
from agreements.selectors import lookups
from agreements.selectors.addresses import comparison_address
from agreements.selectors.outside import outside_of, papers_of
from collab.services.readings import note_reading


@require_http_methods(["GET"])
def version(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show a version's text, its fingerprint and where each signature stands."""
    now = timezone.now()
    found = lookups.version_or_404(request.user, now, collaborative, reference, number)
    note_reading(subject=found, actor=request.user, now=now)
    waiting = found.is_out_for_signature
    shown = show_version(found, user=request.user, now=now)
    comments = show_comments(found, user=request.user, now=now)
    context = {
        "version": found,
        "shown": shown,
        "signing": show_signing(found, user=request.user, at=now) if waiting else None,
        "guests": outside_of(found, request.user, now),
        "papers": papers_of(found, request.user, now),
        "withdrawals": lookups.withdrawals_from(found, request.user, now),
        "approvals": show_approvals(found, now=now),
        "approving": show_approving(found, user=request.user, at=now)
        if found.status == VersionStatus.IN_REVIEW
        else None,
        "governs": policies.can_govern(
            user=request.user,
            collaborative_id=found.agreement.collaborative_id,
            at=now,
        ),
        "outside": show_outside(found),
        "may_check": may_check(found, request.user, now),
        "comments": comments,
        "lost_comments": comments.elsewhere([each.identity for each in shown.clauses]),
        "compare": comparison_address(found) if number > 1 else "",
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
    note_reading(subject=found, actor=request.user, now=now)
    context = {
        "version": found,
        "shown": show_version(found, user=request.user, now=now),
        "crumbs": crumbs_to(found),
        "print_reference": str(found),
        "as_at": now,
    }
    return render(request, "agreements/print.jinja", context)
