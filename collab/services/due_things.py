"""Keeping what falls due in step with the records it is worked out from.

The room that changes a record calls ``settle`` in the same act. Whatever was overlooked,
or lost before this register existed, is found by the repair.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Count

from accounts.services.notifying import let_go
from audit.door import Actor, Record
from audit.rules.uids import new_uid
from collab.models import DueThing
from collab.registries import Due, OccasionSource, source_of, sources
from collab.rules.reminders import reached_day, speaks_next
from collab.selectors.ladders import LadderBook, ladder_book

PORTION: Final = 500


def settle(*, record: Record, kind: str, subjects: Iterable[Any]) -> None:
    """
    Open, move or close what these subjects wait for, inside the caller's open act.

    Call it last, when the subjects are as they will be. A changed day is another
    occasion: the old one is closed with its rungs, and its waiting mail taken back.
    """
    follow(
        source=source_of(kind), subjects=list(subjects), record=record, now=record.at
    )


def follow(
    *,
    source: OccasionSource,
    subjects: list[Any],
    record: Record | None,
    now: dt.datetime,
) -> list[DueThing]:
    """Do what ``settle`` does; gives what was opened. ``record`` is None for a job."""
    today = reached_day(now)
    wanted = {each.uid: source.waits_at(each, today) for each in subjects}
    held = {
        row.subject_uid: row
        for row in DueThing.objects.open()
        .select_for_update()
        .filter(kind=source.kind, subject_uid__in=wanted)
        .order_by("pk")
    }
    over = [row for uid, row in held.items() if not _stands(row, wanted[uid])]
    close(rows=over, record=record, now=now)
    kept = set(held) - {row.subject_uid for row in over}
    new = [
        (subject, due)
        for subject in subjects
        if (due := wanted[subject.uid]) is not None and subject.uid not in kept
    ]
    return _open(source, new, now)


def _stands(row: DueThing, due: Due | None) -> bool:
    return due is not None and due.is_said_by(row)


def close(*, rows: list[DueThing], record: Record | None, now: dt.datetime) -> None:
    """Close occasions: nothing is said of them any more, nor sent late."""
    if not rows:
        return
    DueThing.objects.filter(pk__in=[row.pk for row in rows]).update(
        closed_at=now, next_at=None, claimed_until=None
    )
    let_go(record=record, topics=[row.uid for row in rows], now=now)


def _open(
    source: OccasionSource, new: list[tuple[Any, Due]], now: dt.datetime
) -> list[DueThing]:
    if not new:
        return []
    before = DueThing.objects.filter(
        kind=source.kind, subject_uid__in=[subject.uid for subject, _ in new]
    )
    numbers = dict(
        before.values("subject_uid")
        .annotate(number=Count("pk"))
        .values_list("subject_uid", "number")
    )
    book = ladder_book(
        collaborative_ids={due.collaborative.pk for _, due in new},
        item_uids={due.item.uid for _, due in new},
    )
    return DueThing.objects.bulk_create(
        _row(source, book, subject, due, numbers.get(subject.uid, 0) + 1, now)
        for subject, due in new
    )


def _row(
    source: OccasionSource,
    book: LadderBook,
    subject: Any,
    due: Due,
    number: int,
    now: dt.datetime,
) -> DueThing:
    steps = book.steps(source, due.collaborative.pk, due.item.uid)
    return DueThing(
        uid=new_uid("due"),
        kind=source.kind,
        name=f"{source.kind}:{number}",
        collaborative=due.collaborative,
        organisation=due.organisation,
        audience=subject.audience().token,
        subject_type=subject._meta.label_lower,
        subject_uid=subject.uid,
        item_uid=due.item.uid,
        item_label=due.item.audit_label()[:250],
        title=due.title[:250],
        link=due.link[:300],
        began_on=due.began_on,
        due_on=due.due_on,
        opened_at=now,
        next_at=speaks_next(
            steps.rungs,
            began_on=due.began_on,
            due_on=due.due_on,
            sent=(),
            now=now,
            look_on=source.looks_after(due.due_on),
        ),
    )


def repair_due_things(*, actor: Actor, now: dt.datetime) -> int:
    """
    Find what falls due and has no row, or a row that says something else.

    Walks through everything that lives, a portion at a time, a few times a day; gives
    how many were mended. Rows say nothing that the records do not say, so
    that mending them is no act. Safe to run twice and to be killed.
    """
    return sum(_repair(source, now) for source in sources())


def _repair(source: OccasionSource, now: dt.datetime) -> int:
    mended, after, seen = 0, 0, set[str]()
    while found := source.live(after, PORTION):
        after = found[-1].pk
        seen.update(each.uid for each in found)
        held = {
            row.subject_uid: row
            for row in DueThing.objects.open().filter(
                kind=source.kind, subject_uid__in=[each.uid for each in found]
            )
        }
        wrong = [each.uid for each in found if _is_wrong(source, each, held, now)]
        mended += _mend(source, wrong, now)
    return mended + _repair_gone(source, seen, now)


def _is_wrong(
    source: OccasionSource, subject: Any, held: dict[str, DueThing], now: dt.datetime
) -> bool:
    row, due = held.get(subject.uid), source.waits_at(subject, reached_day(now))
    if row is None:
        return due is not None
    return not _stands(row, due)


def _repair_gone(source: OccasionSource, live: set[str], now: dt.datetime) -> int:
    """Mend what is kept open of subjects that were not among the living."""
    rows = DueThing.objects.open().filter(kind=source.kind).order_by("pk")
    mended, after = 0, 0
    while found := list(rows.filter(pk__gt=after)[:PORTION]):
        after = found[-1].pk
        held = {row.subject_uid: row for row in found if row.subject_uid not in live}
        subjects = source.load(held) if held else {}
        wrong = [
            uid
            for uid in held
            if uid not in subjects or _is_wrong(source, subjects[uid], held, now)
        ]
        mended += _mend(source, wrong, now)
    return mended


def _mend(source: OccasionSource, uids: list[str], now: dt.datetime) -> int:
    if not uids:
        return 0
    with transaction.atomic():
        subjects = source.lock(uids)
        follow(source=source, subjects=list(subjects.values()), record=None, now=now)
        gone = DueThing.objects.open().filter(
            kind=source.kind, subject_uid__in=set(uids) - set(subjects)
        )
        close(rows=list(gone.select_for_update()), record=None, now=now)
    return len(uids)
