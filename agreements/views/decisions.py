"""Logging a decision under an agreement: one page, one POST."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms.decisions import DecisionForm
from agreements.presenters.crumbs import decision_crumbs
from agreements.presenters.decisions import (
    DecisionChoices,
    choices_for_decision,
    forums_to_log_for,
)
from agreements.selectors import lookups
from agreements.services.decisions import NothingInForceError, log_decision_under
from collab.models import Decision
from collab.policies.decisions import NotTakingPartError, can_log_decision
from collab.selectors.table import DecisionRefusedError
from collab.services.decisions import AlreadyLoggedError


@require_http_methods(["GET"])
def choose_forum(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Ask which forum decided; straight on where there is but one."""
    now = timezone.now()
    found = lookups.collaborative_or_404(request.user, now, collaborative)
    if not can_log_decision(user=request.user, collaborative=found, at=now):
        raise NotTakingPartError("Only people who take part may log decisions.")
    forums = forums_to_log_for(found, user=request.user, at=now)
    if len(forums) == 1:
        return redirect(forums[0].href)
    context = {
        "collaborative": found,
        "forums": forums,
        "crumbs": decision_crumbs(found),
    }
    return render(request, "agreements/choose_forum.jinja", context)


@require_http_methods(["GET", "POST"])
def log_decision(
    request: SignedInRequest, collaborative: str, forum: str
) -> HttpResponse:
    """Log what a forum decided, why, by whom, and under which agreement."""
    now = timezone.now()
    found = lookups.forum_or_404(request.user, now, collaborative, forum)
    together = found.collaborative
    if not can_log_decision(user=request.user, collaborative=together, at=now):
        raise NotTakingPartError("Only people who take part may log decisions.")
    choices = choices_for_decision(found, request.POST, user=request.user, at=now)
    form = DecisionForm(
        request.POST or None, initial=choices.initial, **choices.for_form
    )
    if request.method == "POST" and form.is_valid():
        decision = _log(request, form, choices)
        if decision is not None:
            return redirect("collab:decision", together.slug, decision.reference)
    context = {
        "form": form,
        "collaborative": together,
        "choices": choices,
        "crumbs": decision_crumbs(together),
    }
    return render(request, "agreements/log_decision.jinja", context)


def _log(
    request: SignedInRequest, form: DecisionForm, choices: DecisionChoices
) -> Decision | None:
    """Log what the form says; None where it is refused, with the reason beside it."""
    facts = form.facts(**choices.for_facts(form.references))
    if facts is None:
        return None
    typed = form.cleaned_data
    try:
        return log_decision_under(
            collaborative_id=choices.forum.collaborative_id,
            organisation_id=choices.bodies[typed["organisation"]],
            agreement_id=choices.agreements.get(typed["agreement"]),
            facts=facts,
            actor=request.user,
            now=choices.at,
        )
    except DecisionRefusedError as error:
        form.add_error(error.field, str(error))
    except NothingInForceError as error:
        form.add_error("agreement", str(error))
    except AlreadyLoggedError as error:
        return error.decision
    return None
