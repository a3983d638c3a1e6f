"""Files: added, shown by name and fingerprint, and given out as attachments only."""

from typing import Final

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from collab.forms.people import DocumentForm
from collab.models import Document
from collab.policies.documents import require_can_store
from collab.rules.files import WORDS
from collab.services.documents import store_document
from collab.services.readings import note_reading
from collab.views.loading import Asking, asking, organisation_or_404

_BACK: Final = {
    "appointment": "collab:propose_appointment",
    "delegation": "collab:propose_delegation",
    "deputy": "collab:propose_deputy",
    "first-lead": "collab:first_lead",
}


def document_or_404(uid: str, who: Asking) -> Document:
    """Find a file that the person may see."""
    rows = Document.objects.visible_to(who.rights).select_related(
        "organisation", "collaborative", "uploaded_by"
    )
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, uid: str) -> HttpResponse:
    """Keep a file for an organisation, then lead back to what it is for."""
    who = asking(request)
    body = organisation_or_404(uid, who)
    require_can_store(
        user=request.user, organisation=body, collaborative=None, at=who.now
    )
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = store_document(
                organisation_id=body.pk,
                name=file.name,
                content=file,
                size=file.size,
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"{kept.name} was added.")
            return _onwards(request, body.uid, kept)
    context = {"form": form, "organisation": body, "what": request.GET.get("for", "")}
    return render(request, "collab/add_document.jinja", context)


def _onwards(request: SignedInRequest, uid: str, kept: Document) -> HttpResponse:
    name = _BACK.get(request.GET.get("for", ""))
    if name is None:
        return redirect("collab:document", uid=kept.uid)
    answer = redirect(name, uid=uid)
    answer["Location"] += "?" + urlencode({"document": kept.uid})
    return answer


@require_safe
def document(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show what the file is, who added it, and its fingerprint."""
    found = document_or_404(uid, asking(request))
    context = {"document": found, "kind": WORDS.get(found.media_type, "File")}
    return render(request, "collab/document.jinja", context)


@require_safe
def download(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """Give the bytes out, never to be shown or run within this site."""
    who = asking(request)
    found = document_or_404(uid, who)
    name = Document.store_name(found.sha256)
    if not default_storage.exists(name):
        raise Http404
    note_reading(subject=found, actor=request.user, now=who.now)
    response = FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename=found.name,
        content_type=found.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
