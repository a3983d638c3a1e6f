"""Pages about an organisation's people, and about what oneself holds."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from collab.forms.people import ImportPeopleForm, LeaverForm
from collab.models import Appointment, Organisation
from collab.policies.authority import require_is_lead
from collab.presenters.authority import AuthorityView, limit_of, view_of
from collab.rules.files import LARGEST
from collab.selectors import people as selectors
from collab.services import leavers, people_import
from collab.views.loading import Asking, asking, organisation_or_404
from ui.paging import keyset_page, page_links

_ORDER: Final = "holder_name"


def own_organisation_or_404(uid: str, who: Asking) -> Organisation:
    """Find a body whose people the person may see: its own, or an auditor."""
    found = organisation_or_404(uid, who)
    if found.pk in who.rights.organisations or who.rights.audits_installation:
        return found
    raise Http404


@require_safe
def people(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show everyone with a post, who stands in, and what waits for a second word."""
    who = asking(request)
    body = own_organisation_or_404(uid, who)
    rows = selectors.posts(organisation=body, rights=who.rights, at=who.now)
    page = keyset_page(rows, order=_ORDER, cursor=request.GET.get("at", ""))
    waiting = selectors.waiting(organisation_ids=[body.pk], rights=who.rights)
    deputies = selectors.deputies(organisation=body, rights=who.rights, at=who.now)
    context = {
        "organisation": body,
        "posts": [view_of(row, at=who.now) for row in page.items],
        "links": page_links(page, request.GET),
        "waiting": [view_of(row, at=who.now) for row in waiting],
        "deputies": [view_of(row, at=who.now) for row in deputies],
        "is_lead": body.pk in who.rights.organisations_with("administer_people"),
        "leads": selectors.leads_count(organisation=body, at=who.now),
    }
    return render(request, "collab/people.jinja", context)


@require_safe
def register(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show who may bind the organisation, to do what, and up to what amount."""
    who = asking(request)
    body = own_organisation_or_404(uid, who)
    rows = selectors.delegations(organisation=body, rights=who.rights, at=who.now)
    page = keyset_page(rows, order=_ORDER, cursor=request.GET.get("at", ""))
    context = {
        "organisation": body,
        "rows": [(row, limit_of(row), view_of(row, at=who.now)) for row in page.items],
        "links": page_links(page, request.GET),
        "is_lead": body.pk in who.rights.organisations_with("administer_people"),
        "print_reference": body.name,
        "as_at": who.now,
    }
    return render(request, "collab/delegations.jinja", context)


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show what the person holds, up to what, until when, and who stands in."""
    who = asking(request)
    held = selectors.my_authority(user=request.user, rights=who.rights, at=who.now)

    def shown(rows: list[object]) -> list[AuthorityView]:
        return [view_of(row, at=who.now) for row in rows]

    context = {
        "posts": [(row.organisation, view_of(row, at=who.now)) for row in held.posts],
        "powers": [(row, view_of(row, at=who.now)) for row in held.powers],
        "deputies": shown(list(held.deputies)),
        "standing_in": [
            (view_of(row, at=who.now), shown(list(powers)))
            for row, powers in held.standing_in
        ],
        "audits": held.audits,
        "barred_until": request.user.barred_until
        if request.user.is_barred_at(who.now)
        else None,
        "is_administrator": who.rights.administers_installation,
    }
    return render(request, "collab/my_authority.jinja", context)


@require_http_methods(["GET", "POST"])
def left(request: SignedInRequest, uid: str, person: str) -> HttpResponse:
    """Ask why, then record that somebody left."""
    who = asking(request)
    body = own_organisation_or_404(uid, who)
    posts = Appointment.objects.visible_to(who.rights).not_over_at(who.now)
    post = posts.filter(organisation=body, user__uid=person).first()
    if post is None:
        raise Http404
    if post.user_id != request.user.pk:
        require_is_lead(user=request.user, organisation=body, at=who.now)
    form = LeaverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leavers.record_leaver(
                user_id=post.user_id,
                organisation_id=body.pk,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{post.user.name} has left {body}.")
            own = post.user_id == request.user.pk
            return redirect("/") if own else redirect("collab:people", uid=body.uid)
    context = {"form": form, "organisation": body, "person": post.user}
    return render(request, "collab/person_left.jinja", context)


@require_http_methods(["GET", "POST"])
def import_people(request: SignedInRequest, uid: str) -> HttpResponse:
    """Try a table of people, then propose their posts; every row says what became."""
    who = asking(request)
    body = get_object_or_404(
        Organisation.objects.visible_to(who.rights),
        uid=uid,
        pk__in=who.rights.organisations_with("administer_people"),
    )
    form = ImportPeopleForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            report = people_import.import_people(
                organisation_id=body.pk,
                content=form.cleaned_data["file"].read(LARGEST + 1),
                actor=request.user,
                now=who.now,
                dry_run=request.POST.get("do") != "import",
            )
        except ValueError as error:
            form.add_error("file", str(error))
    context = {"form": form, "organisation": body, "report": report}
    return render(request, "collab/import_people.jinja", context)
