"""The register of decisions narrowed, at the same cost however long it grows.

Each filter walks an index of its own in the order of the page, and words that few
decisions hold are found by the index of the search. Where no index serves what was
asked for, one page looks at a bounded stretch of decisions and says how far back it
looked.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from collab.models import Collaborative, Decision, Forum, Membership, Organisation
from collab.rules.register import Wanted
from collab.rules.rights import Rights
from collab.selectors.searching import few_uids
from ui.paging import keyset_page

# Decisions that a file is made of at a time.
PORTION: Final = 500
# Decisions that one page looks at where no index helps.
STRETCH: Final = 1_000
# So many decisions at most are found by their words at once; of more, some are near.
FEW: Final = 500
# What the search calls a decision.
KIND: Final = "Decision"


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """Decisions that fit, the field they are paged by, and where the search stopped.

    ``back_to`` is the first day of the stretch that was searched, where earlier
    decisions are left to look at.
    """

    rows: QuerySet[Decision]
    order: str
    back_to: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class _Start:
    """Where a search begins: decisions by an index, and the field of its order.

    ``words`` are those that no index settled.
    """

    rows: Any
    field: str
    words: list[str]


def register_of(
    *, collaborative: Collaborative, rights: Rights, wanted: Wanted
) -> Narrowed:
    """Give every decision that fits, however far back."""
    start = _start(collaborative, rights, wanted)
    return Narrowed(rows=_narrowed(start.rows, start, wanted), order=f"-{start.field}")


def register_stretch(
    *,
    collaborative: Collaborative,
    rights: Rights,
    wanted: Wanted,
    before: dt.date | None,
) -> Narrowed:
    """
    Give the decisions that fit for one page, in a stretch where no index helps.

    ``before`` is the day at which the stretch looked at before this one began.
    """
    start = _start(collaborative, rights, wanted)
    rows, order = start.rows, f"-{start.field}"
    back_to: dt.date | None = None
    if _needs_stretch(start, wanted):
        if before is not None:
            rows = rows.filter(**{f"{start.field}__lt": before})
        days = rows.order_by(order, "-pk").values_list(start.field, flat=True)
        back_to = days[STRETCH : STRETCH + 1].first()
        if back_to is not None:
            rows = rows.filter(**{f"{start.field}__gte": back_to})
    return Narrowed(rows=_narrowed(rows, start, wanted), order=order, back_to=back_to)


def _needs_stretch(start: _Start, wanted: Wanted) -> bool:
    if wanted.reference:
        return False
    if wanted.words:
        return bool(start.words)
    return bool(wanted.organisation_id and (wanted.forum_id or wanted.outcome))


def _start(collaborative: Collaborative, rights: Rights, wanted: Wanted) -> _Start:
    rows: Any = Decision.objects.visible_to(rights)
    rows = rows.filter(collaborative=collaborative)
    field, words = "decided_on", wanted.each_word
    if wanted.reference:
        rows = rows.filter(reference=wanted.reference)
    elif words:
        uids = few_uids(
            collaborative=collaborative, kind=KIND, typed=wanted.words, most=FEW
        )
        if uids is not None:
            rows, words = rows.filter(uid__in=uids), []
    if wanted.organisation_id:
        # The body's own index repeats collaborative and day, and is walked by them.
        rows = rows.filter(
            bodies__collaborative=collaborative,
            bodies__organisation_id=wanted.organisation_id,
        ).annotate(day=F("bodies__decided_on"))
        field = "day"
    else:
        rows = _of_forum_and_outcome(rows, wanted)
    if wanted.year:
        first = dt.date(wanted.year, 1, 1)
        last = dt.date(wanted.year, 12, 31)
        rows = rows.filter(**{f"{field}__gte": first, f"{field}__lte": last})
    return _Start(rows=rows, field=field, words=words)


def _narrowed(rows: Any, start: _Start, wanted: Wanted) -> QuerySet[Decision]:
    found = _of_forum_and_outcome(rows, wanted) if wanted.organisation_id else rows
    for word in start.words:
        found = found.filter(
            Q(title__icontains=word)
            | Q(proposal__icontains=word)
            | Q(rationale__icontains=word)
            | Q(reference__icontains=word)
        )
    return found  # type: ignore[no-any-return]


def _of_forum_and_outcome(rows: Any, wanted: Wanted) -> Any:
    if wanted.forum_id:
        rows = rows.filter(forum_id=wanted.forum_id)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    return rows


def forums_of(*, collaborative: Collaborative, rights: Rights) -> list[Forum]:
    """List a collaborative's forums by name, closed ones too: they decided once."""
    rows = Forum.objects.visible_to(rights).filter(collaborative=collaborative)
    return list(rows.order_by("name", "pk"))


def bodies_ever(*, collaborative: Collaborative, rights: Rights) -> list[Organisation]:
    """List the bodies that are members or once were, by name."""
    were = Membership.objects.visible_to(rights).filter(collaborative=collaborative)
    rows: Any = Organisation.objects.visible_to(rights)
    return list(
        rows.filter(pk__in=were.values("organisation_id")).order_by("name", "pk")
    )


def in_portions(narrowed: Narrowed) -> Iterator[list[Decision]]:
    """Give everything that fits, a portion at a time, with what a file says of each."""
    rows = narrowed.rows.select_related("forum", "organisation").prefetch_related(
        "presences__organisation", "recusals__organisation"
    )
    cursor: str | None = ""
    while cursor is not None:
        page = keyset_page(rows, order=narrowed.order, cursor=cursor, size=PORTION)
        if page.items:
            yield page.items
        cursor = page.next_cursor


def own_bodies(
    *, collaborative: Collaborative, rights: Rights, today: dt.date
) -> list[Organisation]:
    """List the present members where the person holds a post, by name."""
    members = Membership.objects.visible_to(rights).in_effect_on(today)
    rows: Any = Organisation.objects.visible_to(rights)
    return list(
        rows.filter(
            pk__in=members.filter(
                collaborative=collaborative, organisation_id__in=rights.organisations
            ).values("organisation_id")
        ).order_by("name", "pk")
    )
