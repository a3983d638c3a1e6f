"""What the pages of an agreement show, as plain values in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from accounts.models import User
from agreements import policies
from agreements.enums import Instrument, PartyRole, RequestStatus, VersionStatus
from agreements.models import Agreement, SignatureRequest, Version
from agreements.presenters.markdown import to_html
from agreements.presenters.states import effect, request_colour, version_colour
from agreements.rules.content import Content
from agreements.selectors.addresses import version_address
from agreements.selectors.content import content_of
from agreements.services.reminding import LADDER
from collab.rules.periods import london_day
from collab.rules.reminders import next_reminder
from ui.formats import count, date, due, moment


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version in a list: its state in words, and when it has effect."""

    number: int
    href: str
    state: str
    colour: str
    effect: str


@dataclass(frozen=True, kw_only=True)
class SignatureLine:
    """Where one party's signature stands."""

    organisation: str
    organisation_uid: str
    role: str
    state: str
    colour: str
    who: str = ""
    detail: str = ""
    authority: str = ""
    reminder: str = ""
    may_replace: bool = False


@dataclass(frozen=True, kw_only=True)
class ClauseShown:
    """One clause with its number, ready to show."""

    number: int
    identity: str
    heading: str
    html: Markup


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """A version as its page shows it."""

    version: Version
    content: Content
    instrument: str
    state: str
    colour: str
    effect: str
    parties: list[tuple[str, str]]
    clauses: list[ClauseShown]
    signatures: list[SignatureLine]
    signed_count: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class AgreementShown:
    """An agreement on one screen: in force, waiting, due, and every version."""

    agreement: Agreement
    instrument: str
    in_force: Version | None
    in_force_words: str
    parties: list[str]
    signed_by: list[SignatureLine]
    open_version: VersionShown | None
    falls_due: list[tuple[str, str]]
    versions: list[VersionLine]
    may_begin_next: bool = False
    lines: list[Any] = field(default_factory=list)


def show_version(version: Version, *, user: Any, now: dt.datetime) -> VersionShown:
    """Gather what a version's page shows."""
    content = content_of(version)
    signatures = signature_lines(version, user=user, now=now)
    signed = sum(line.state == RequestStatus.SIGNED.label for line in signatures)
    return VersionShown(
        version=version,
        content=content,
        instrument=Instrument(content.instrument).label,
        state=str(version.get_status_display()),
        colour=version_colour(version),
        effect=effect(version),
        parties=[
            (party.name, PartyRole(party.role).label)
            for party in sorted(content.parties, key=lambda party: party.name)
        ],
        clauses=show_clauses(content),
        signatures=signatures,
        signed_count=f"{signed} of {count(len(signatures), 'body', 'bodies')} signed",
        fingerprint=version.content_hash,
    )


def show_clauses(content: Content) -> list[ClauseShown]:
    """Give each clause its number, and its text safe to show."""
    return [
        ClauseShown(
            number=number,
            identity=clause.identity,
            heading=clause.heading,
            html=to_html(clause.text),
        )
        for number, clause in enumerate(content.clauses, start=1)
    ]


def signature_lines(
    version: Version, *, user: Any, now: dt.datetime
) -> list[SignatureLine]:
    """Say of each party where its signature stands, the latest request of each."""
    requests = (
        version.requests.exclude(status=RequestStatus.REPLACED)
        .select_related(
            "party__organisation", "signatory", "sign_off__delegation", "version"
        )
        .order_by("party__organisation__name", "pk")
    )
    may = version.is_out_for_signature and policies.can_govern(
        user=user, collaborative_id=version.agreement.collaborative_id, at=now
    )
    return [_signature_line(request, may=may, now=now) for request in requests]


