"""A governance lead reminds somebody now, with a note."""

import datetime as dt
from typing import Final

from accounts.models import User
from audit.door import act
from collab.models import DueThing, Reminder
from collab.policies.reminders import require_can_remind
from collab.registries import OccasionSource, source_of
from collab.rules.periods import london_day, midnight
from collab.rules.reminders import Rung, reached_day
from collab.selectors.rungs import Standing, deliveries_for, standing_of
from collab.services.telling_rungs import deliver

BY_HAND: Final = "by_hand"


class NothingWaitsError(ValueError):
    """What somebody would be reminded of is done, or waits for another day by now."""


class RemindedTodayError(ValueError):
    """Somebody was reminded of this by hand today."""


class NobodyToTellError(ValueError):
    """Nobody can be told, or everybody was told as often as the ladder allows."""


def remind_now(*, thing_uid: str, note: str, actor: User, now: dt.datetime) -> int:
    """
    Remind whoever something waits for, with a note; gives how many were told.

    Once a day for each thing. It counts as a reminder: nobody is told beyond the cap.

    :raises ReasonNeededError: without a note
    :raises NotALeadHereError: for anybody but a governance lead
    :raises NothingWaitsError: if it is done meanwhile
    :raises RemindedTodayError: if it was done by hand today
    :raises NobodyToTellError: if nobody may be told
    """
    thing = DueThing.objects.select_related("collaborative").get(uid=thing_uid)
    source = source_of(thing.kind)
    with act("collab.reminder.asked_for", by=actor, at=now, reason=note) as record:
        subjects = source.lock([thing.subject_uid])
        row = _held(thing)
        holding = require_can_remind(
            actor=actor, collaborative=thing.collaborative, at=now
        )
        subject = subjects.get(thing.subject_uid)
        due = None if subject is None else source.waits_at(subject, reached_day(now))
        if row is None or due is None or not due.is_said_by(row):
            raise NothingWaitsError("Nobody waits for this any more.")
        _require_first_today(row, now)
        [standing] = standing_of(source, [row], subjects, now=now)
        deliveries = deliveries_for(
            [(standing, _rung(source, now))],
            source,
            now=now,
            asked_by=actor,
            note=record.reason[:500],
        )
        if not deliveries:
            raise NobodyToTellError(_why(standing))
        record.about(subject, allowed_by=holding)
        deliver(source=source, deliveries=deliveries, record=record, now=now)
    return len(deliveries)


def _held(thing: DueThing) -> DueThing | None:
    return (
        DueThing.objects.open()
        .select_for_update(of=("self",))
        .select_related("collaborative")
        .filter(pk=thing.pk)
        .first()
    )


def _rung(source: OccasionSource, now: dt.datetime) -> Rung:
    return Rung(name=f"{BY_HAND}_{london_day(now)}", whom=source.asks, days=0)


def _require_first_today(row: DueThing, now: dt.datetime) -> None:
    today = Reminder.objects.filter(
        subject_uid=row.subject_uid,
        asked_by__isnull=False,
        sent_at__gte=midnight(london_day(now)),
    )
    if today.exists():
        raise RemindedTodayError(
            "Somebody was reminded of this by hand today. You can again tomorrow."
        )


def _why(standing: Standing) -> str:
    if standing.told and max(standing.told.values()) >= standing.steps.cap:
        return (
            f"They were told {standing.steps.cap} times, which is the most that the"
            " ladder allows. Change the ladder first."
        )
    return "Nobody who can open the page is waited for."
