"""The register of organisations."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from collab.forms.organisations import (
    CloseForm,
    FilterForm,
    MergeForm,
    OrganisationForm,
    RenameForm,
)
from collab.models import Organisation
from collab.policies.authority import can_name_first_leads
from collab.policies.organisations import ONLY_ADMINISTRATORS
from collab.selectors.organisations import organisation_page, organisations
from collab.services import organisations as register
from collab.views.loading import asking, organisation_or_404, require_keeper
from ui.paging import keyset_page, page_links


@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the register, narrowed and by pages."""
    who = asking(request)
    form = FilterForm(request.GET)
    narrowed = form.cleaned_data if form.is_valid() else {}
    rows = organisations(rights=who.rights, **narrowed)
    page = keyset_page(rows, order="name", cursor=request.GET.get("at", ""))
    context = {
        "form": form,
        "page": page,
        "links": page_links(page, request.GET),
        "narrowed": any(narrowed.values()),
        "may_keep": who.rights.administers_installation,
        "today": who.today,
    }
    return render(request, "collab/organisations/list.jinja", context)


@require_safe
def detail(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show one body, what became of it and where it takes part."""
    who = asking(request)
    organisation = organisation_or_404(uid, who)
    context = {
        "page": organisation_page(organisation=organisation, rights=who.rights),
        "organisation": organisation,
        "may_keep": who.rights.administers_installation,
        "may_read_history": who.rights.administers_installation
        or who.rights.audits_installation,
        "may_name_leads": can_name_first_leads(
            user=request.user, organisation=organisation, at=who.now
        ),
        "is_mine": organisation.pk in who.rights.organisations,
        "only_administrators": ONLY_ADMINISTRATORS,
        "today": who.today,
    }
    return render(request, "collab/organisations/detail.jinja", context)


@require_http_methods(["GET", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Add a body to the register."""
    who = asking(request)
    require_keeper(who, words=ONLY_ADMINISTRATORS)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = register.create_organisation(
                facts=form.facts(), actor=request.user, now=who.now
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} is on the register.")
            return redirect("collab:organisation", made.uid)
    context = {
        "form": form,
        "title": "Add an organisation",
        "button": "Add organisation",
    }
    return render(request, "collab/organisations/form.jinja", context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, uid: str) -> HttpResponse:
    """Correct the facts of a body."""

    def save(organisation: Organisation, form: Any, **by: Any) -> None:
        register.change_organisation(
            organisation_id=organisation.pk,
            facts=form.facts(),
            revision=form.cleaned_data["revision"],
            **by,
        )

    return _act_on(
        request,
        uid,
        form_class=OrganisationForm,
        save=save,
        title="Correct the facts",
        button="Save",
        lead="For a new name that the organisation took, use “Rename” instead.",
    )


@require_http_methods(["GET", "POST"])
def rename(request: SignedInRequest, uid: str) -> HttpResponse:
    """Record a new name; the old one is kept."""

    def save(organisation: Organisation, form: Any, **by: Any) -> None:
        register.rename_organisation(
            organisation_id=organisation.pk, **form.cleaned_data, **by
        )

    return _act_on(
        request,
        uid,
        form_class=RenameForm,
        save=save,
        title="Record a new name",
        button="Record new name",
        lead="It stays the same organisation. The former name stays on its page.",
    )


@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, uid: str) -> HttpResponse:
    """Record that a body ceased to exist."""

    def save(organisation: Organisation, form: Any, **by: Any) -> None:
        register.close_organisation(
            organisation_id=organisation.pk, **form.cleaned_data, **by
        )

    return _act_on(
        request,
        uid,
        form_class=CloseForm,
        save=save,
        title="Record that it closed",
        button="Record closure",
        lead="If another organisation took its place, record a merger instead."
        " This cannot be taken back on this page.",
    )


@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest, uid: str) -> HttpResponse:
    """Record that a body was merged into another."""

    def save(organisation: Organisation, form: Any, **by: Any) -> None:
        given = {**form.cleaned_data}
        register.merge_organisation(
            organisation_id=organisation.pk,
            successor_id=given.pop("successor").pk,
            **given,
            **by,
        )

    return _act_on(
        request,
        uid,
        form_class=MergeForm,
        save=save,
        title="Record a merger",
        button="Record merger",
        lead="Its part in collaboratives does not move by itself: their governance"
        " leads are shown it and decide. This cannot be taken back on this page.",
    )


def _act_on(
    request: SignedInRequest,
    uid: str,
    *,
    form_class: type[forms.Form],
    save: Callable[..., None],
    **words: str,
) -> HttpResponse:
    who = asking(request)
    organisation = organisation_or_404(uid, who)
    require_keeper(who, words=ONLY_ADMINISTRATORS)
    form = form_class(request.POST or None, initial=_initial(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            save(organisation, form, actor=request.user, now=who.now)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The register was changed.")
            return redirect("collab:organisation", uid)
    context = {"form": form, "organisation": organisation, **words}
    return render(request, "collab/organisations/form.jinja", context)


def _initial(organisation: Organisation) -> dict[str, Any]:
    values = {name: getattr(organisation, name) for name in _FACTS}
    return {**values, "revision": organisation.revision}


_FACTS = (
    "name",
    "ods_code",
    "sector",
    "legal_form",
    "oversight_route",
    "town",
    "postcode",
    "region_code",
    "icb_code",
    "opened_on",
    "source",
)
