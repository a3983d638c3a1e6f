"""Loading past decisions: choose a file, see what it would do, confirm."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest
from collab.forms.decision_imports import PastDecisionsForm
from collab.models import Collaborative, DecisionImport
from collab.policies.register import why_not_import
from collab.presenters.decision_imports import show_load, template_csv
from collab.selectors.decision_imports import import_of, imports_of
from collab.selectors.register import own_bodies
from collab.services.decision_imports import (
    check_past_decisions,
    confirm_past_decisions,
)
from collab.views.loading import Asking, asking
from ui.paging import keyset_page, page_links


def _found(slug: str, who: Asking) -> Collaborative:
    visible = Collaborative.objects.visible_to(who.rights)
    found: Collaborative = get_object_or_404(visible, slug=slug)
    return found


def _crumbs(found: Collaborative, *, loads: bool = False) -> list[dict[str, str]]:
    crumbs = [
        {"href": "/", "text": "Home"},
        {"href": f"/{found.slug}/", "text": found.name},
        {"href": reverse("collab:decisions", args=[found.slug]), "text": "Decisions"},
    ]
    here = reverse("collab:load_decisions", args=[found.slug])
    return [*crumbs, {"href": here, "text": "Load past decisions"}] if loads else crumbs


def _loading_or_403(slug: str, who: Asking) -> Collaborative:
    found = _found(slug, who)
    if why := why_not_import(rights=who.rights, collaborative=found):
        raise PermissionDenied(why)
    return found


@require_http_methods(["GET", "POST"])
def load(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Take a file and lead to what it would do; list earlier loads."""
    who = asking(request)
    found = _loading_or_403(collaborative, who)
    bodies = own_bodies(collaborative=found, rights=who.rights, today=who.today)
    form = PastDecisionsForm(
        request.POST or None, request.FILES or None, own_bodies=bodies
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            checked = check_past_decisions(
                collaborative_id=found.pk,
                organisation_id=form.body.pk,
                content=file.read(),
                file_name=file.name,
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error("file", str(error))
        else:
            return redirect("collab:decision_import", found.slug, checked.reference)
    rows = imports_of(collaborative=found, rights=who.rights)
    page = keyset_page(rows, order="-checked_at", cursor=request.GET.get("at", ""))
    context = {
        "collaborative": found,
        "form": form,
        "page": page,
        "links": page_links(page, request.GET),
        "crumbs": _crumbs(found),
    }
    return render(request, "collab/decision_imports/load.jinja", context)


@require_safe
def template(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Give an empty file to fill in."""
    found = _loading_or_403(collaborative, asking(request))
    response = HttpResponse(template_csv(), content_type="text/csv; charset=utf-8")
    name = f"{found.slug}-past-decisions.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _import_or_404(slug: str, reference: str, who: Asking) -> DecisionImport:
    found = import_of(
        collaborative=_found(slug, who), reference=reference, rights=who.rights
    )
    if found is None:
        raise Http404
    return found


@require_safe
def detail(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Show what a file would do, or what it did, row by row."""
    who = asking(request)
    found = _import_or_404(collaborative, reference, who)
    together = found.collaborative
    may_load = not why_not_import(rights=who.rights, collaborative=together)
    context = {
        "collaborative": together,
        "found": found,
        "shown": show_load(found),
        "may_load": may_load,
        "crumbs": _crumbs(together, loads=may_load),
    }
    return render(request, "collab/decision_imports/detail.jinja", context)


@require_POST
def confirm(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Load the file that was shown."""
    who = asking(request)
    found = _import_or_404(collaborative, reference, who)
    try:
        confirm_past_decisions(import_id=found.pk, actor=request.user, now=who.now)
    except ValueError as error:
        messages.info(request, str(error))
    return redirect("collab:decision_import", collaborative, found.reference)
