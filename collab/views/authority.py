"""One appointment, deputy or delegation: read it, then confirm, refuse or end it."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from accounts.views.confirming import ask_who, is_stale
from collab.forms.people import AuthorityReasonForm, ConfirmForm
from collab.models import Appointment, Delegation, Deputy
from collab.policies.authority import can_confirm, can_end
from collab.presenters.authority import page_of
from collab.selectors.people import authority_named
from collab.services import appointments, delegations, deputies
from collab.views.loading import Asking, asking

Service = Callable[..., Any]
_NAMES: Final[dict[type, str]] = {
    Appointment: "appointment_id",
    Deputy: "deputy_id",
    Delegation: "delegation_id",
}
_CONFIRM: Final[dict[type, Service]] = {
    Appointment: appointments.confirm_appointment,
    Deputy: deputies.confirm_deputy,
    Delegation: delegations.confirm_delegation,
}
_REFUSE: Final[dict[type, Service]] = {
    Appointment: appointments.refuse_appointment,
    Deputy: deputies.refuse_deputy,
    Delegation: delegations.refuse_delegation,
}
_END: Final[dict[type, Service]] = {
    Appointment: appointments.end_appointment,
    Deputy: deputies.end_deputy,
    Delegation: delegations.end_delegation,
}


def _row_or_404(uid: str, who: Asking) -> Any:
    row = authority_named(uid=uid, rights=who.rights)
    if row is None:
        raise Http404
    return row


def _page(
    request: SignedInRequest, row: Any, who: Asking, form: ConfirmForm
) -> HttpResponse:
    shown = page_of(row, user=request.user, at=who.now)
    context = {
        "shown": shown,
        "form": form,
        "organisation": row.organisation,
        "is_member": row.organisation_id in who.rights.organisations,
    }
    return render(request, "collab/authority.jinja", context)


@require_safe
def authority(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show exactly what is held, or what would be."""
    who = asking(request)
    row = _row_or_404(uid, who)
    return _page(request, row, who, ConfirmForm(initial={"revision": row.revision}))


@require_http_methods(["POST"])
def confirm(request: SignedInRequest, uid: str) -> HttpResponse:
    """Give the second word, having shown lately who one is: it lets others sign."""
    who = asking(request)
    row = _row_or_404(uid, who)
    if is_stale(request) and not can_confirm(user=request.user, row=row, at=who.now):
        return ask_who(reverse("collab:authority", args=[uid]))
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            _CONFIRM[type(row)](
                **{_NAMES[type(row)]: row.pk},
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is confirmed.")
            return redirect("collab:authority", uid=uid)
    return _page(request, _row_or_404(uid, who), who, form)


@require_http_methods(["GET", "POST"])
def refuse(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask why, then refuse a proposal or take one's own back."""
    who = asking(request)
    row = _row_or_404(uid, who)
    return _with_reason(request, row, who, _REFUSE[type(row)], "refuse")


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask why, then end an authority at once."""
    who = asking(request)
    row = _row_or_404(uid, who)
    if not can_end(user=request.user, row=row, at=who.now):
        raise PermissionDenied("Only an organisation lead, or the holder, ends this.")
    return _with_reason(request, row, who, _END[type(row)], "end")


def _with_reason(
    request: SignedInRequest, row: Any, who: Asking, service: Service, verb: str
) -> HttpResponse:
    form = AuthorityReasonForm(request.POST or None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        given = {_NAMES[type(row)]: row.pk, "reason": form.cleaned_data["reason"]}
        if verb == "refuse":
            given["revision"] = form.cleaned_data["revision"]
        try:
            service(**given, actor=request.user, now=who.now)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Refused." if verb == "refuse" else "Ended.")
            return _after(request, row)
    context = {
        "form": form,
        "shown": page_of(row, user=request.user, at=who.now),
        "verb": verb,
        "organisation": row.organisation,
    }
    return render(request, "collab/authority_reason.jinja", context)


def _after(request: SignedInRequest, row: Any) -> HttpResponse:
    """Lead on: whoever just left the organisation cannot see its pages any more."""
    left = isinstance(row, Appointment) and row.user_id == request.user.pk
    return redirect("/") if left else redirect("collab:authority", uid=row.uid)
