"""The register of decisions, and one decision's page."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab import registries
from collab.enums import PaperKind
from collab.forms.decisions import DecisionFilterForm
from collab.grants import rights_of
from collab.models import Collaborative, Decision
from collab.policies.decisions import can_log_decision
from collab.presenters.decision_paper import decision_pdf
from collab.presenters.decisions import crumbs_of, show_decision, show_register
from collab.rules.rights import Rights
from collab.services.papers import issue_paper
from ui.papers import as_pdf


@require_http_methods(["GET"])
def decision_list(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List a collaborative's decisions, the latest first, by outcome and words."""
    now = timezone.now()
    rights = rights_of(request.user, now)
    found = get_object_or_404(
        Collaborative.objects.visible_to(rights), slug=collaborative
    )
    form = DecisionFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = show_register(
        found,
        rights,
        outcome=wanted.get("outcome", ""),
        words=wanted.get("words", ""),
        cursor=request.GET.get("at", ""),
    )
    may_log = can_log_decision(user=request.user, collaborative=found, at=now)
    context = {
        "collaborative": found,
        "form": form,
        "shown": shown,
        "links": shown.links(request.GET),
        "log_address": registries.log_decision_address(found) if may_log else "",
        "crumbs": [
            {"href": "/", "text": "Home"},
            {"href": f"/{found.slug}/", "text": found.name},
        ],
    }
    return render(request, "collab/decisions.jinja", context)


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
