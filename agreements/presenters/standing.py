"""An agreement on one screen: what binds, who signed, what falls due, what is next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from agreements import policies
from agreements.enums import AgreementStatus, RequestStatus, VersionStatus
from agreements.models import Agreement, Notice, Version
from agreements.models.versions import OPEN_STATUSES
from agreements.presenters.notices import notice_lines
from agreements.presenters.pages import (
    VersionLine,
    VersionShown,
    show_version,
    version_line,
)
from agreements.presenters.signatures import SignatureLine, signature_lines
from agreements.presenters.states import effect
from agreements.rules.notice import last_day_for_notice
from agreements.selectors.content import content_of
from agreements.selectors.notices import outcome_of, running_notices
from collab.presenters.recent import changed_in
from collab.rules.periods import london_day
from ui.formats import count, date, due, moment

CHANGES_SHOWN = 5
V = VersionStatus
Dues = list[tuple[dt.date, str, str]]


@dataclass(frozen=True, kw_only=True)
class AgreementShown:
    """An agreement on one screen: in force, waiting, due, and every version."""

    agreement: Agreement
    instrument: str
    in_force: Version | None
    in_force_words: str
    parties: list[str]
    party_note: str
    signed_by: list[SignatureLine]
    open_version: VersionShown | None
    in_hand: VersionLine | None
    falls_due: list[tuple[str, str]]
    versions: list[VersionLine]
    notices: list[dict[str, str]]
    next_steps: list[str]
    changes: list[dict[str, Any]]
    may_begin_next: bool
    may_give_notice: bool


def show_agreement(
    agreement: Agreement, *, user: User, now: dt.datetime
) -> AgreementShown:
    """Gather what an agreement's page shows."""
    versions = list(
        agreement.versions.select_related("sent_out_by").order_by("-number")
    )
    for version in versions:
        version.agreement = agreement
    current = next((each for each in versions if each.is_in_force_at(now)), None)
    waiting = next((each for each in versions if each.is_out_for_signature), None)
    in_hand = next((each for each in versions if each.status in OPEN_STATUSES), None)
    notices = running_notices(agreement)
    governs = policies.can_govern(
        user=user, collaborative_id=agreement.collaborative_id, at=now
    )
    shown = show_version(waiting, user=user, now=now) if waiting else None
    goes_on = agreement.status == AgreementStatus.OPEN
    return AgreementShown(
        agreement=agreement,
        instrument=str(agreement.get_instrument_display()),
        in_force=current,
        in_force_words=effect(current) if current else "",
        parties=_party_names(current or versions[0], agreement, now),
        party_note="" if current else "As the latest version names them.",
        signed_by=signature_lines(current, user=user, now=now) if current else [],
        open_version=shown,
        in_hand=version_line(in_hand) if in_hand else None,
        falls_due=_falls_due(versions, notices, now),
        versions=[version_line(each) for each in versions],
        notices=notice_lines(notices),
        next_steps=_next_steps(agreement, versions, shown, now),
        changes=changed_in(
            user=user,
            now=now,
            uids=[agreement.uid, *(each.uid for each in versions[:CHANGES_SHOWN])],
            most=CHANGES_SHOWN,
        ),
        may_begin_next=governs and goes_on and in_hand is None,
        may_give_notice=bool(current and current.notice_length),
    )


def _party_names(version: Version, agreement: Agreement, now: dt.datetime) -> list[str]:
    today = london_day(now)
    left = dict(
        agreement.parties.filter(left_on__isnull=False).values_list(
            "organisation__uid", "left_on"
        )
    )
    names = []
    for party in content_of(version).parties:
        gone = left.get(party.organisation)
        if gone is None:
            names.append(party.name)
        elif gone > today:
            names.append(f"{party.name}, until {date(gone - dt.timedelta(days=1))}")
        else:
            names.append(f"{party.name}, left on {date(gone)}")
    return sorted(names)


def _falls_due(
    versions: list[Version], notices: list[Notice], now: dt.datetime
) -> list[tuple[str, str]]:
    today = london_day(now)
    found: Dues = []
    for version in versions:
        found += _due_of_signing(version)
        if version.is_in_force_at(now):
            found += _due_in_force(version, today)
    found += [
        (
            each.last_on,
            f"Last day of the notice of {each.party.organisation}",
            date(each.last_on),
        )
        for each in notices
    ]
    return [
        (label, f"{words} ({due(day, today)})") for day, label, words in sorted(found)
    ]


def _due_of_signing(version: Version) -> Dues:
    if version.is_out_for_signature:
        requests = version.requests.filter(status=RequestStatus.ASKED)
        days = sorted(each.due_on for each in requests)
        label = f"Signatures on version {version.number}"
        return [(day, label, date(day)) for day in days[:1]]
    if version.status == V.SIGNED and version.in_force_from is not None:
        day = london_day(version.in_force_from)
        return [(day, f"Version {version.number} begins", date(day))]
    return []


def _due_in_force(version: Version, today: dt.date) -> Dues:
    found: Dues = []
    if version.review_on is not None:
        found.append((version.review_on, "Review", date(version.review_on)))
    if version.in_force_to is None:
        return found
    ends = london_day(version.in_force_to)
    label = f"Version {version.number} ends"
    found.append((ends, label, moment(version.in_force_to)))
    last = version.expires_on
    if last and last < ends <= last + dt.timedelta(days=1) and version.notice_length:
        day = last_day_for_notice(
            last, length=version.notice_length, unit=version.notice_unit
        )
        if day >= today:
            found.append((day, "Last day to give notice before the end", date(day)))
    return found


def _next_steps(
    agreement: Agreement,
    versions: list[Version],
    waiting: VersionShown | None,
    now: dt.datetime,
) -> list[str]:
    if agreement.status in (AgreementStatus.ENDED, AgreementStatus.NOVATED):
        return [f"Nothing. It is {agreement.get_status_display().lower()}."]
    steps = [
        sentence
        for version in versions
        if (sentence := _next_of(version, waiting, now))
    ]
    if agreement.status == AgreementStatus.IN_NOTICE:
        ends_on = outcome_of(agreement).ends_on
        steps.append(
            f"Notice ends the agreement with {date(ends_on)}, unless it is withdrawn."
            if ends_on
            else "A party leaves on the last day of its notice, and the others go on."
        )
    return steps or ["Nothing is under way."]


_NEXT = {
    V.DRAFT: "is being written; a governance lead sends it on when it is complete",
    V.IN_REVIEW: "waits for its approvals",
    V.RECORDED: "was signed elsewhere; a second person checks the record",
    V.APPROVED: "is approved and can be sent out to be signed",
}


def _next_of(version: Version, waiting: VersionShown | None, now: dt.datetime) -> str:
    name = f"Version {version.number}"
    if version.status in _NEXT:
        return f"{name} {_NEXT[V(version.status)]}."
    if waiting is not None and version.pk == waiting.version.pk:
        return (
            f"{name} waits for signatures: {waiting.signed_count.lower()}. It comes into"
            f" force after the last one, on {date(version.commences_on)} at the earliest."
        )
    if version.status == V.SIGNED and version.in_force_from is None:
        still = version.conditions.still_open().count()
        waits = count(still, "condition is", "conditions are")
        return f"{name} is signed. It comes into force once {waits} met."
    starts_at = version.in_force_from
    if version.status == V.SIGNED and starts_at is not None and starts_at > now:
        return f"{name} comes into force on {date(starts_at)}."
    return ""
