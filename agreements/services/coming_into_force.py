"""Status follows the periods that are set, and the calendar, exactly once."""

import datetime as dt
from typing import Any

from agreements.enums import VersionStatus
from agreements.models import Agreement, Version
from agreements.rules import periods
from agreements.rules.periods import Period, status_at
from agreements.selectors.notices import ends_by_notice
from agreements.services import telling
from agreements.services.falling_due import follow_dates
from agreements.services.locking import lock_agreement
from agreements.transitions import require_version_move
from audit.door import Actor, Record, act
from collab.rules.periods import london_day, midnight
from ui.formats import date

PORTION = 200
V = VersionStatus


def follow_periods(
    record: Record, *, agreement: Agreement, now: dt.datetime
) -> list[Version]:
    """
    Let the status of an agreement's versions follow their periods; gives what changed.

    The agreement is locked by the caller. Doing it again changes nothing.
    """
    versions = list(
        agreement.versions.select_for_update()
        .filter(signed_at__isnull=False)
        .order_by("in_force_from", "pk")
    )
    begins = [version.in_force_from for version in versions]
    ends_on = ends_by_notice(agreement)
    ended_at = None if ends_on is None else midnight(ends_on + dt.timedelta(days=1))
    before = {version.pk: version.status for version in versions}
    for version in versions:
        version.agreement = agreement
        _follow(version, begins, ended_at, now)
    changed = [each for each in versions if each.status != before[each.pk]]
    # Whatever begins is what the act is about; what ends with it comes after.
    changed.sort(key=lambda each: before[each.pk] != V.SIGNED)
    record.about(*changed)
    for version in changed:
        if version.status == V.IN_FORCE:
            _tell_in_force(record, version)
    follow_dates(record, agreement=agreement)
    return changed


def _follow(
    version: Version,
    begins: list[Any],
    ended_at: dt.datetime | None,
    now: dt.datetime,
) -> None:
    if version.in_force_from is None:
        _lapse(version, ended_at, now)
        return
    period = Period(starts_at=version.in_force_from, ends_at=version.in_force_to)
    wanted = status_at(period, now, successors=begins, ended_at=ended_at)
    if version.status == V.SIGNED and wanted != periods.SIGNED:
        _move(version, V.IN_FORCE)
    if version.status == V.IN_FORCE and wanted not in (periods.SIGNED, V.IN_FORCE):
        _move(version, V(wanted))


def _lapse(version: Version, ended_at: dt.datetime | None, now: dt.datetime) -> None:
    # Its last day, or the agreement's, passed before it began: it was never in force.
    over = version.expires_on is not None and version.expires_on < london_day(now)
    over |= ended_at is not None and ended_at <= now
    if version.status == V.SIGNED and over:
        _move(version, V.EXPIRED)


def _move(version: Version, status: VersionStatus) -> None:
    require_version_move(version.status, status)
    version.status = status
    version.save()


def sweep_periods(*, actor: Actor, now: dt.datetime) -> int:
    """
    Bring into force, and end, whatever the calendar has reached; gives how many.

    One act for each agreement. Safe to run twice, and by two workers at once: each
    looks again under the lock.
    """
    due = Version.objects.filter(status=V.SIGNED, in_force_from__lte=now).union(
        Version.objects.filter(status=V.IN_FORCE, in_force_to__lte=now),
        Version.objects.filter(
            status=V.SIGNED, in_force_from=None, expires_on__lt=london_day(now)
        ),
    )
    agreements = sorted({version.agreement_id for version in due[:PORTION]})
    return sum(
        _sweep_one(agreement_id, actor=actor, now=now) for agreement_id in agreements
    )


def _sweep_one(agreement_id: int, *, actor: Actor, now: dt.datetime) -> bool:
    begins = Version.objects.filter(
        agreement_id=agreement_id, status=V.SIGNED, in_force_from__lte=now
    ).exists()
    verb = "came_into_force" if begins else "ended"
    try:
        with act(f"agreements.version.{verb}", by=actor, at=now) as record:
            agreement = lock_agreement(record, agreement_id=agreement_id)
            _require(follow_periods(record, agreement=agreement, now=now))
    except _NothingDueError:
        return False
    return True


class _NothingDueError(Exception):
    """Another worker was first."""


def _require(changed: list[Version]) -> None:
    if not changed:
        raise _NothingDueError


def _tell_in_force(record: Record, version: Version) -> None:
    agreement = version.agreement
    telling.tell(
        record,
        people=telling.partners(record, version=version),
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"In force: {agreement.reference} {agreement.title}"[:200],
        words=(
            f"Every party has signed version {version.number} of {agreement.title}"
            f" ({agreement.reference}). It is in force, with effect from"
            f" {date(version.in_force_from)}."
        ),
    )
