"""Pages on which a governance lead says how people are reminded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from collab.forms.reminders import LadderForm
from collab.models import Collaborative, DueThing, Ladder
from collab.presenters import reminders as words
from collab.registries import OccasionSource, UnknownSourceError, source_of, sources
from collab.selectors import foreseeing as selectors
from collab.selectors.ladders import ladder_book
from collab.services.ladders import set_ladder
from collab.views.loading import Asking, asking
from collab.views.reminders import seen_or_404, thing_or_404


@require_safe
def ladders(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Show how every kind of reminder goes in this collaborative."""
    who = asking(request)
    found = seen_or_404(collaborative, who)
    book = ladder_book(collaborative_ids=[found.pk], item_uids=[])
    shown = []
    for source in sources():
        steps = book.steps(source, found.pk, "")
        shown.append((source, words.rungs_of(source, steps.rungs), steps.cap))
    context = {
        "collaborative": found,
        "ladders": shown,
        "governs": who.rights.may("govern", collaborative_id=found.pk),
    }
    return render(request, "collab/reminders/ladders.jinja", context)


@require_http_methods(["GET", "POST"])
def ladder(request: SignedInRequest, collaborative: str, kind: str) -> HttpResponse:
    """Change how one kind of reminder goes, after a look at what that changes."""
    who = asking(request)
    found = seen_or_404(collaborative, who)
    try:
        source = source_of(kind)
    except UnknownSourceError as error:
        raise Http404 from error
    return _change(request, who, found, source, None)


@require_http_methods(["GET", "POST"])
def own_ladder(request: SignedInRequest, collaborative: str, uid: str) -> HttpResponse:
    """Change how one record's reminders go."""
    who = asking(request)
    found = seen_or_404(collaborative, who)
    thing = thing_or_404(uid, who, found)
    return _change(request, who, found, source_of(thing.kind), thing)


def _change(
    request: SignedInRequest,
    who: Asking,
    found: Collaborative,
    source: OccasionSource,
    thing: DueThing | None,
) -> HttpResponse:
    if not who.rights.may("govern", collaborative_id=found.pk):
        raise PermissionDenied("Only a governance lead changes reminders.")
    item_uid = thing.item_uid if thing else ""
    steps, held = selectors.ladder_of(source, who.rights, found, item_uid)
    form = LadderForm(
        request.POST or None,
        source=source,
        steps=steps,
        initial={"revision": None if held is None else held.revision},
    )
    effects = []
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "save" and _saved(
            request, who, found, thing, form
        ):
            return _back(found, thing)
        if not form.errors:
            effects = _effects(who, found, source, thing, form)
    context = {
        "collaborative": found,
        "source": source,
        "thing": thing,
        "form": form,
        "effects": effects,
        "looked": request.method == "POST" and not form.errors,
    }
    return render(request, "collab/reminders/ladder.jinja", context)


def _saved(
    request: SignedInRequest,
    who: Asking,
    found: Collaborative,
    thing: DueThing | None,
    form: LadderForm,
) -> bool:
    try:
        set_ladder(
            collaborative_id=found.pk,
            kind=form.source.kind,
            days=form.days(),
            cap=form.cleaned_data["cap"],
            thing_uid=thing.uid if thing else "",
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=who.now,
        )
    except ValueError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "The reminders have been changed.")
    return True


def _effects(
    who: Asking,
    found: Collaborative,
    source: OccasionSource,
    thing: DueThing | None,
    form: LadderForm,
) -> list[tuple[str, str, str]]:
    rows = selectors.next_things(
        who.rights, found, kind=source.kind, item_uid=thing.item_uid if thing else ""
    )
    wished = Ladder(
        collaborative=found,
        kind=source.kind,
        item_uid=thing.item_uid if thing else "",
        days=form.days(),
        cap=form.cleaned_data["cap"],
    )
    effects = selectors.effect_of(source, wished, rows, now=who.now)
    return [words.effect_words(each) for each in effects]


def _back(found: Collaborative, thing: DueThing | None) -> HttpResponse:
    if thing is None:
        return redirect("collab:ladders", collaborative=found.slug)
    return redirect("collab:reminders_of", collaborative=found.slug, uid=thing.uid)
