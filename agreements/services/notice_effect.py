"""What notice does: to the periods at once, to status and parties on the last day."""

import datetime as dt

from agreements.enums import AgreementStatus, NoticeStatus, VersionStatus
from agreements.models import Agreement, Notice, Version
from agreements.rules.periods import Period, laid_out
from agreements.selectors.effect import period_once_met
from agreements.selectors.notices import bound_parties, outcome_of, running_notices
from agreements.services import telling
from agreements.services.coming_into_force import follow_periods
from agreements.services.falling_due import follow_dates
from agreements.services.locking import lock_agreement
from agreements.transitions import require_agreement_move
from audit.door import Actor, Record, act
from collab.rules.periods import london_day, midnight

A = AgreementStatus
PORTION = 200
ONE_DAY = dt.timedelta(days=1)


def settle_status(record: Record, *, agreement: Agreement) -> None:
    """Let the agreement be in notice while a notice runs, and else open."""
    wanted = A.IN_NOTICE if running_notices(agreement) else A.OPEN
    if agreement.status != wanted:
        require_agreement_move(agreement.status, wanted)
        agreement.status = wanted
        agreement.save()


def lay_out(record: Record, *, agreement: Agreement, now: dt.datetime) -> None:
    """
    Lay the periods out anew from the terms, the successors and the end by notice.

    Only what has not passed is touched. A signed version that would begin after the
    end has no period; it gets it back if the notice is withdrawn.
    """
    ends_on = outcome_of(agreement).ends_on
    natural = {
        version: period
        for version in agreement.versions.select_for_update().order_by("number")
        if (period := _natural(version)) is not None
    }
    wanted = laid_out(
        {version.pk: period for version, period in natural.items()},
        ends_at=None if ends_on is None else midnight(ends_on + ONE_DAY),
    )
    for version in natural:
        passed = version.in_force_to is not None and version.in_force_to <= now
        if not passed:
            period = wanted[version.pk]
            version.in_force_from = period.starts_at if period else None
            version.in_force_to = period.ends_at if period else None
            version.save()


def _natural(version: Version) -> Period | None:
    if version.status == VersionStatus.SIGNED:
        waits = version.conditions.still_open().exists()
        return None if waits else period_once_met(version)
    if version.in_force_from is None:
        return None
    if version.status == VersionStatus.IN_FORCE:
        last = version.expires_on
        return Period(
            starts_at=version.in_force_from,
            ends_at=midnight(last + ONE_DAY) if last else None,
        )
    return Period(starts_at=version.in_force_from, ends_at=version.in_force_to)


def sweep_notices(*, actor: Actor, now: dt.datetime) -> int:
    """
    Let every notice whose last day is over take effect; gives how many agreements.

    One act for each agreement; safe to run twice, and by two workers at once.
    """
    due = Notice.objects.running().filter(last_on__lt=london_day(now))
    agreements = sorted(set(due.values_list("agreement_id", flat=True)[:PORTION]))
    return sum(_take_effect(each, actor=actor, now=now) for each in agreements)


def _take_effect(agreement_id: int, *, actor: Actor, now: dt.datetime) -> bool:
    try:
        with act("agreements.notice.took_effect", by=actor, at=now) as record:
            agreement = lock_agreement(record, agreement_id=agreement_id)
            _close(record, agreement, now)
    except _NothingDueError:
        return False
    return True


class _NothingDueError(Exception):
    """Another worker was first."""


def _close(record: Record, agreement: Agreement, now: dt.datetime) -> None:
    today = london_day(now)
    found = outcome_of(agreement)
    over = found.ends_on is not None and found.ends_on < today
    running = Notice.objects.running().select_for_update(of=("self",))
    due = [
        notice
        for notice in running.filter(agreement=agreement).order_by("last_on", "pk")
        if over or notice.last_on < today
    ]
    if not due:
        raise _NothingDueError
    record.about(*due)
    left = _let_go(agreement, found.leaves, today)
    if over:
        follow_periods(record, agreement=agreement, now=now)
    for notice in due:
        notice.status = NoticeStatus.DONE
        notice.closed_at = now
        notice.save()
    record.related(*left)
    if over:
        require_agreement_move(agreement.status, A.ENDED)
        agreement.status = A.ENDED
        agreement.save()
        _tell_ended(record, due[0])
    else:
        settle_status(record, agreement=agreement)
    follow_dates(record, agreement=agreement)


def _let_go(
    agreement: Agreement, leaves: dict[str, dt.date], today: dt.date
) -> list[object]:
    left: list[object] = []
    for party in bound_parties(agreement):
        last_on = leaves.get(party.organisation.uid)
        if last_on is not None and last_on < today:
            party.left_on = last_on + ONE_DAY
            party.save()
            left.append(party)
    return left


def _tell_ended(record: Record, notice: Notice) -> None:
    version = notice.version
    telling.tell(
        record,
        people=telling.partners(record, version=version),
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Ended: {version.agreement}"[:200],
        words=f"The notice on {version.agreement} came to its last day. It has ended.",
    )
