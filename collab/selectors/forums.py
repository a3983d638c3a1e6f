"""What pages and other acts read of forums."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from collab.models import Collaborative, Forum, ForumTerms, Seat, SeatDeputy
from collab.rules.quorum import QuorumRule
from collab.rules.rights import Rights


def forum_terms_on(forum: Forum, day: dt.date) -> ForumTerms | None:
    """Give the terms of reference in effect on a day; None before the first, or closed.

    Of two with the same day the later number holds.
    """
    if forum.closed_on is not None and forum.closed_on <= day:
        return None
    found: ForumTerms | None = (
        forum.terms.filter(in_effect_from__lte=day).order_by("-number").first()
    )
    return found


def seats_on(forum: Forum, day: dt.date) -> list[Seat]:
    """List who sits on a day, the chair first, with their ``deputies`` of that day.

    Two queries, however many sit there.
    """
    return list(
        _with_people(
            forum.seats.held_on(day), SeatDeputy.objects.held_on(day)
        ).order_by("-is_chair", "-kind", "organisation__name", "title", "pk")
    )


def _with_people(seats: QuerySet[Any], deputies: QuerySet[Any]) -> QuerySet[Any]:
    named = deputies.select_related("user").order_by("starts_on", "pk")
    return seats.select_related("organisation", "user").prefetch_related(
        Prefetch("deputies", queryset=named)
    )


def rule_of(terms: ForumTerms | None) -> QuorumRule | None:
    """Read the quorum rule of terms; None where there is none."""
    if terms is None or terms.quorum is None:
        return None
    return QuorumRule.from_json(terms.quorum)


@dataclass(frozen=True, kw_only=True)
class ForumLine:
    """One forum of a list, with its terms in effect and how many sit there."""

    forum: Forum
    terms: ForumTerms | None
    voting: int = 0
    observers: int = 0


def forum_lines(
    *, rights: Rights, collaborative: Collaborative, day: dt.date
) -> list[ForumLine]:
    """List a collaborative's forums by name, closed ones last, in three queries."""
    forums = list(
        Forum.objects.visible_to(rights)
        .filter(collaborative=collaborative)
        .select_related("collaborative")
        .order_by("name", "pk")
    )
    keys = [forum.pk for forum in forums]
    terms = {
        each.forum_id: each
        for each in ForumTerms.objects.visible_to(rights)
        .filter(forum__in=keys, in_effect_from__lte=day)
        .order_by("number")
    }
    kinds = (
        Seat.objects.visible_to(rights)
        .filter(forum__in=keys)
        .held_on(day)
        .values_list("forum", "kind")
    )
    counted: dict[tuple[int, str], int] = {}
    for key in kinds:
        counted[key] = counted.get(key, 0) + 1
    lines = [
        ForumLine(
            forum=forum,
            terms=terms.get(forum.pk),
            voting=counted.get((forum.pk, "voting"), 0),
            observers=counted.get((forum.pk, "observer"), 0),
        )
        for forum in forums
    ]
    return sorted(lines, key=lambda line: line.forum.closed_on is not None)


@dataclass(frozen=True, kw_only=True)
class ForumRecord:
    """All that a forum's page shows of it, as the reader may see it."""

    forum: Forum
    terms: list[ForumTerms] = field(default_factory=list)
    present: list[Seat] = field(default_factory=list)
    to_come: list[Seat] = field(default_factory=list)
    before: list[Seat] = field(default_factory=list)


def forum_called(
    slug: str, *, rights: Rights, collaborative: Collaborative
) -> Forum | None:
    """Find a forum by its short name, among those the person may see."""
    found: Forum | None = (
        Forum.objects.visible_to(rights)
        .filter(collaborative=collaborative, slug=slug)
        .select_related("collaborative")
        .first()
    )
    return found


