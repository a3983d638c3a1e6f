"""The one search: over everything, and over one collaborative."""

import datetime as dt
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from collab.forms.searching import SearchForm
from collab.grants import rights_of
from collab.models import Collaborative
from collab.presenters.searching import SearchShown, show_found
from collab.selectors.searching import search
from ui.registries import find_reference


@require_safe
def search_everything(request: SignedInRequest) -> HttpResponse:
    """
    Look for words in everything the person may see, or go straight to a reference.

    ``look`` comes with the page's own form and links: there a reference is a word like
    any other, and does not lead away.
    """
    form = SearchForm(request.GET if "q" in request.GET else None)
    if form.is_valid() and "look" not in request.GET:
        address = find_reference(request.user, form.cleaned_data["q"])
        if address and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            return redirect(address)
    context = {
        "form": form,
        "shown": _found(request, form, timezone.now()),
        "crumbs": [{"href": "/", "text": "Home"}],
    }
    return render(request, "collab/search.jinja", context)


@require_safe
def search_collaborative(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Look for words in what belongs to one collaborative."""
    now = timezone.now()
    found = get_object_or_404(
        Collaborative.objects.visible_to(rights_of(request.user, now)),
        slug=collaborative,
    )
    form = SearchForm(request.GET if "q" in request.GET else None)
    context = {
        "form": form,
        "shown": _found(request, form, now, collaborative=found),
        "collaborative": found,
        "wider": "{}?{}".format(reverse("collab:search"), _query(request).urlencode()),
        "crumbs": [
            {"href": "/", "text": "Home"},
            {"href": f"/{found.slug}/", "text": found.name},
        ],
    }
    return render(request, "collab/search.jinja", context)


def _found(
    request: SignedInRequest, form: SearchForm, now: dt.datetime, **narrowed: Any
) -> SearchShown | None:
    if not form.is_valid():
        return None
    found = search(
        user=request.user,
        rights=rights_of(request.user, now),
        now=now,
        typed=form.cleaned_data["q"],
        kind=form.cleaned_data["kind"],
        cursor=request.GET.get("at", ""),
        **narrowed,
    )
    return show_found(found, _query(request).dict(), goes_on="at" in request.GET)


def _query(request: SignedInRequest) -> QueryDict:
    """Give what was asked for, to be asked again without leading away."""
    query = request.GET.copy()
    query["look"] = "yes"
    query.pop("at", None)
    return query
