"""One decision's page and its paper."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab import registries
from collab.enums import PaperKind
from collab.grants import rights_of
from collab.models import Decision
from collab.policies.decisions import can_log_decision
from collab.presenters.decision_paper import decision_pdf
from collab.presenters.decisions import crumbs_of, show_decision
from collab.rules.rights import Rights
from collab.services.papers import issue_paper
from ui.papers import as_pdf


def _decision_or_404(rights: Rights, slug: str, reference: str) -> Decision:
    found: Decision = get_object_or_404(
        Decision.objects.visible_to(rights).select_related(
            "collaborative", "organisation", "logged_by"
        ),
        collaborative__slug=slug,
        reference=reference,
    )
    return found


@require_http_methods(["GET"])
def decision(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Show a decision: what, why, who, and under what it was taken."""
    now = timezone.now()
    rights = rights_of(request.user, now)
    found = _decision_or_404(rights, collaborative, reference)
    together = found.collaborative
    may_log = can_log_decision(user=request.user, collaborative=together, at=now)
    context = {
        "shown": show_decision(found, rights),
        "log_address": registries.log_decision_address(together) if may_log else "",
        "crumbs": crumbs_of(found),
        "print_reference": found.reference,
        "as_at": now,
    }
    return render(request, "collab/decision.jinja", context)


@require_http_methods(["GET"])
def decision_paper(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Give a decision as a tagged PDF to keep."""
    now = timezone.now()
    rights = rights_of(request.user, now)
    found = _decision_or_404(rights, collaborative, reference)
    content = decision_pdf(found, rights)
    issue_paper(
        kind=PaperKind.DECISION,
        sha256=hashlib.sha256(content).hexdigest(),
        subject=found,
        collaborative_id=found.collaborative_id,
        actor=request.user,
        now=now,
    )
    return as_pdf(content, f"decision-{reference}.pdf")
