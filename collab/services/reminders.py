"""Sending the reminders that are due, each once, however many workers race.

Rows of ``DueThing`` say what has something to say. A portion of them, of one kind,
is leased with one statement, looked at again under the locks of the house, and sent
in one act. A worker that is killed leaves nothing half done, and its lease runs out.
"""

import datetime as dt
import logging
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q

from audit.door import Actor, Record, act
from collab.models import DueThing
from collab.registries import OccasionSource, source_of
from collab.rules.reminders import reached_day
from collab.selectors.rungs import Delivery, Standing, deliveries_of, standing_of
from collab.services.due_things import close, follow
from collab.services.telling_rungs import deliver

logger = logging.getLogger(__name__)

PORTION: Final = 100
LEASE: Final = dt.timedelta(minutes=5)
# A sweep gives up after so many troubles: then it is not one thing that is wrong.
TROUBLES: Final = 10


class _NothingToSendError(Exception):
    """All of it is done, was sent by another worker, or reaches nobody."""


def sweep_reminders(*, actor: Actor, now: dt.datetime) -> int:
    """
    Send what is due; gives how many reminders went out.

    Costs what is due, not what exists. Safe to run twice and by many workers at once.
    Where one thing makes trouble the others go out all the same; it is tried again
    once its lease has run out, and the first error is raised at the end.
    """
    sent, errors = 0, list[Exception]()
    while len(errors) < TROUBLES and (portion := _claim(now)):
        sent += _send(portion, errors, actor=actor, now=now)
    if errors:
        raise errors[0]
    return sent


def _claim(now: dt.datetime) -> list[DueThing]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = (
            DueThing.objects.speaking_by(now)
            .filter(free)
            .select_for_update(skip_locked=skip)
        )
        first = due.order_by("next_at", "pk").first()
        if first is None:
            return []
        alike = due.filter(kind=first.kind)
        portion = list(alike.order_by("next_at", "pk")[:PORTION])
        DueThing.objects.filter(pk__in=[row.pk for row in portion]).update(
            claimed_until=now + LEASE
        )
        return portion


def _send(
    portion: list[DueThing],
    errors: list[Exception],
    *,
    actor: Actor,
    now: dt.datetime,
) -> int:
    try:
        return _send_together(portion, actor=actor, now=now)
    except Exception as error:
        if len(portion) == 1:
            logger.exception("A reminder was not sent: %s", portion[0].uid)
            errors.append(error)
            return 0
    return sum(
        _send([row], errors, actor=actor, now=now)
        for row in portion
        if len(errors) < TROUBLES
    )


def _send_together(portion: list[DueThing], *, actor: Actor, now: dt.datetime) -> int:
    source = source_of(portion[0].kind)
    try:
        with act("collab.reminder.sent", by=actor, at=now) as record:
            told = _look(source, portion, record=record, now=now)
            _require(told)
            return told
    except _NothingToSendError:
        with transaction.atomic():
            _look(source, portion, record=None, now=now)
        return 0


def _require(told: int) -> None:
    if not told:
        raise _NothingToSendError


def _look(
    source: OccasionSource,
    portion: list[DueThing],
    *,
    record: Record | None,
    now: dt.datetime,
) -> int:
    subjects = source.lock([row.subject_uid for row in portion])
    rows = list(
        DueThing.objects.speaking_by(now)
        .select_for_update(of=("self",))
        .select_related("collaborative")
        .filter(pk__in=[row.pk for row in portion])
        .order_by("pk")
    )
    rows = _settled(source, rows, subjects, record, now)
    standing = standing_of(source, rows, subjects, now=now)
    deliveries = deliveries_of(source, standing, now=now)
    if record is not None and deliveries:
        deliver(source=source, deliveries=deliveries, record=record, now=now)
    _put_forward(standing, [] if record is not None else deliveries)
    return len(deliveries)


def _put_forward(standing: list[Standing], left: list[Delivery]) -> None:
    """Note when each speaks next; what is left unsaid stays as it is."""
    waiting = {id(each.standing) for each in left}
    days: dict[dt.datetime | None, list[int]] = {}
    for each in standing:
        unsaid = id(each) in waiting
        moment = each.row.next_at if unsaid else each.speaks_next
        days.setdefault(moment, []).append(each.row.pk)
    # A few statements: the days on which a portion speaks next are few.
    for moment, keys in days.items():
        DueThing.objects.filter(pk__in=keys).update(next_at=moment, claimed_until=None)


def _settled(
    source: OccasionSource,
    rows: list[DueThing],
    subjects: dict[str, Any],
    record: Record | None,
    now: dt.datetime,
) -> list[DueThing]:
    """Close what is done or was moved without anybody saying so; gives what stands."""
    standing, changed = [], []
    for row in rows:
        subject = subjects.get(row.subject_uid)
        today = reached_day(now)
        due = None if subject is None else source.waits_at(subject, today)
        if due is not None and due.is_said_by(row):
            standing.append(row)
        else:
            changed.append(row)
    gone = [row for row in changed if row.subject_uid not in subjects]
    close(rows=gone, record=record, now=now)
    moved = [subjects[row.subject_uid] for row in changed if row not in gone]
    if moved:
        follow(source=source, subjects=moved, record=record, now=now)
    return standing
