"""Loading a file of organisations: choose it, see what it would do, confirm, undo."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest
from collab.enums import ImportOutcome, ImportStatus
from collab.forms.organisations import ImportForm
from collab.models import OrganisationImport
from collab.policies.organisations import ONLY_ADMINISTRATORS
from collab.presenters.imports import preview, report
from collab.selectors.imports import import_of
from collab.services.imports import check_import, confirm_import
from collab.services.imports_undoing import undo_import
from collab.views.loading import Asking, asking, require_keeper
from ui.paging import keyset_page, page_links


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a file and lead to what it would do."""
    who = asking(request)
    require_keeper(who, words=ONLY_ADMINISTRATORS)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = check_import(
                content=file.read(),
                file_name=file.name,
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error("file", str(error))
        else:
            return redirect("collab:import", found.reference)
    return render(request, "collab/imports/upload.jinja", {"form": form})


@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the imports, newest first."""
    who = asking(request)
    if not (who.rights.administers_installation or who.rights.audits_installation):
        raise PermissionDenied(ONLY_ADMINISTRATORS)
    rows = OrganisationImport.objects.visible_to(who.rights).select_related(
        "checked_by", "reverses"
    )
    page = keyset_page(rows, order="-checked_at", cursor=request.GET.get("at", ""))
    context = {
        "page": page,
        "links": page_links(page, request.GET),
        "may_keep": who.rights.administers_installation,
    }
    return render(request, "collab/imports/list.jinja", context)


@require_safe
def detail(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what a file would do, or what it did, row by row."""
    who = asking(request)
    found = _import_or_404(reference, who)
    shown: dict[str, Any] = (
        preview(found) if found.status == ImportStatus.CHECKED else report(found)
    )
    counted = Counter(shown["counted"])
    context = {
        "found": found,
        "rows": shown["rows"],
        "more": shown["more"],
        "unknown_columns": shown["unknown_columns"],
        "missing": shown.get("missing", ""),
        "counted": [
            (each.label, counted[each]) for each in ImportOutcome if counted[each]
        ],
        "may_keep": who.rights.administers_installation,
        "reversal": getattr(found, "reversal", None),
    }
    return render(request, "collab/imports/detail.jinja", context)


@require_POST
def confirm(request: SignedInRequest, reference: str) -> HttpResponse:
    """Load the file that was shown."""
    who = asking(request)
    found = _import_or_404(reference, who)
    try:
        confirm_import(import_id=found.pk, actor=request.user, now=who.now)
    except ValueError as error:
        messages.info(request, str(error))
    return redirect("collab:import", found.reference)


@require_POST
def undo(request: SignedInRequest, reference: str) -> HttpResponse:
    """Reverse an import."""
    who = asking(request)
    found = _import_or_404(reference, who)
    try:
        reversal = undo_import(import_id=found.pk, actor=request.user, now=who.now)
    except ValueError as error:
        messages.info(request, str(error))
        return redirect("collab:import", found.reference)
    return redirect("collab:import", reversal.reference)


def _import_or_404(reference: str, who: Asking) -> OrganisationImport:
    found = import_of(reference=reference, rights=who.rights)
    if found is None:
        raise Http404
    return found
