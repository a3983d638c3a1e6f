"""A person's own page about being away, and who stands in for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from accounts.models import Absence
from accounts.selectors import my_absences
from accounts.services.hours import end_absence, say_away
from collab.forms.reminders import AwayForm
from collab.selectors.authority import deputies_of
from collab.views.loading import asking


@require_http_methods(["GET", "POST"])
def away(request: SignedInRequest) -> HttpResponse:
    """Say from when to when one is away; show who is told meanwhile."""
    who = asking(request)
    form = AwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            say_away(**form.cleaned_data, actor=request.user, now=who.now)
        except ValueError as error:
            form.add_error("last_on", str(error))
        else:
            messages.success(request, "Your days away have been noted.")
            return redirect("collab:away")
    deputies = deputies_of(holder=request.user, at=who.now)
    context = {
        "form": form,
        "absences": my_absences(request.user, since=who.today),
        "deputies": deputies,
        "today": who.today,
    }
    return render(request, "collab/away.jinja", context)


@require_http_methods(["POST"])
def back(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that one is back, or will not be away after all."""
    who = asking(request)
    absence = get_object_or_404(Absence.objects.visible_to(request.user), uid=uid)
    try:
        end_absence(uid=absence.uid, actor=request.user, now=who.now)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Your days away have been changed.")
    return redirect("collab:away")
