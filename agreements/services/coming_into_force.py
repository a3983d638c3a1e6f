"""Periods become facts with the last signature; status follows them, exactly once."""

import datetime as dt
from typing import Any

from agreements.enums import VersionStatus
from agreements.models import Agreement, Version
from agreements.rules import periods
from agreements.rules.periods import Period, period_of, shortened, status_at
from agreements.selectors.content import content_of
from agreements.services import telling
from agreements.services.locking import lock_agreement
from agreements.transitions import require_version_move
from audit.door import Actor, Record, act
from ui.formats import date

PORTION = 200
V = VersionStatus


def complete(record: Record, *, version: Version, now: dt.datetime) -> None:
    """
    Make a version whose last signature has just been given a signed one.

    Its period is set, its predecessor ends at the instant it begins, parties join and
    leave on that day, and where that instant has come it is in force at once.
    """
    require_version_move(version.status, V.SIGNED)
    if version.commences_on is None:
        raise ValueError(f"{version} was sent out without a day to commence.")
    period = period_of(version.commences_on, version.expires_on)
    _end_predecessors(version, period)
    version.status = V.SIGNED
    version.signed_at = now
    version.in_force_from = period.starts_at
    version.in_force_to = period.ends_at
    version.save()
    _settle_parties(version)
    changed = follow_periods(record, agreement=version.agreement, now=now)
    if all(other.pk != version.pk for other in changed):
        _tell_signed(record, version)


def _end_predecessors(version: Version, period: Period) -> None:
    others = version.agreement.versions.select_for_update().filter(
        in_force_from__isnull=False
    )
    for other in others.order_by("pk"):
        begun = Period(starts_at=other.in_force_from, ends_at=other.in_force_to)
        ended = shortened(begun, period.starts_at)
        if ended != begun:
            other.in_force_to = ended.ends_at
            other.save()


def _settle_parties(version: Version) -> None:
    bound = {party.organisation for party in content_of(version).parties}
    parties = version.agreement.parties.select_related("organisation")
    for party in parties.filter(left_on=None).select_for_update(of=("self",)):
        if party.organisation.uid in bound:
            party.joined_on = party.joined_on or version.commences_on
            party.save()
        elif party.leaving_with_id == version.pk:
            party.left_on = version.commences_on
            party.save()


def follow_periods(
    record: Record, *, agreement: Agreement, now: dt.datetime
) -> list[Version]:
    """
    Let the status of an agreement's versions follow their periods; gives what changed.

    The agreement is locked by the caller. Doing it again changes nothing.
    """
    versions = list(
        agreement.versions.select_for_update()
        .filter(in_force_from__isnull=False)
        .order_by("in_force_from", "pk")
    )
    begins = [version.in_force_from for version in versions]
    before = {version.pk: version.status for version in versions}
    for version in versions:
        version.agreement = agreement
        _follow(version, begins, now)
    changed = [each for each in versions if each.status != before[each.pk]]
    # Whatever begins is what the act is about; what ends with it comes after.
    changed.sort(key=lambda each: before[each.pk] != V.SIGNED)
    record.about(*changed)
    for version in changed:
        if version.status == V.IN_FORCE:
            _tell_in_force(record, version)
    return changed


def _follow(version: Version, begins: list[Any], now: dt.datetime) -> None:
    if version.in_force_from is None:
        return
    period = Period(starts_at=version.in_force_from, ends_at=version.in_force_to)
    wanted = status_at(period, now, successors=begins)
    if version.status == V.SIGNED and wanted != periods.SIGNED:
        _move(version, V.IN_FORCE)
    if version.status == V.IN_FORCE and wanted in (periods.SUPERSEDED, periods.EXPIRED):
        _move(version, V(wanted))


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
        Version.objects.filter(status=V.IN_FORCE, in_force_to__lte=now)
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


def _tell_signed(record: Record, version: Version) -> None:
    agreement = version.agreement
    telling.tell(
        record,
        people=telling.partners(record, version=version),
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Signed: {agreement.reference} {agreement.title}"[:200],
        words=(
            f"Every party has signed version {version.number} of {agreement.title}"
            f" ({agreement.reference}). It comes into force on"
            f" {date(version.in_force_from)}."
        ),
    )
