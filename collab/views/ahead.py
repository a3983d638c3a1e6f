"""The next 90 days of a collaborative, as a page and as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from collab.models import Collaborative, Organisation
from collab.presenters.ahead import ahead_as_csv, show_ahead
from collab.selectors.ahead import ahead_of
from collab.views.loading import Asking, asking


def _found(slug: str, who: Asking) -> Collaborative:
    found = Collaborative.objects.visible_to(who.rights).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _partner(request: SignedInRequest, who: Asking) -> Organisation | None:
    typed = request.GET.get("partner", "")
    if not (typed.isascii() and typed.isprintable()):
        return None
    bodies = Organisation.objects.visible_to(who.rights)
    return bodies.filter(uid=typed).first() if typed else None


@require_safe
def next_90_days(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Show what falls due, by partner and month; members what concerns their body."""
    who = asking(request)
    found = _found(collaborative, who)
    ahead = ahead_of(rights=who.rights, collaborative=found, now=who.now)
    context = {
        "shown": show_ahead(ahead, partner=_partner(request, who), query=request.GET),
        "collaborative": found,
        "sees_all": ahead.bodies is None,
        "from": who.today,
        "until": ahead.until,
        "today": who.today,
        "crumbs": [
            {"href": "/", "text": "Home"},
            {"href": f"/{found.slug}/", "text": found.name},
        ],
    }
    return render(request, "collab/next_90_days.jinja", context)


@require_safe
def next_90_days_file(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Give the same as a file that a spreadsheet opens."""
    who = asking(request)
    found = _found(collaborative, who)
    ahead = ahead_of(rights=who.rights, collaborative=found, now=who.now)
    site = request.build_absolute_uri("/").rstrip("/")
    # The mark at the beginning tells a spreadsheet that the letters are UTF-8.
    response = HttpResponse(
        "\ufeff" + ahead_as_csv(ahead, site=site),
        content_type="text/csv; charset=utf-8",
    )
    name = f"{found.slug}-next-90-days-{who.today.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
