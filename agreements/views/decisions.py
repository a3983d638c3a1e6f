"""Logging a decision under an agreement: one page, one POST."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms.decisions import DecisionForm
from agreements.presenters.crumbs import decision_crumbs
from agreements.presenters.decisions import choices_for_decision
from agreements.selectors import lookups
from agreements.services.decisions import NothingInForceError, log_decision_under
from collab.policies.decisions import NotTakingPartError, can_log_decision
from collab.services.decisions import AlreadyLoggedError, DecidedInFutureError


@require_http_methods(["GET", "POST"])
def log_decision(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Log what was decided, why, by whom, and under which agreement."""
    now = timezone.now()
    found = lookups.collaborative_or_404(request.user, now, collaborative)
    if not can_log_decision(user=request.user, collaborative=found, at=now):
        raise NotTakingPartError("Only people who take part may log decisions.")
    choices = choices_for_decision(found, user=request.user, at=now)
    form = DecisionForm(
        request.POST or None,
        initial={"decided_on": timezone.localdate(now)},
        **choices.for_form,
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            decision = log_decision_under(
                collaborative_id=found.pk,
                organisation_id=choices.bodies[typed["organisation"]],
                agreement_id=choices.agreements.get(typed["agreement"]),
                what=typed["what"],
                why=typed["why"],
                present=typed["present"],
                outcome=typed["outcome"],
                value_pence=typed["value"],
                decided_on=typed["decided_on"],
                actor=request.user,
                now=now,
            )
        except DecidedInFutureError as error:
            form.add_error("decided_on", str(error))
        except NothingInForceError as error:
            form.add_error("agreement", str(error))
        except AlreadyLoggedError as error:
            return redirect("collab:decision", found.slug, error.decision.reference)
        else:
            return redirect("collab:decision", found.slug, decision.reference)
    context = {
        "form": form,
        "collaborative": found,
        "crumbs": decision_crumbs(found),
    }
    return render(request, "agreements/log_decision.jinja", context)
