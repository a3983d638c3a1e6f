"""The register of decisions, and the part of it that somebody takes away."""

from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from collab import registries
from collab.enums import RegisterFile
from collab.forms.register import RegisterForm
from collab.models import Collaborative
from collab.policies.decisions import can_log_decision
from collab.policies.register import why_not_import
from collab.presenters.register import filters_in, show_register
from collab.presenters.register_export import as_csv, as_workbook
from collab.selectors.register import bodies_ever, forums_of, register_of
from collab.services.register_exports import note_export
from collab.views.loading import Asking, asking

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _found(slug: str, who: Asking) -> Collaborative:
    visible = Collaborative.objects.visible_to(who.rights)
    found: Collaborative = get_object_or_404(visible, slug=slug)
    return found


def _form(request: SignedInRequest, found: Collaborative, who: Asking) -> RegisterForm:
    return RegisterForm(
        request.GET or None,
        forums=forums_of(collaborative=found, rights=who.rights),
        bodies=bodies_ever(collaborative=found, rights=who.rights),
    )


@require_safe
def decision_list(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List a collaborative's decisions, the latest first, as the filters say."""
    who = asking(request)
    found = _found(collaborative, who)
    form = _form(request, found, who)
    shown = show_register(found, who.rights, wanted=form.wanted(), query=request.GET)
    may_log = can_log_decision(user=request.user, collaborative=found, at=who.now)
    context = {
        "collaborative": found,
        "form": form,
        "shown": shown,
        "links": shown.links,
        "filters": filters_in(request.GET),
        "log_address": registries.log_decision_address(found) if may_log else "",
        "may_import": not why_not_import(rights=who.rights, collaborative=found),
        "crumbs": [
            {"href": "/", "text": "Home"},
            {"href": f"/{found.slug}/", "text": found.name},
        ],
    }
    return render(request, "collab/decisions.jinja", context)


@require_safe
def take_csv(request: SignedInRequest, collaborative: str) -> HttpResponseBase:
    """Give what the filters show as CSV, line by line."""
    return _take(request, collaborative, RegisterFile.CSV)


@require_safe
def take_workbook(request: SignedInRequest, collaborative: str) -> HttpResponseBase:
    """Give what the filters show as an Excel workbook."""
    return _take(request, collaborative, RegisterFile.XLSX)


def _take(
    request: SignedInRequest, collaborative: str, kind: RegisterFile
) -> HttpResponseBase:
    who = asking(request)
    found = _found(collaborative, who)
    form = _form(request, found, who)
    wanted = form.wanted()
    back = reverse("collab:decisions", args=[found.slug]) + filters_in(request.GET)
    if form.is_bound and not form.is_valid():
        return redirect(back)
    narrowed = register_of(collaborative=found, rights=who.rights, wanted=wanted)
    try:
        note_export(
            collaborative_id=found.pk,
            kind=kind,
            words=wanted.in_words(),
            decisions=narrowed.rows.count(),
            actor=request.user,
            now=who.now,
        )
    except ValueError as error:
        messages.error(request, str(error))
        return redirect(back)
    name = f"{found.slug}-decisions-{who.today.isoformat()}.{kind}"
    if kind == RegisterFile.XLSX:
        book = as_workbook(narrowed, who.rights)
        return _private(FileResponse(book, content_type=_WORKBOOK), name)
    lines = StreamingHttpResponse(
        as_csv(narrowed, who.rights), content_type="text/csv; charset=utf-8"
    )
    return _private(lines, name)


def _private(response: Any, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]
