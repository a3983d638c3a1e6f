"""The start page, and the page of one collaborative."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from collab.policies.collaboratives import why_not_look_after
from collab.presenters.home import next_step
from collab.presenters.recent import changed_lately
from collab.registries import home_sections, work_items
from collab.selectors.collaboratives import (
    collaborative_page,
    collaboratives,
    my_collaboratives,
)
from collab.views.loading import asking, collaborative_or_404
from ui.paging import keyset_page, page_links


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person, their collaboratives and what changed lately."""
    who = asking(request)
    context = {
        "work": work_items(request.user, who.rights, who.now),
        "collaboratives": my_collaboratives(rights=who.rights),
        "recent": changed_lately(user=request.user, now=who.now),
        "step": next_step(who.rights),
        "administers": who.rights.administers_installation,
        "today": who.today,
    }
    return render(request, "collab/home.jinja", context)


@require_safe
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the collaboratives whose front page the person may see."""
    who = asking(request)
    rows = collaboratives(rights=who.rights)
    page = keyset_page(rows, order="name", cursor=request.GET.get("at", ""))
    context = {
        "page": page,
        "links": page_links(page, request.GET),
        "administers": who.rights.administers_installation,
    }
    return render(request, "collab/collaboratives/list.jinja", context)


@require_safe
def collaborative(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Show who works together, why, what is in force and what waits."""
    who = asking(request)
    found = collaborative_or_404(collaborative, who)
    takes_part = found.pk in who.rights.collaboratives
    work = work_items(request.user, who.rights, who.now) if takes_part else []
    context = {
        "page": collaborative_page(collaborative=found, day=who.today),
        "collaborative": found,
        "takes_part": takes_part,
        "sections": home_sections(request.user, who.rights, found, who.now)
        if takes_part
        else [],
        "work": [item for item in work if item.collaborative_id == found.pk],
        "recent": changed_lately(user=request.user, now=who.now, collaborative=found)
        if takes_part
        else [],
        "why_not": why_not_look_after(
            rights=who.rights, collaborative=found, at=who.now
        ),
        "today": who.today,
    }
    return render(request, "collab/collaboratives/detail.jinja", context)
