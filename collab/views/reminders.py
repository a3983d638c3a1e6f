"""Pages about reminders: what comes, what was sent, and one thing that waits."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from collab.forms.reminders import RemindNowForm
from collab.models import Collaborative, DueThing
from collab.presenters import reminders as words
from collab.registries import OccasionSource, source_of, sources
from collab.rules.periods import midnight
from collab.rules.working_days import ONE_DAY
from collab.selectors import foreseeing as selectors
from collab.services.reminding_now import remind_now
from collab.views.loading import Asking, asking
from ui.paging import page_links


def seen_or_404(slug: str, who: Asking) -> Collaborative:
    """Find a collaborative whose reminders the person may see; the reason if not."""
    found = Collaborative.objects.visible_to(who.rights).filter(slug=slug).first()
    if found is None:
        raise Http404
    if not words.can_see(who.rights, found):
        raise PermissionDenied("Only governance leads and auditors see reminders.")
    return found  # type: ignore[no-any-return]


def thing_or_404(uid: str, who: Asking, found: Collaborative) -> DueThing:
    """Find something that waits, or waited, in a collaborative."""
    thing = selectors.thing_with(uid, who.rights, found)
    if thing is None:
        raise Http404
    return thing


def _until(who: Asking) -> dt.date:
    return who.today + selectors.AHEAD


@require_safe
def coming(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Show who will be told what and when in the next 30 days, one kind at a time."""
    who = asking(request)
    found = seen_or_404(collaborative, who)
    known = {source.kind: source for source in sources()}
    kind = request.GET.get("kind", "")
    source = known.get(kind) or next(iter(known.values()))
    page = selectors.speaking_page(
        who.rights,
        found,
        kind=source.kind,
        until=midnight(_until(who) + ONE_DAY),
        cursor=request.GET.get("at", ""),
    )
    lines = selectors.foreseen(source, page.items, now=who.now, until=_until(who))
    context = {
        "collaborative": found,
        "source": source,
        "sources": list(known.values()),
        "things": [
            words.thing_view(source, row, lines.get(row.uid, []), now=who.now)
            for row in page.items
        ],
        "links": page_links(page, request.GET),
        "until": _until(who),
    }
    return render(request, "collab/reminders/coming.jinja", context)


@require_safe
def log(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List the reminders that were sent, the newest first."""
    who = asking(request)
    found = seen_or_404(collaborative, who)
    page, sent = selectors.log_page(who.rights, found, cursor=request.GET.get("at", ""))
    rungs = words.all_rungs()
    context = {
        "collaborative": found,
        "sent": [words.sent_view(each, rungs) for each in sent],
        "links": page_links(page, request.GET),
    }
    return render(request, "collab/reminders/log.jinja", context)


@require_http_methods(["GET", "POST"])
def thing(request: SignedInRequest, collaborative: str, uid: str) -> HttpResponse:
    """Show all that will be said of one thing and was; governance leads remind here."""
    who = asking(request)
    found = seen_or_404(collaborative, who)
    row = thing_or_404(uid, who, found)
    governs = who.rights.may("govern", collaborative_id=found.pk)
    if request.method == "POST" and not governs:
        raise PermissionDenied("Only a governance lead reminds people.")
    form = RemindNowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = remind_now(
                thing_uid=row.uid,
                note=form.cleaned_data["note"],
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error("note", str(error))
        else:
            people = "1 person has" if told == 1 else f"{told} people have"
            messages.success(request, f"{people} been reminded.")
            return redirect(
                "collab:reminders_of", collaborative=found.slug, uid=row.uid
            )
    source = source_of(row.kind)
    return render(
        request,
        "collab/reminders/thing.jinja",
        _context(request, who, found, row, source) | {"form": form, "governs": governs},
    )


def _context(
    request: SignedInRequest,
    who: Asking,
    found: Collaborative,
    row: DueThing,
    source: OccasionSource,
) -> dict[str, object]:
    lines = []
    if row.closed_at is None:
        coming = selectors.foreseen(source, [row], now=who.now, until=None)
        lines = coming.get(row.uid, [])
    page, sent = selectors.log_page(
        who.rights, found, cursor=request.GET.get("at", ""), thing=row
    )
    rungs = words.all_rungs()
    return {
        "collaborative": found,
        "thing": words.thing_view(source, row, lines, now=who.now),
        "row": row,
        "asked": source.people.get(source.asks, source.asks),
        "sent": [words.sent_view(each, rungs) for each in sent],
        "links": page_links(page, request.GET),
    }
