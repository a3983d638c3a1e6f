"""Putting rungs that are due into words, for each person once."""

import datetime as dt

from accounts.services.notifying import Note, notify_many
from audit.door import Record
from audit.rules.uids import new_uid
from collab.models import Reminder
from collab.registries import OccasionSource
from collab.rules.periods import london_day
from collab.selectors.rungs import Delivery


def deliver(
    *,
    source: OccasionSource,
    deliveries: list[Delivery],
    record: Record,
    now: dt.datetime,
) -> None:
    """Write the reminders and tell the people, in the same few statements for all."""
    pairs = [(each, new_uid("ntf")) for each in deliveries]
    for standing in {id(each.standing): each.standing for each in deliveries}.values():
        record.about(standing.subject)
    Reminder.objects.create_each([_reminder(each, uid, now) for each, uid in pairs])
    notify_many(
        record=record, notes=[_note(source, each, uid, now) for each, uid in pairs]
    )


def _reminder(each: Delivery, notification_uid: str, now: dt.datetime) -> Reminder:
    row = each.standing.row
    return Reminder(
        collaborative=row.collaborative,
        subject_type=row.subject_type,
        subject_uid=row.subject_uid,
        subject_label=row.title[:200],
        occasion=row.name,
        rung=each.rung.name,
        user=each.reached.user,
        in_place_of=each.reached.in_place_of,
        asked_by=each.asked_by,
        note=each.note,
        concerns=row.audience,
        item_uid=row.item_uid,
        notification_uid=notification_uid,
        sent_at=now,
    )


def _note(source: OccasionSource, each: Delivery, uid: str, now: dt.datetime) -> Note:
    row, reached = each.standing.row, each.reached
    message = source.message(each.standing.subject, each.rung, now)
    words = message.words
    if reached.in_place_of is not None:
        words += f" {reached.in_place_of.name} is away: you are told in their place."
    if each.asked_by is not None:
        words = f"{words}\n\n{each.asked_by.name} wrote: {each.note}"
    return Note(
        user=reached.user,
        kind=source.notification,
        subject=message.subject,
        words=words,
        link=message.link,
        about=each.standing.subject,
        topic=row.uid,
        is_urgent=row.due_on <= london_day(now),
        uid=uid,
    )
