"""The start page, and the page of one collaborative."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from collab.forms.work import WorkFilterForm
from collab.policies.collaboratives import why_not_look_after
from collab.presenters.home import next_step
from collab.presenters.recent import changed_lately
from collab.presenters.work import show_work, work_here
from collab.registries import home_sections
from collab.selectors.collaboratives import (
    collaborative_page,
    collaboratives,
    my_collaboratives,
)
from collab.selectors.work import Work
from collab.views.loading import asking, collaborative_or_404
from ui.paging import keyset_page, page_links


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person, the most urgent first, and where it is done."""
    who = asking(request)
    mine = my_collaboratives(rights=who.rights)
    here = {each.slug: each.pk for each in mine}.get(
        request.GET.get("collaborative", "")
    )
    work = Work(
        user=request.user,
        rights=who.rights,
        now=who.now,
        kind=request.GET.get("kind", ""),
        collaborative_id=here,
    )
    shown = show_work(work, mine=mine, query=request.GET)
    context = {
        "shown": shown,
        "filters": WorkFilterForm(
            request.GET or None, kinds=shown.kinds, collaboratives=shown.collaboratives
        ),
        "narrowed": bool(work.kind or here),
        "collaboratives": mine,
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
    sections = (
        home_sections(request.user, who.rights, found, who.now) if takes_part else []
    )
    context = {
        "page": collaborative_page(collaborative=found, day=who.today),
        "collaborative": found,
        "takes_part": takes_part,
        "sections": sections,
        "actions": [each.action for each in sections if each.action],
        "work": work_here(
            Work(
                user=request.user,
                rights=who.rights,
                now=who.now,
                collaborative_id=found.pk,
            )
        )
        if takes_part
        else None,
        "recent": changed_lately(user=request.user, now=who.now, collaborative=found)
        if takes_part
        else [],
        "why_not": why_not_look_after(
            rights=who.rights, collaborative=found, at=who.now
        ),
        "today": who.today,
    }
    return render(request, "collab/collaboratives/detail.jinja", context)
