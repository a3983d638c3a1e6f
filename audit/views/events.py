"""The history: acts, single events, and the story of one object."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from audit import registries
from audit.forms import FilterForm
from audit.presenters.events import view_of
from audit.presenters.sentences import (
    People,
    entries_of,
    kind_of,
    lines_of,
    verb_choices,
)
from audit.presenters.values import details_of
from audit.registries import Reach
from audit.selectors.events import (
    EventPage,
    Filters,
    act_page,
    object_page,
    rest_of_act,
    visible_event,
)
from audit.services.reading import note_reading
from ui.paging import page_links

logger = logging.getLogger(__name__)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """List acts newest first, one line each, narrowed as asked."""
    reach = _reach(request)
    form = FilterForm(
        request.GET if _is_narrowed(request) else None, verbs=verb_choices()
    )
    filters = form.filters() if form.is_valid() else Filters()
    found = act_page(
        reach=reach,
        filters=filters,
        cursor=request.GET.get("at", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "found": found,
        "lines": lines_of(found.lines),
        "links": page_links(found.page, request.GET),
        "keep_searching": _keep_searching(request, found),
        "narrowed": filters.any,
    }
    response = render(request, "audit/history.jinja", context)
    if filters.any:
        _note(request, reach)
    return response


@require_safe
def event(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one event in full."""
    reach = _reach(request)
    found = visible_event(reach=reach, uid=uid)
    if found is None:
        raise Http404
    rest = rest_of_act(reach=reach, event=found)
    context = {"event": view_of(found, rest, reach)}
    return render(request, "audit/event.jinja", context)


@require_safe
def object_history(request: HttpRequest, object_type: str, uid: str) -> HttpResponse:
    """Tell the story of one object, newest first."""
    reach = _reach(request)
    page = object_page(
        reach=reach,
        object_type=object_type,
        uid=uid,
        cursor=request.GET.get("at", ""),
    )
    if not page.items:
        raise Http404
    people = People.in_events(page.items)
    context = {
        "kind": kind_of(object_type),
        "label": people.thing(page.items[0]),
        "entries": entries_of(page.items, details_of(page.items), people),
        "links": page_links(page, request.GET),
        "page_href": registries.address_of(object_type, uid),
    }
    return render(request, "audit/object.jinja", context)


def _reach(request: HttpRequest) -> Reach:
    """Give what the person may read; the page is not there for whoever may nothing."""
    reach = registries.reach_of(request.user, timezone.now())
    if reach.is_empty:
        raise Http404
    return reach


def _is_narrowed(request: HttpRequest) -> bool:
    return any(key not in ("at", "before") for key in request.GET)


def _keep_searching(request: HttpRequest, found: EventPage) -> str:
    if not found.keep_searching:
        return ""
    kept: dict[str, Any] = {
        key: value for key, value in request.GET.lists() if key not in ("at", "before")
    }
    return "?" + urlencode({**kept, "before": found.keep_searching}, doseq=True)


def _note(request: HttpRequest, reach: Reach) -> None:
    """Record the reading of those who audit, once the page is made."""
    if not (reach.everything or reach.collaboratives):
        return
    try:
        note_reading(actor=request.user, now=timezone.now())  # type: ignore[arg-type]
    except Exception:
        logger.exception("The reading of the history could not be recorded.")
