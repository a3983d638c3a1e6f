"""Periods become facts with the last signature, or with the last condition met."""

import datetime as dt

from agreements.enums import VersionStatus
from agreements.models import Version
from agreements.rules.periods import Period, shortened
from agreements.selectors.content import content_of
from agreements.selectors.effect import period_once_met
from agreements.services import telling
from agreements.services.coming_into_force import follow_periods
from agreements.services.locking import require_going_on
from agreements.transitions import require_version_move
from audit.door import Record
from collab.rules.periods import london_day
from ui.formats import count, date

V = VersionStatus


def complete(record: Record, *, version: Version, now: dt.datetime) -> None:
    """
    Make a version whose last signature has just been given a signed one.

    A version signed before it that still waited for its conditions is superseded: it
    is in force at no moment (docs/adr/0009).

    :raises AgreementOverError: if the agreement has ended, or notice is to end it
    """
    require_going_on(record, agreement=version.agreement)
    require_version_move(version.status, V.SIGNED)
    version.status = V.SIGNED
    version.signed_at = now
    version.save()
    _supersede_waiting(version)
    begin_once_met(record, version=version, now=now)


def begin_once_met(record: Record, *, version: Version, now: dt.datetime) -> None:
    """
    Set the period of a signed version once its conditions precedent are met.

    Its predecessor ends at the instant it begins, parties join and leave on that day,
    and where that instant has come it is in force at once.
    """
    still_open = version.conditions.still_open().count()
    if still_open:
        _tell_waiting(record, version, still_open)
        return
    period = period_once_met(version)
    if period is None:
        follow_periods(record, agreement=version.agreement, now=now)
        return
    _end_predecessors(version, period)
    version.in_force_from = period.starts_at
    version.in_force_to = period.ends_at
    version.save()
    _settle_parties(version, london_day(period.starts_at))
    changed = follow_periods(record, agreement=version.agreement, now=now)
    if all(other.pk != version.pk for other in changed):
        _tell_signed(record, version)


def _supersede_waiting(version: Version) -> None:
    waiting = version.agreement.versions.select_for_update().filter(
        status=V.SIGNED, in_force_from=None
    )
    for other in waiting.exclude(pk=version.pk).order_by("pk"):
        require_version_move(other.status, V.SUPERSEDED)
        other.status = V.SUPERSEDED
        other.save()


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


def _settle_parties(version: Version, first: dt.date) -> None:
    bound = {party.organisation for party in content_of(version).parties}
    parties = version.agreement.parties.select_related("organisation")
    for party in parties.filter(left_on=None).select_for_update(of=("self",)):
        if party.organisation.uid in bound:
            party.joined_on = party.joined_on or first
            party.save()
        elif party.leaving_with_id == version.pk:
            party.left_on = first
            party.save()


def _tell_signed(record: Record, version: Version) -> None:
    _tell(record, version, f"It comes into force on {date(version.in_force_from)}.")


def _tell_waiting(record: Record, version: Version, still_open: int) -> None:
    waits = count(still_open, "condition is", "conditions are")
    _tell(record, version, f"It comes into force once {waits} met.")


def _tell(record: Record, version: Version, what_follows: str) -> None:
    agreement = version.agreement
    telling.tell(
        record,
        people=telling.partners(record, version=version),
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Signed: {agreement.reference} {agreement.title}"[:200],
        words=(
            f"Every party has signed version {version.number} of {agreement.title}"
            f" ({agreement.reference}). {what_follows}"
        ),
    )
