"""What the pages of an agreement show, as plain values in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from agreements.enums import (
    Instrument,
    PartyRole,
    RequestStatus,
    SigningPlan,
)
from agreements.models import Version
from agreements.presenters.markdown import to_html
from agreements.presenters.signatures import SignatureLine, signature_lines
from agreements.presenters.states import effect, version_colour
from agreements.presenters.terms import (
    ConditionLine,
    condition_lines,
    terms_in_words,
)
from agreements.rules.content import Content, PartyContent
from agreements.selectors.addresses import version_address
from agreements.selectors.content import content_of
from ui.formats import count


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version in a list: its state in words, and when it has effect."""

    number: int
    href: str
    state: str
    colour: str
    effect: str


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
    terms: list[tuple[str, str]]
    conditions: list[ConditionLine]


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
            (party.name, _part(party))
            for party in sorted(content.parties, key=lambda party: party.name)
        ],
        clauses=show_clauses(content),
        signatures=signatures,
        signed_count=f"{signed} of {count(len(signatures), 'body', 'bodies')} signed",
        fingerprint=version.content_hash,
        terms=terms_in_words(content),
        conditions=condition_lines(version, content, user=user, now=now),
    )


def _part(party: PartyContent) -> str:
    role = str(PartyRole(party.role).label)
    if party.signing == SigningPlan.ONE:
        return role
    return f"{role}; signs by: {SigningPlan(party.signing).label.lower()}"


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


def version_line(version: Version) -> VersionLine:
    """Say in one line what a version is."""
    return VersionLine(
        number=version.number,
        href=version_address(version),
        state=str(version.get_status_display()),
        colour=version_colour(version),
        effect=effect(version),
    )
