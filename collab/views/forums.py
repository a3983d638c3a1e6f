"""A collaborative's forums: what each is, and setting its terms of reference."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from collab.forms.forums import CloseForumForm, NewForumForm, TermsForm
from collab.models import Collaborative, Forum
from collab.policies.forums import sectors_of_members, why_not_keep_forums
from collab.presenters.forum_registers import line_entry
from collab.presenters.forums import show_forum
from collab.selectors import forums as selectors
from collab.selectors.authority import posts_held
from collab.services import forums as services
from collab.views.loading import Asking, asking


def inside_or_404(slug: str, who: Asking) -> Collaborative:
    """Find a collaborative whose records are open to the person."""
    found = Collaborative.objects.visible_to(who.rights).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def kept_or_403(slug: str, who: Asking) -> Collaborative:
    """
    Find a collaborative whose forums the person may change; the reason if not.

    :raises PermissionDenied: with the reason in words
    """
    found = inside_or_404(slug, who)
    if why := why_not_keep_forums(who.rights, found):
        raise PermissionDenied(why)
    return found


def forum_or_404(collaborative: Collaborative, slug: str, who: Asking) -> Forum:
    """Find a forum of a collaborative."""
    found = selectors.forum_called(slug, rights=who.rights, collaborative=collaborative)
    if found is None:
        raise Http404
    return found


@require_safe
def listing(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List the forums of a collaborative."""
    who = asking(request)
    found = inside_or_404(collaborative, who)
    lines = selectors.forum_lines(rights=who.rights, collaborative=found, day=who.today)
    context = {
        "collaborative": found,
        "entries": [line_entry(line) for line in lines],
        "why_not": why_not_keep_forums(who.rights, found),
    }
    return render(request, "collab/forums/list.jinja", context)


@require_safe
def detail(request: SignedInRequest, collaborative: str, forum: str) -> HttpResponse:
    """Show what a forum is, what waits, what happens next and who sits there."""
    who = asking(request)
    found = inside_or_404(collaborative, who)
    record = selectors.forum_record(
        forum=forum_or_404(found, forum, who), rights=who.rights, day=who.today
    )
    held = posts_held(
        [(seat.user_id, seat.organisation_id) for seat in record.present], at=who.now
    )
    gone = {
        seat.pk
        for seat in record.present
        if (seat.user_id, seat.organisation_id) not in held
    }
    context = {
        "collaborative": found,
        "forum": record.forum,
        "shown": show_forum(
            record, rights=who.rights, day=who.today, without_post=gone
        ),
        "why_not": why_not_keep_forums(who.rights, found),
    }
    return render(request, "collab/forums/detail.jinja", context)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Set up a forum with its first terms of reference."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    sectors = sectors_of_members(collaborative=found, day=who.today)
    form = NewForumForm(request.POST or None, sectors=sectors)

    def save(form: Any) -> Forum:
        return services.add_forum(
            collaborative_id=found.pk,
            slug=form.cleaned_data["slug"],
            name=form.cleaned_data["name"],
            terms=form.facts(),
            actor=request.user,
            now=who.now,
        )

    words = {"title": "Add a forum", "button": "Add forum"}
    return save_forum(request, found, None, form, save, **words)


@require_http_methods(["GET", "POST"])
def set_terms(request: SignedInRequest, collaborative: str, forum: str) -> HttpResponse:
    """Give a forum new terms of reference."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    row = forum_or_404(found, forum, who)
    sectors = sectors_of_members(collaborative=found, day=who.today)
    last = row.terms.order_by("-number").first()
    form = TermsForm(request.POST or None, sectors=sectors, terms=last)

    def save(form: Any) -> Forum:
        terms = services.set_terms(
            forum_id=row.pk, terms=form.facts(), actor=request.user, now=who.now
        )
        return terms.forum

    words = {
        "title": "Change the terms of reference",
        "button": "Set new terms",
        "lead": "They apply from the day that you say. Decisions taken before stay as"
        " they are, under the terms of their day.",
    }
    return save_forum(request, found, row, form, save, **words)


@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, collaborative: str, forum: str) -> HttpResponse:
    """Record that a forum closed."""
    who = asking(request)
    found = kept_or_403(collaborative, who)
    row = forum_or_404(found, forum, who)

    def save(form: Any) -> Forum:
        closed_on = form.cleaned_data["closed_on"]
        return services.close_forum(
            forum_id=row.pk, closed_on=closed_on, actor=request.user, now=who.now
        )

    words = {
        "title": f"Close {row}?",
        "button": "Record that it closed",
        "lead": "Its seats and deputies end that day. What it decided stays on record.",
    }
    form = CloseForumForm(request.POST or None)
    return save_forum(request, found, row, form, save, **words)


def save_forum(
    request: SignedInRequest,
    collaborative: Collaborative,
    forum: Forum | None,
    form: Any,
    save: Callable[[Any], Forum],
    **words: str,
) -> HttpResponse:
    """Show a form about forums; once it is right, save it and go to the forum."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your change is recorded.")
            return redirect("collab:forum", collaborative.slug, saved.slug)
    context = {"form": form, "collaborative": collaborative, "forum": forum, **words}
    return render(request, "collab/forums/form.jinja", context)
