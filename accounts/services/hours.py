"""What a person says about when they are away and when they want no mail."""

import datetime as dt

from accounts.models import Absence, MailHours, Notification, User
from accounts.rules.mail_hours import LONDON, Hours
from accounts.selectors import mail_choices
from audit.door import Record, act

_DAY = dt.timedelta(days=1)


class AbsenceError(ValueError):
    """The days are in the wrong order, over, or overlap days said before."""


def say_away(
    *, starts_on: dt.date, last_on: dt.date, actor: User, now: dt.datetime
) -> Absence:
    """
    Note that the person is away from one day to another, the last one included.

    It gives nobody anything: deputies stand in by their appointment alone.

    :raises AbsenceError: if the days are in the wrong order, over, or said already
    """
    with act("accounts.absence.noted", by=actor, at=now) as record:
        _hold(record, actor)
        if last_on < starts_on:
            raise AbsenceError("The last day must not be before the first.")
        if last_on < _today(now):
            raise AbsenceError("The last day must not be in the past.")
        overlapping = Absence.objects.filter(
            user=actor, starts_on__lte=last_on, last_on__gte=starts_on
        )
        if overlapping.exists():
            raise AbsenceError(
                "You have said already that you are away on some of these days."
            )
        absence: Absence = Absence.objects.create(
            user=actor, starts_on=starts_on, last_on=last_on
        )
        record.about(absence)
        return absence


def end_absence(*, uid: str, actor: User, now: dt.datetime) -> None:
    """
    Say that the person is back, or will not be away after all.

    :raises AbsenceError: if it is over
    """
    with act("accounts.absence.ended", by=actor, at=now) as record:
        _hold(record, actor)
        absence = Absence.objects.select_for_update().get(uid=uid, user=actor)
        yesterday = _today(now) - _DAY
        if absence.last_on <= yesterday:
            raise AbsenceError("This is over.")
        record.about(absence)
        if absence.starts_on <= yesterday:
            absence.last_on = yesterday
            absence.save()
        else:
            absence.delete()
        _plan_again(actor, now)


def choose_hours(*, hours: Hours, actor: User, now: dt.datetime) -> MailHours:
    """Keep when the person wants no mail; what comes meanwhile waits."""
    with act("accounts.mail_hours.chosen", by=actor, at=now) as record:
        _hold(record, actor)
        held = MailHours.objects.select_for_update().filter(user=actor).first()
        row: MailHours = held or MailHours(user=actor)
        row.quiet_from, row.quiet_until = hours.quiet_from, hours.quiet_until
        row.weekends_off = hours.weekends_off
        row.urgent_passes = hours.urgent_passes
        row.save()
        record.about(row)
        _plan_again(actor, now)
        return row


def _plan_again(person: User, now: dt.datetime) -> None:
    """Let the mail that waits go by what the person says now."""
    waiting = list(
        Notification.objects.select_for_update().filter(
            user=person, mail_due_at__gt=now
        )
    )
    choices = mail_choices([person.pk], at=now)
    for note in waiting:
        note.mail_due_at = choices.moment(
            person.pk, note.kind, at=now, urgent=note.is_urgent
        )
    Notification.objects.bulk_update(waiting, ["mail_due_at"])


def _hold(record: Record, person: User) -> None:
    User.objects.select_for_update().get(pk=person.pk)


def _today(now: dt.datetime) -> dt.date:
    return now.astimezone(LONDON).date()
