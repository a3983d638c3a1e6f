"""The register of decisions narrowed, at the same cost however long it grows.

Each filter walks an index of its own in the order of the page. Where no index serves
what was asked for, one page looks at a bounded stretch of decisions and says how far
back it looked.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from collab.models import Collaborative, Decision, Forum, Membership, Organisation
from collab.rules.register import Wanted
from collab.rules.rights import Rights
from ui.paging import keyset_page

# Decisions that a file is made of at a time.
PORTION: Final = 500
# Decisions that one page looks at where no index helps.
STRETCH: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """Decisions that fit, the field they are paged by, and where the search stopped.

    ``back_to`` is the first day of the stretch that was searched, where earlier
    decisions are left to look at.
    """

    rows: QuerySet[Decision]
    order: str
    back_to: dt.date | None = None


def register_of(
    *, collaborative: Collaborative, rights: Rights, wanted: Wanted
) -> Narrowed:
    """Give every decision that fits, however far back."""
    base, order = _by_index(collaborative, rights, wanted)
    return Narrowed(rows=_narrowed(base, wanted), order=order)


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
    base, order = _by_index(collaborative, rights, wanted)
    if not _needs_stretch(wanted):
        return Narrowed(rows=_narrowed(base, wanted), order=order)
    field = order.removeprefix("-")
    if before is not None:
        base = base.filter(**{f"{field}__lt": before})
    ordered = base.order_by(order, "-pk").values_list(field, flat=True)
    back_to: dt.date | None = ordered[STRETCH : STRETCH + 1].first()
    if back_to is not None:
        base = base.filter(**{f"{field}__gte": back_to})
    return Narrowed(rows=_narrowed(base, wanted), order=order, back_to=back_to)


def _needs_stretch(wanted: Wanted) -> bool:
    if wanted.reference:
        return False
    return bool(
        wanted.words or (wanted.organisation_id and (wanted.forum_id or wanted.outcome))
    )


def _by_index(
    collaborative: Collaborative, rights: Rights, wanted: Wanted
) -> tuple[QuerySet[Decision], str]:
    rows: Any = Decision.objects.visible_to(rights)
    rows = rows.filter(collaborative=collaborative)
    field = "decided_on"
    if wanted.reference:
        rows = rows.filter(reference=wanted.reference)
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
    return rows, f"-{field}"


def _narrowed(base: QuerySet[Decision], wanted: Wanted) -> QuerySet[Decision]:
    rows = _of_forum_and_outcome(base, wanted) if wanted.organisation_id else base
    for word in wanted.each_word:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(proposal__icontains=word)
            | Q(rationale__icontains=word)
            | Q(reference__icontains=word)
        )
    return rows


def _of_forum_and_outcome(
    rows: QuerySet[Decision], wanted: Wanted
) -> QuerySet[Decision]:
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