def _signature_line(
    request: SignatureRequest, *, may: bool, now: dt.datetime
) -> SignatureLine:
    organisation = request.party.organisation
    line: dict[str, Any] = {
        "organisation": organisation.name,
        "organisation_uid": organisation.uid,
        "role": str(request.party.get_role_display()),
        "state": RequestStatus(request.status).label,
        "colour": request_colour(request),
        "may_replace": may and request.status != RequestStatus.SIGNED,
    }
    if hasattr(request, "sign_off"):
        return SignatureLine(**line, **_signed(request))
    if request.status == RequestStatus.ASKED:
        return SignatureLine(**line, **_asked(request, now))
    if request.status == RequestStatus.DECLINED:
        detail = f"Declined on {moment(request.decided_at)}: {request.decline_reason}"
        return SignatureLine(**line, who=request.signatory.name, detail=detail)
    return SignatureLine(**line, who=request.signatory.name)


def _signed(request: SignatureRequest) -> dict[str, Any]:
    sign_off = request.sign_off
    return {
        "who": f"{sign_off.signatory_name}, {sign_off.capacity}",
        "detail": f"Signed on {moment(sign_off.signed_at)}",
        "authority": authority_in_words(sign_off.delegation),
    }


def _asked(request: SignatureRequest, now: dt.datetime) -> dict[str, Any]:
    today = london_day(now)
    coming = next_reminder(
        LADDER,
        began_on=london_day(request.asked_at),
        due_on=request.due_on,
        today=today,
    )
    reminder = ""
    if coming is not None:
        day, rung = coming
        whom = {
            "signatory": request.signatory.name,
            "deputies": "the deputies",
            "sender": "whoever sent it out",
        }[rung.whom]
        reminder = f"Next reminder on {date(day)}, to {whom}"
    return {
        "who": request.signatory.name,
        "detail": (
            f"Asked on {date(request.asked_at)}; due {date(request.due_on)}"
            f" ({due(request.due_on, today)})"
        ),
        "reminder": reminder,
    }


def authority_in_words(delegation: Any) -> str:
    """Quote a delegation: the source, the paragraph, the limit and the period."""
    limit = (
        "without a limit in money"
        if delegation.limit_pence is None
        else f"up to £{delegation.limit_pence // 100:,}"
    )
    paragraph = (
        f", paragraph {delegation.source_paragraph}"
        if delegation.source_paragraph
        else ""
    )
    until = f" until {moment(delegation.ends_at)}" if delegation.ends_at else ""
    return (
        f"{delegation.source}{paragraph}: as {delegation.capacity}, {limit},"
        f" from {date(delegation.starts_at)}{until}"
    )


def version_line(version: Version) -> VersionLine:
    """Say in one line what a version is."""
    return VersionLine(
        number=version.number,
        href=version_address(version, "draft" if version.is_draft else "version"),
        state=str(version.get_status_display()),
        colour=version_colour(version),
        effect=effect(version),
    )


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
    still_open = any(
        each.is_draft or each.status in ("in_review", "approved", "out_for_signature")
        for each in versions
    )
    governs = policies.can_govern(
        user=user, collaborative_id=agreement.collaborative_id, at=now
    )
    return AgreementShown(
        agreement=agreement,
        instrument=str(agreement.get_instrument_display()),
        in_force=current,
        in_force_words=effect(current) if current else "",
        parties=_party_names(current or versions[0]),
        signed_by=signature_lines(current, user=user, now=now) if current else [],
        open_version=show_version(waiting, user=user, now=now) if waiting else None,
        falls_due=_falls_due(versions, now),
        versions=[version_line(each) for each in versions],
        may_begin_next=governs and not still_open,
    )


def _party_names(version: Version) -> list[str]:
    return sorted(party.name for party in content_of(version).parties)


def _falls_due(versions: list[Version], now: dt.datetime) -> list[tuple[str, str]]:
    found = []
    for version in versions:
        if version.is_out_for_signature:
            requests = version.requests.filter(status=RequestStatus.ASKED)
            day = min((each.due_on for each in requests), default=None)
            if day is not None:
                words = f"{date(day)} ({due(day, london_day(now))})"
                found.append((f"Signatures on version {version.number}", words))
        if version.status == VersionStatus.SIGNED:
            found.append(
                (f"Version {version.number} begins", date(version.in_force_from))
            )
        if version.is_in_force_at(now) and version.in_force_to is not None:
            found.append(
                (f"Version {version.number} ends", moment(version.in_force_to))
            )
    return found
