"""What pages and other acts read of forums."""

import datetime as dt

from django.db.models import Prefetch

from collab.models import Forum, ForumTerms, Seat, SeatDeputy
from collab.rules.quorum import QuorumRule


def forum_terms_on(forum: Forum, day: dt.date) -> ForumTerms | None:
    """Give the terms of reference in effect on a day; None before the first."""
    found: ForumTerms | None = (
        forum.terms.filter(in_effect_from__lte=day).order_by("-number").first()
    )
    return found


def seats_on(forum: Forum, day: dt.date) -> list[Seat]:
    """List who sits on a day, the chair first, with their ``deputies`` of that day.

    Two queries, however many sit there.
    """
    deputies = Prefetch(
        "deputies",
        queryset=SeatDeputy.objects.held_on(day)
        .select_related("user")
        .order_by("starts_on", "pk"),
    )
    return list(
        forum.seats.held_on(day)
        .select_related("organisation", "user")
        .prefetch_related(deputies)
        .order_by("-is_chair", "-kind", "organisation__name", "title", "pk")
    )


def rule_of(terms: ForumTerms | None) -> QuorumRule | None:
    """Read the quorum rule of terms; None where there is none."""
    if terms is None or terms.quorum is None:
        return None
    return QuorumRule.from_json(terms.quorum)