def forum_record(*, forum: Forum, rights: Rights, day: dt.date) -> ForumRecord:
    """Read a forum with all its terms, the newest first, and all its seats."""
    lasting = SeatDeputy.objects.visible_to(rights).lasting_beyond(day)
    seats = _with_people(
        Seat.objects.visible_to(rights)
        .filter(forum=forum)
        .held_between(dt.date.min, None),
        lasting,
    ).order_by("-is_chair", "-kind", "organisation__name", "title", "pk")
    rows = list(seats)
    over = [seat for seat in rows if seat.ends_on is not None and seat.ends_on <= day]
    return ForumRecord(
        forum=forum,
        terms=list(
            ForumTerms.objects.visible_to(rights)
            .filter(forum=forum)
            .order_by("-number")
        ),
        present=[seat for seat in rows if seat.starts_on <= day and seat not in over],
        to_come=[seat for seat in rows if seat.starts_on > day],
        before=sorted(over, key=lambda seat: (seat.ends_on, seat.pk), reverse=True),
    )


def seat_of(forum: Forum, uid: str, *, rights: Rights) -> Seat | None:
    """Find a seat of a forum."""
    found: Seat | None = (
        Seat.objects.visible_to(rights)
        .filter(forum=forum, uid=uid)
        .select_related("organisation", "user")
        .first()
    )
    return found


def deputy_of_seat(forum: Forum, uid: str, *, rights: Rights) -> SeatDeputy | None:
    """Find somebody who deputises for a seat of a forum."""
    found: SeatDeputy | None = (
        SeatDeputy.objects.visible_to(rights)
        .filter(seat__forum=forum, uid=uid)
        .select_related("seat__organisation", "user")
        .first()
    )
    return found


def _latest_terms(rights: Rights) -> QuerySet[Any]:
    newer = ForumTerms.objects.filter(
        forum=OuterRef("forum"), number__gt=OuterRef("number")
    )
    rows: QuerySet[Any] = (
        ForumTerms.objects.visible_to(rights)
        .filter(forum__closed_on=None)
        .exclude(Exists(newer))
    )
    return rows


def terms_to_look_after(*, rights: Rights, until: dt.date) -> QuerySet[Any] | None:
    """Narrow to terms due for review, or without a quorum; None if governing nothing."""
    governed = rights.collaboratives_with("govern")
    if not governed:
        return None
    return _latest_terms(rights).filter(
        Q(review_on__lte=until) | Q(quorum__isnull=True),
        forum__collaborative_id__in=governed,
    )


def terms_reviewed_between(
    *, rights: Rights, collaborative_id: int, first: dt.date, until: dt.date
) -> QuerySet[Any]:
    """Narrow to the terms of a collaborative that are due for review in a time."""
    return _latest_terms(rights).filter(
        forum__collaborative_id=collaborative_id,
        review_on__gte=first,
        review_on__lte=until,
    )


def seats_that_end(
    *, rights: Rights, collaborative_id: int, first: dt.date, until: dt.date
) -> QuerySet[Any]:
    """Narrow to the seats of a collaborative that end in a time."""
    rows: QuerySet[Any] = Seat.objects.visible_to(rights).filter(
        forum__collaborative_id=collaborative_id, ends_on__gt=first, ends_on__lte=until
    )
    return rows


_FORUM_PATHS = {
    "collab.forum": (Forum, ""),
    "collab.forumterms": (ForumTerms, "forum__"),
    "collab.seat": (Seat, "forum__"),
    "collab.seatdeputy": (SeatDeputy, "seat__forum__"),
}


def pages_of_forums(kind: str, uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of what events name of forums; the pages themselves refuse."""
    model, path = _FORUM_PATHS[kind]
    rows = model.objects.filter(uid__in=list(uids)).values_list(
        "uid", f"{path}collaborative__slug", f"{path}slug"
    )
    return {
        uid: reverse("collab:forum", args=[collaborative, slug])
        for uid, collaborative, slug in rows
    }
