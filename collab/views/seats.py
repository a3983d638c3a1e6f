"""Who sits in a forum, who deputises for them, and who chairs it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab.forms.seats import ChairForm, EndHeldForm, SeatDeputyForm, SeatForm
from collab.models import Forum, Seat
from collab.policies.forums import posts_at_members
from collab.selectors.forums import deputy_of_seat, seat_of
from collab.services import chairs
from collab.services import seats as services
from collab.services.seats import SeatFacts
from collab.views.forums import forum_or_404, kept_or_403, save_forum
from collab.views.loading import Asking, asking


def _seat_or_404(forum: Forum, uid: str, who: Asking) -> Seat:
    found = seat_of(forum, uid, rights=who.rights)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def add_seat(request: SignedInRequest, collaborative: str, forum: str) -> HttpResponse:
    """Record that somebody sits in a forum."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    row = forum_or_404(found, forum, who)
    posts = posts_at_members(collaborative=found, at=who.now)

    def save(form: Any) -> Forum:
        services.add_seat(
            forum_id=row.pk, seat=_facts(form), actor=request.user, now=who.now
        )
        return row

    words = {"title": "Add a seat", "button": "Add seat"}
    if not posts:
        words["nobody"] = "Nobody has a post at a member yet."
    form = SeatForm(request.POST or None, posts=posts)
    return save_forum(request, found, row, form, save, **words)


def _facts(form: SeatForm) -> SeatFacts:
    post, given = form.chosen(), form.cleaned_data
    return SeatFacts(
        organisation_id=post.organisation_id,
        user_id=post.user_id,
        title=given["title"] or post.post,
        source=given["source"],
        starts_on=given["starts_on"],
        kind=given["kind"],
        is_chair=given["is_chair"],
    )


@require_http_methods(["GET", "POST"])
def end_seat(
    request: SignedInRequest, collaborative: str, forum: str, uid: str
) -> HttpResponse:
    """Record that somebody no longer sits there."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    row = forum_or_404(found, forum, who)
    seat = _seat_or_404(row, uid, who)

    def save(form: Any) -> Forum:
        ends_on = form.cleaned_data["ends_on"]
        services.end_seat(
            seat_id=seat.pk, ends_on=ends_on, actor=request.user, now=who.now
        )
        return row

    words = {
        "title": f"End the seat of {seat.user.name}",
        "button": "Record the end",
        "lead": "Whoever deputises for this seat no longer does from that day.",
    }
    form = EndHeldForm(request.POST or None)
    return save_forum(request, found, row, form, save, **words)


@require_http_methods(["GET", "POST"])
def name_chair(
    request: SignedInRequest, collaborative: str, forum: str, uid: str
) -> HttpResponse:
    """Name the holder of a seat as chair."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    row = forum_or_404(found, forum, who)
    seat = _seat_or_404(row, uid, who)

    def save(form: Any) -> Forum:
        chairs.name_chair(
            seat_id=seat.pk, actor=request.user, now=who.now, **form.cleaned_data
        )
        return row

    words = {
        "title": f"Name {seat.user.name} as chair",
        "button": "Name as chair",
        "lead": "From that day on there is no other chair. Whoever chaired before keeps"
        " their seat.",
    }
    form = ChairForm(request.POST or None)
    return save_forum(request, found, row, form, save, **words)


@require_http_methods(["GET", "POST"])
def add_deputy(
    request: SignedInRequest, collaborative: str, forum: str, uid: str
) -> HttpResponse:
    """Name who sits in a seat when its holder cannot."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    row = forum_or_404(found, forum, who)
    seat = _seat_or_404(row, uid, who)
    posts = posts_at_members(
        collaborative=found, at=who.now, organisation_id=seat.organisation_id
    )

    def save(form: Any) -> Forum:
        services.add_deputy(
            seat_id=seat.pk,
            user_id=form.chosen().user_id,
            source=form.cleaned_data["source"],
            starts_on=form.cleaned_data["starts_on"],
            actor=request.user,
            now=who.now,
        )
        return row

    form = SeatDeputyForm(request.POST or None, posts=posts)
    title = f"Add a deputy for {seat.user.name}"
    return save_forum(request, found, row, form, save, title=title, button="Add deputy")


@require_http_methods(["GET", "POST"])
def end_deputy(
    request: SignedInRequest, collaborative: str, forum: str, uid: str
) -> HttpResponse:
    """Record that somebody no longer deputises."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    row = forum_or_404(found, forum, who)
    deputy = deputy_of_seat(row, uid, rights=who.rights)
    if deputy is None:
        raise Http404

    def save(form: Any) -> Forum:
        ends_on = form.cleaned_data["ends_on"]
        services.end_deputy(
            deputy_id=deputy.pk, ends_on=ends_on, actor=request.user, now=who.now
        )
        return row

    title = f"End the time of {deputy.user.name} as deputy"
    form = EndHeldForm(request.POST or None)
    return save_forum(
        request, found, row, form, save, title=title, button="Record the end"
    )
