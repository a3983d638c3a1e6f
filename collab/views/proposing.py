"""Pages on which an organisation lead gives the first of two words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from accounts.views.confirming import ask_again, is_stale, kept_answers
from collab.forms.people import (
    FirstLeadForm,
    ProposeAppointmentForm,
    ProposeDelegationForm,
    ProposeDeputyForm,
)
from collab.models import Document, Organisation
from collab.policies.authority import require_is_lead, require_names_first_leads
from collab.rules.periods import london_day
from collab.selectors import people as selectors
from collab.services import appointments, delegations, deputies
from collab.views.loading import Asking, asking, organisation_or_404
from collab.views.people import own_organisation_or_404

_SENT = "It now waits for a second person to confirm it."


def _led(uid: str, who: Asking) -> Organisation:
    body = own_organisation_or_404(uid, who)
    require_is_lead(user=who.user, organisation=body, at=who.now)
    return body


def _document(request: SignedInRequest, body: Organisation, who: Asking) -> Any:
    """Find the source that was added before, named in the address or the form."""
    named = request.POST.get("document") or request.GET.get("document", "")
    rows = Document.objects.visible_to(who.rights).filter(organisation=body)
    is_uid = named.isascii() and named.isprintable()
    return rows.filter(uid=named).first() if named and is_uid else None


def _page(
    request: SignedInRequest, what: str, body: Organisation, form: Form, document: Any
) -> HttpResponse:
    titles = {
        "appointment": "Propose an appointment",
        "delegation": "Propose a delegation",
        "deputy": "Propose a deputy",
        "first-lead": "Name an organisation lead",
    }
    context = {
        "form": form,
        "title": titles[what],
        "what": what,
        "organisation": body,
        "document": document,
    }
    return render(request, "collab/propose.jinja", context)


def _start(who: Asking) -> dict[str, Any]:
    return {"starts_on": london_day(who.now)}


def _appointment(form: Any, given: dict[str, Any], body: Organisation) -> Any:
    return appointments.propose_appointment(
        organisation_id=body.pk,
        holder=form.holder(),
        post=form.cleaned_data["post"],
        is_lead=form.cleaned_data["is_lead"],
        **given,
    )


def _delegation(form: Any, given: dict[str, Any], body: Organisation) -> Any:
    return delegations.propose_delegation(
        organisation_id=body.pk,
        user_id=form.cleaned_data["holder"].user_id,
        extent=form.extent(),
        **given,
    )


def _deputy(form: Any, given: dict[str, Any], body: Organisation) -> Any:
    return deputies.propose_deputy(
        appointment_id=form.cleaned_data["holder"].pk,
        user_id=form.cleaned_data["deputy"].user_id,
        **given,
    )


_Propose = Callable[[Any, dict[str, Any], Organisation], Any]


def _proposed(
    request: SignedInRequest, uid: str, what: str, form_class: Any, propose: _Propose
) -> HttpResponse:
    """Show the form of a proposal; once it is right, propose it and go to its page."""
    who = asking(request)
    body = _led(uid, who)
    document = _document(request, body, who)
    choices = {}
    if form_class is not ProposeAppointmentForm:
        choices["posts"] = selectors.posts_to_choose_from(
            organisation=body, rights=who.rights, at=who.now
        )
    form = form_class(request.POST or None, initial=_start(who), **choices)
    if request.method == "POST" and form.is_valid():
        terms = form.terms(document.pk if document else None)
        given = {"terms": terms, "actor": request.user, "now": who.now}
        try:
            row = propose(form, given, body)
        except appointments.NameMissingError as error:
            form.add_error("name", str(error))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _SENT)
            return redirect("collab:authority", uid=row.uid)
    return _page(request, what, body, form, document)


@require_http_methods(["GET", "POST"])
def propose_appointment(request: SignedInRequest, uid: str) -> HttpResponse:
    """Propose somebody's post."""
    return _proposed(request, uid, "appointment", ProposeAppointmentForm, _appointment)


@require_http_methods(["GET", "POST"])
def propose_delegation(request: SignedInRequest, uid: str) -> HttpResponse:
    """Propose a power to bind the organisation."""
    return _proposed(request, uid, "delegation", ProposeDelegationForm, _delegation)


@require_http_methods(["GET", "POST"])
def propose_deputy(request: SignedInRequest, uid: str) -> HttpResponse:
    """Propose who stands in for the holder of a post."""
    return _proposed(request, uid, "deputy", ProposeDeputyForm, _deputy)


@require_http_methods(["GET", "POST"])
def first_lead(request: SignedInRequest, uid: str) -> HttpResponse:
    """Name one of a body's first two leads, as administrator."""
    who = asking(request)
    body = organisation_or_404(uid, who)
    if not who.rights.administers_installation:
        raise PermissionDenied("Only the installation's administrator may.")
    require_names_first_leads(user=request.user, organisation=body, at=who.now)
    document = _document(request, body, who)
    if request.method == "POST" and is_stale(request):
        return ask_again(request)
    form = FirstLeadForm(
        request.POST or kept_answers(request) or None, initial=_start(who)
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = appointments.appoint_first_lead(
                organisation_id=body.pk,
                holder=form.holder(),
                post=form.cleaned_data["post"],
                terms=form.terms(document.pk if document else None),
                actor=request.user,
                now=who.now,
            )
        except appointments.NameMissingError as error:
            form.add_error("name", str(error))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect("collab:authority", uid=row.uid)
    return _page(request, "first-lead", body, form, document)
