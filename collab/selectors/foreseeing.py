"""Who will be told what and when, if nothing changes; and who was told.

A preview plays the sweeps of the coming days with the ladders, deputies and absences
known today. It asks the same handful of questions however much there is to foresee.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Notification
from accounts.selectors import delivery_of
from collab.models import Collaborative, DueThing, Ladder, Reminder
from collab.registries import OccasionSource
from collab.rules.reminders import (
    Rung,
    Whom,
    falls_on,
    reached_day,
    rungs_to_come,
    within_cap,
)
from collab.rules.rights import Rights
from collab.selectors.ladders import LadderBook, Steps, ladder_book
from collab.selectors.reaching import Circle, Reached, circle_of
from collab.selectors.rungs import Standing, standing_of
from ui.paging import PAGE_SIZE, Page, keyset_page

AHEAD = dt.timedelta(days=30)


@dataclass(frozen=True)
class Foreseen:
    """One rung that will be reached, and who is told by then; ``now`` if it waits."""

    day: dt.date
    rung: Rung
    told: list[Reached]
    now: bool = False


def open_things(rights: Rights, collaborative: Collaborative) -> QuerySet[DueThing]:
    """Give what waits in one collaborative, as far as it is open to the person."""
    return (
        DueThing.objects.visible_to(rights)
        .open()
        .filter(collaborative=collaborative)
        .select_related("collaborative", "organisation")
    )


def thing_with(
    uid: str, rights: Rights, collaborative: Collaborative
) -> DueThing | None:
    """Find something that waits, or waited, in one collaborative."""
    return (
        DueThing.objects.visible_to(rights)
        .filter(uid=uid, collaborative=collaborative)
        .select_related("collaborative", "organisation")
        .first()
    )


def speaking_page(
    rights: Rights,
    collaborative: Collaborative,
    *,
    kind: str,
    until: dt.datetime,
    cursor: str,
) -> Page[DueThing]:
    """Give a page of what has something to say by a moment, the soonest first."""
    rows = open_things(rights, collaborative).filter(kind=kind, next_at__lt=until)
    return keyset_page(rows, order="next_at", cursor=cursor)


def foreseen(
    source: OccasionSource,
    rows: list[DueThing],
    *,
    now: dt.datetime,
    until: dt.date | None,
    book: LadderBook | None = None,
) -> dict[str, list[Foreseen]]:
    """
    Give what will be said of each open thing of one collaborative, by its uid.

    ``until`` is the last day looked at, or None for all that will ever be said;
    ``book`` the ladders to go by, where they are not those that hold.
    """
    subjects = source.load([row.subject_uid for row in rows])
    rows = [row for row in rows if row.subject_uid in subjects]
    if not rows:
        return {}
    standings = standing_of(source, rows, subjects, now=now, book=book)
    coming = {each.row.uid: _coming(each, now, until) for each in standings}
    whom = {
        (each.row.uid, rung.whom): source.whom(each.subject, rung.whom)
        for each in standings
        for _, rung, _ in coming[each.row.uid]
    }
    circle = circle_of(rows[0].collaborative, whom.values(), at=now)
    return {
        each.row.uid: _told(each, coming[each.row.uid], whom, circle)
        for each in standings
    }


def _coming(
    each: Standing, now: dt.datetime, until: dt.date | None
) -> list[tuple[dt.date, Rung, bool]]:
    row, today = each.row, reached_day(now)
    waits = [
        (falls_on(rung, began_on=row.began_on, due_on=row.due_on), rung, True)
        for rung in each.rungs
    ]
    coming = rungs_to_come(
        each.steps.rungs, began_on=row.began_on, due_on=row.due_on, after=today
    )
    sent = {name for name, _ in each.taken}
    return waits + [
        (day, rung, False)
        for day, rung in coming
        if rung.name not in sent and (until is None or day <= until)
    ]


def _told(
    each: Standing,
    coming: list[tuple[dt.date, Rung, bool]],
    whom: dict[tuple[str, str], Whom],
    circle: Circle,
) -> list[Foreseen]:
    told = each.told.copy()
    found = []
    for day, rung, waits in coming:
        reached = [
            person
            for person in circle.reached(whom[each.row.uid, rung.whom], day=day)
            if within_cap(told[person.user.pk], each.steps.cap)
        ]
        told.update(person.user.pk for person in reached)
        found.append(Foreseen(day, rung, reached, waits))
    return found


def next_things(
    rights: Rights, collaborative: Collaborative, *, kind: str, item_uid: str = ""
) -> list[DueThing]:
    """Give the next things of a kind that fall due, as many as a page shows."""
    rows = open_things(rights, collaborative).filter(kind=kind)
    if item_uid:
        rows = rows.filter(item_uid=item_uid)
    return list(rows.order_by("due_on", "pk")[:PAGE_SIZE])


@dataclass(frozen=True)
class Effect:
    """What another ladder would change for one open thing."""

    thing: DueThing
    before: Foreseen | None
    after: Foreseen | None


def effect_of(
    source: OccasionSource, ladder: Ladder, rows: list[DueThing], *, now: dt.datetime
) -> list[Effect]:
    """Say what would be said next of each of these things, before and after a change."""
    if not rows:
        return []
    collaborative_id = rows[0].collaborative_id
    before = ladder_book(
        collaborative_ids=[collaborative_id],
        item_uids={row.item_uid for row in rows},
    )
    after = before.changed_to(source.kind, collaborative_id, ladder.item_uid, ladder)
    first = foreseen(source, rows, now=now, until=None, book=before)
    then = foreseen(source, rows, now=now, until=None, book=after)
    return [
        Effect(row, _next(first.get(row.uid)), _next(then.get(row.uid))) for row in rows
    ]


def _next(lines: list[Foreseen] | None) -> Foreseen | None:
    return lines[0] if lines else None


@dataclass(frozen=True)
class Sent:
    """A reminder that was sent, and what became of it."""

    reminder: Reminder
    notification: Notification | None


def log_page(
    rights: Rights,
    collaborative: Collaborative,
    *,
    cursor: str,
    thing: DueThing | None = None,
) -> tuple[Page[Reminder], list[Sent]]:
    """Give a page of the reminders that were sent, the newest first."""
    rows = (
        Reminder.objects.visible_to(rights)
        .filter(collaborative=collaborative)
        .select_related("user", "in_place_of", "asked_by")
    )
    if thing is not None:
        rows = rows.filter(
            item_uid=thing.item_uid,
            subject_uid=thing.subject_uid,
            occasion=thing.name,
        )
    page = keyset_page(rows, order="-sent_at", cursor=cursor)
    found = delivery_of([row.notification_uid for row in page.items])
    return page, [Sent(row, found.get(row.notification_uid)) for row in page.items]


def ladder_of(
    source: OccasionSource, rights: Rights, collaborative: Collaborative, item_uid: str
) -> tuple[Steps, Ladder | None]:
    """Give the ladder that holds, and the row that says so for this very width."""
    book = ladder_book(collaborative_ids=[collaborative.pk], item_uids=[item_uid])
    steps = book.steps(source, collaborative.pk, item_uid)
    return steps, book.rows.get((collaborative.pk, source.kind, item_uid))


def slugs_of(name: str, uids: Iterable[str]) -> dict[str, str]:
    """Give the collaboratives of ladders or reminders that events name."""
    model = Ladder if name == "collab.ladder" else Reminder
    rows = model.objects.filter(uid__in=list(uids))
    return dict(rows.values_list("uid", "collaborative__slug"))
