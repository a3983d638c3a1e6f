"""One outcome, and what a governance lead changes of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab.selectors.bodies import members_of
from collab.views.loading import Asking, asking
from pathways import policies
from pathways.forms.outcomes import (
    AccountableForm,
    BaselineForm,
    OutcomeChangeForm,
    OutcomeForm,
    TargetForm,
)
from pathways.models import Outcome
from pathways.presenters.crumbs import outcome_crumbs, pathway_crumbs
from pathways.presenters.outcomes import show_outcome
from pathways.selectors.latest import stages_of
from pathways.selectors.lookups import outcome_or_404
from pathways.services import outcomes as keeping
from pathways.views.pathways import kept_or_403
from pathways.views.saving import save_and_go


def kept_outcome_or_403(who: Asking, slug: str, reference: str) -> Outcome:
    """
    Find an outcome that the person may see, and may change.

    :raises NotAKeeperError: if they may not change it
    """
    found = outcome_or_404(who.rights, slug, reference)
    policies.require_can_keep(
        user=who.user, collaborative_id=found.collaborative_id, at=who.now
    )
    return found


@require_http_methods(["GET"])
def outcome(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Show what an outcome is, who answers for it and how it is going."""
    who = asking(request)
    found = outcome_or_404(who.rights, collaborative, reference)
    context = {
        "shown": show_outcome(found, user=request.user, now=who.now),
        "outcome": found,
        "crumbs": outcome_crumbs(found, inside=False),
        "print_reference": found.reference,
        "as_at": who.now,
    }
    return render(request, "pathways/outcome.jinja", context)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, collaborative: str, reference: str) -> HttpResponse:
    """Write an outcome of a pathway down, whole."""
    who = asking(request)
    found = kept_or_403(who, collaborative, reference)
    form = OutcomeForm(
        request.POST or None,
        stages=stages_of(pathway=found, rights=who.rights),
        bodies=members_of(found.collaborative, who.now),
    )

    def save() -> None:
        keeping.add_outcome(
            pathway_id=found.pk,
            facts=form.facts(),
            decimals=form.cleaned_data["decimals"],
            baseline=form.baseline(),
            target=form.target(),
            organisation_id=form.organisation_id(),
            actor=request.user,
            now=who.now,
        )

    return save_and_go(
        request,
        form,
        save,
        said="The outcome is written down. Open it and enter its first value.",
        title="Add an outcome",
        caption=str(found),
        button="Add outcome",
        crumbs=pathway_crumbs(found),
    )


@require_http_methods(["GET", "POST"])
def change(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Change what an outcome is called and means."""
    who = asking(request)
    found = kept_outcome_or_403(who, collaborative, reference)
    form = OutcomeChangeForm(
        request.POST or None,
        initial=_initial(found, "name", "meaning", "domain", "notes")
        | {"stage": found.stage.uid if found.stage else ""},
        stages=stages_of(pathway=found.pathway, rights=who.rights),
    )

    def save() -> None:
        keeping.change_outcome(
            outcome_id=found.pk,
            facts=form.facts(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=who.now,
        )

    words = {"title": "Change the outcome", "said": "The outcome is changed."}
    return _save(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def change_baseline(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Set the baseline anew, with a reason."""
    who = asking(request)
    found = kept_outcome_or_403(who, collaborative, reference)
    names = ("baseline_value", "baseline_period", "baseline_source")
    form = BaselineForm(
        request.POST or None,
        initial=_initial(found, *names, "unit", "direction"),
        outcome=found,
    )

    def save() -> None:
        keeping.change_baseline(
            outcome_id=found.pk,
            baseline=form.baseline(),
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=who.now,
        )

    words = {"title": "Change the baseline", "said": "The baseline is changed."}
    return _save(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def change_target(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Set another target, with a reason."""
    who = asking(request)
    found = kept_outcome_or_403(who, collaborative, reference)
    form = TargetForm(
        request.POST or None,
        initial=_initial(found, "target_value", "target_on"),
        outcome=found,
    )

    def save() -> None:
        keeping.change_target(
            outcome_id=found.pk,
            target=form.target(),
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=who.now,
        )

    words = {"title": "Change the target", "said": "The target is changed."}
    return _save(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def change_accountable(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Let another member answer for an outcome, with a reason."""
    who = asking(request)
    found = kept_outcome_or_403(who, collaborative, reference)
    form = AccountableForm(
        request.POST or None,
        initial=_initial(found) | {"organisation": found.organisation.uid},
        bodies=members_of(found.collaborative, who.now),
    )

    def save() -> None:
        keeping.move_accountability(
            outcome_id=found.pk,
            organisation_id=form.organisation_id(),
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=who.now,
        )

    words = {"title": "Change who answers", "said": "It is recorded who answers."}
    return _save(request, found, form, save, **words)


def _initial(outcome: Outcome, *names: str) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in (*names, "revision")}


def _save(
    request: SignedInRequest, outcome: Outcome, form: Any, save: Any, **words: Any
) -> HttpResponse:
    return save_and_go(
        request,
        form,
        save,
        row=outcome,
        caption=str(outcome),
        button="Save",
        crumbs=outcome_crumbs(outcome),
        **words,
    )
