"""From a reference to its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from ui.forms import GoToReferenceForm
from ui.registries import find_reference


@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """Lead to the page of a reference, or say plainly that there is none to see."""
    form = GoToReferenceForm(request.GET if "q" in request.GET else None)
    if form.is_valid():
        typed = form.cleaned_data["q"]
        address = find_reference(request.user, typed)
        if address and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            return redirect(address)
        form.add_error(
            "q", f"There is no reference “{typed}” among the records you can see"
        )
    return render(request, "ui/pages/go.jinja", {"form": form})
