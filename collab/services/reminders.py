"""Sending the reminders that are due, each once, however many workers race."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services.notifying import notify
from audit.door import Actor, Record, act
from collab.models import Reminder
from collab.registries import Occasion, OccasionSource, occasion_sources
from collab.rules.periods import london_day
from collab.rules.reminders import Rung, rungs_to_send


def sweep_reminders(*, actor: Actor, now: dt.datetime) -> int:
    """
    Send what every registered source says is due; gives how many reminders went out.

    One act for each occasion and rung. The row is unique, so a second worker that
    comes to the same rung finds it taken and sends nothing.
    """
    sent = 0
    for source in occasion_sources():
        for occasion in source.occasions(now):
            for rung in _due(occasion, now):
                sent += _remind(source, occasion, rung, actor=actor, now=now)
    return sent


def _due(occasion: Occasion, now: dt.datetime) -> list[Rung]:
    sent = Reminder.objects.filter(
        subject_uid=occasion.subject.uid, occasion=occasion.name
    )
    return rungs_to_send(
        occasion.ladder,
        began_on=occasion.began_on,
        due_on=occasion.due_on,
        today=london_day(now),
        sent=set(sent.values_list("rung", flat=True)),
    )


class _NothingToSendError(Exception):
    """It is done meanwhile, nobody is to be told, or another worker was first."""


def _require(there_is: bool) -> None:  # noqa: FBT001 - one plain question
    if not there_is:
        raise _NothingToSendError


def _remind(
    source: OccasionSource,
    occasion: Occasion,
    rung: Rung,
    *,
    actor: Actor,
    now: dt.datetime,
) -> int:
    try:
        with act("collab.reminder.sent", by=actor, at=now) as record:
            _require(source.is_open(record, occasion))
            record.about(occasion.subject)
            people = occasion.people(rung.whom, now)
            told = _tell_all(record, occasion, rung, people, now)
            _require(told > 0)
            return told
    except _NothingToSendError:
        return 0


def _tell_all(
    record: Record,
    occasion: Occasion,
    rung: Rung,
    people: Iterable[User],
    now: dt.datetime,
) -> int:
    once = {person.pk: person for person in people if person.is_active}
    return sum(_tell(record, occasion, rung, person, now) for person in once.values())


def _tell(
    record: Record, occasion: Occasion, rung: Rung, person: User, now: dt.datetime
) -> bool:
    row = Reminder(
        collaborative=occasion.collaborative,
        subject_type=occasion.subject._meta.label_lower,
        subject_uid=occasion.subject.uid,
        subject_label=occasion.subject.audit_label()[:200],
        occasion=occasion.name,
        rung=rung.name,
        user=person,
        sent_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    message = occasion.message(rung, person, now)
    notify(
        record=record,
        user=person,
        kind=occasion.kind,
        subject=message.subject,
        words=message.words,
        link=message.link,
        about=occasion.subject,
    )
    return True
