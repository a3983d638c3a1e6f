"""Values of an outcome: entered by hand, and corrected."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab.views.loading import Asking, asking
from pathways import policies
from pathways.forms.values import CorrectionForm, ValueForm
from pathways.models import Outcome
from pathways.presenters.crumbs import outcome_crumbs
from pathways.selectors.lookups import outcome_or_404, value_or_404
from pathways.services import values
from pathways.views.saving import save_and_go


def entered_or_403(who: Asking, slug: str, reference: str) -> Outcome:
    """
    Find an outcome that the person may see, and may enter values of.

    :raises NotEnteringError: if they may enter none
    """
    found = outcome_or_404(who.rights, slug, reference)
    policies.require_can_enter(
        user=who.user, collaborative_id=found.collaborative_id, at=who.now
    )
    return found


@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest, collaborative: str, reference: str) -> HttpResponse:
    """Enter the value of one period."""
    who = asking(request)
    found = entered_or_403(who, collaborative, reference)
    form = ValueForm(request.POST or None, outcome=found)

    def save() -> None:
        values.enter_value(
            outcome_id=found.pk, actor=request.user, now=who.now, **form.cleaned_data
        )

    return save_and_go(
        request,
        form,
        save,
        said="The value is entered.",
        title="Enter a value",
        caption=str(found),
        button="Enter value",
        lead="It is written once. A mistake is corrected by another value with a"
        " reason, and both stay.",
        crumbs=outcome_crumbs(found),
    )


@require_http_methods(["GET", "POST"])
def correct(
    request: SignedInRequest, collaborative: str, reference: str, uid: str
) -> HttpResponse:
    """Put another figure in the place of a value, with a reason."""
    who = asking(request)
    found = entered_or_403(who, collaborative, reference)
    wrong = value_or_404(who.rights, found, uid)
    initial = {"value": wrong.value, "source": wrong.source}
    form = CorrectionForm(request.POST or None, initial=initial, outcome=found)

    def save() -> None:
        values.correct_value(
            value_id=wrong.pk,
            value=form.cleaned_data["value"],
            source=form.cleaned_data["source"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=who.now,
        )

    return save_and_go(
        request,
        form,
        save,
        said="The value is corrected. The earlier one stays in the table.",
        title=f"Correct the value for {wrong.label}",
        caption=str(found),
        button="Correct value",
        crumbs=outcome_crumbs(found),
    )
