"""The certificate of a version: who signed what, by which authority, and every event."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignOff, Version
from agreements.presenters.outside import MARK, show_outside
from agreements.presenters.paper import PAPERS
from agreements.presenters.signatures import authority_of
from agreements.presenters.states import effect
from agreements.selectors.content import content_of
from agreements.selectors.record import VersionRecord, record_of
from audit.models import Event
from audit.presenters.sentences import People, sentence_of
from audit.selectors.events import personal_values
from ui.formats import date, exact, fingerprint, moment, pounds_short
from ui.papers import frame, typeset
from ui.registries import sample_notice

TEMPLATE: Final = PAPERS / "certificate.typ"
ERASED: Final = "(erased)"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """One signature with everything that stands behind it, as pairs to show."""

    organisation: str
    pairs: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One act, or one reminder, as the certificate lists it."""

    when: str
    who: str
    what: str
    proof: str


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """Everything the page and the paper say."""

    version: Version
    is_final: bool
    standing: str
    facts: list[tuple[str, str]]
    signed: list[Signed]
    happenings: list[Happening]
    as_at: dt.datetime


def show_certificate(version: Version) -> Certificate:
    """Gather the certificate of a version that was sent out at some time."""
    content = content_of(version)
    outside = show_outside(version)
    signed = [_signed(each) for each in _sign_offs(version)]
    record = record_of(version)
    return Certificate(
        version=version,
        is_final=version.signed_at is not None,
        standing=_standing(version, len(signed)),
        facts=[
            ("Agreement", f"{content.reference} {content.title}"),
            ("Version", str(version.number)),
            ("Between", "; ".join(sorted(p.name for p in content.parties))),
            ("State", f"{version.get_status_display()}. {effect(version)}."),
            ("Value", pounds_short(content.value_pence) or "None"),
            ("SHA-256 of the content", fingerprint(version.content_hash)),
            ("Sent out to be signed", _sent_out(version)),
            *(outside.pairs if outside else []),
        ],
        signed=signed,
        happenings=_happenings(record),
        as_at=max(
            [event.recorded_at for event in record.events]
            + [reminder.sent_at for reminder in record.reminders]
        ),
    )


def certificate_pdf(version: Version) -> bytes:
    """Typeset the certificate as of the last thing that happened to the version."""
    shown = show_certificate(version)
    data = certificate_data(shown, invented=sample_notice())
    return typeset(TEMPLATE, data, at=shown.as_at)


def certificate_data(shown: Certificate, *, invented: bool) -> dict[str, Any]:
    """Give everything the document says, as values and never as markup."""
    version = shown.version
    agreement = version.agreement
    withdrawn = version.status == VersionStatus.WITHDRAWN
    return {
        **frame(
            title=f"Certificate of signatures: {agreement.title}",
            name=f"{agreement.reference}, version {version.number}, certificate",
            author=agreement.collaborative.name,
            invented=invented,
            stamp=f"as at {moment(shown.as_at)}",
            foot=[f"Content {fingerprint(version.content_hash)}"],
            marks=[MARK] if version.signed_outside else [],
            across="" if shown.is_final else "withdrawn" if withdrawn else "interim",
        ),
        "standing": shown.standing,
        "facts": [list(pair) for pair in shown.facts],
        "signed": [
            {"organisation": each.organisation, "pairs": [list(p) for p in each.pairs]}
            for each in shown.signed
        ],
        "happenings": [
            [each.when, f"{each.who} {each.what}", each.proof]
            for each in shown.happenings
        ],
    }


def _standing(version: Version, signatures: int) -> str:
    if version.signed_outside:
        return (
            "This version was signed outside Concordat and recorded from a signed copy."
            " No signature of it was given here."
        )
    if version.signed_at is not None:
        return (
            "Every signature that this version needed was given on the content named"
            f" below; the last on {moment(version.signed_at)}."
        )
    if version.status == VersionStatus.WITHDRAWN:
        return "This version was withdrawn. The signatures it had bring nothing about."
    return (
        "This certificate is interim: signatures are still waited for."
        f" {signatures} {'is' if signatures == 1 else 'are'} given so far."
    )


def _sent_out(version: Version) -> str:
    if version.sent_out_at is None:
        return "No" if version.signed_outside else "Not now"
    who = f" by {version.sent_out_by.name}" if version.sent_out_by else ""
    return f"{moment(version.sent_out_at)}{who}"


def _sign_offs(version: Version) -> list[SignOff]:
    given = version.sign_offs.filter(content_hash=version.content_hash)
    if version.status != VersionStatus.WITHDRAWN:
        # What was signed before a party withdrew binds nobody; the events tell of it.
        given = given.filter(request__status=RequestStatus.SIGNED)
    return list(
        given.select_related(
            "organisation",
            "delegation__source_document",
            "delegation__user",
            "delegation__proposed_by",
            "delegation__confirmed_by",
            "deputy__source_document",
            "deputy__appointment__user",
            "outside__first_word_by",
            "outside__second_word_by",
            "outside__document",
            "paper__recorded_by",
            "paper__decided_by",
            "paper__document",
        ).order_by("signed_at", "pk")
    )


def _signed(sign_off: SignOff) -> Signed:
    pairs = [
        ("Signed by", f"{sign_off.signatory_name or ERASED}, {sign_off.capacity}"),
        ("When", f"{moment(sign_off.signed_at)} ({exact(sign_off.signed_at)})"),
        ("How", str(sign_off.get_method_display())),
        ("Content", fingerprint(sign_off.content_hash)),
        ("By what authority", authority_of(sign_off)),
        *_resting_on(sign_off),
    ]
    if (deputy := sign_off.deputy) is not None:
        holder = deputy.appointment.user.name
        source = f"by {deputy.source or 'no source'}; {_document(deputy)}"
        pairs.append(("As deputy of", f"{holder}, {source}"))
    return Signed(organisation=sign_off.organisation.name, pairs=pairs)


def _resting_on(sign_off: SignOff) -> list[tuple[str, str]]:
    if sign_off.paper is not None:
        paper = sign_off.paper
        where = f"{paper.place}, {date(paper.signed_on)}"
        witness = paper.witness_name or "None"
        if paper.witness_address:
            witness += f", {paper.witness_address}"
        return [("Signed on paper at", where), ("Witness", witness)]
    if sign_off.outside is not None:
        mark = fingerprint(sign_off.outside.document.sha256)
        return [("Document of the authority", f"File with the SHA-256 {mark}")]
    delegation: Any = sign_off.delegation
    return [
        (
            "Delegation to",
            (
                f"{delegation.user.name}; proposed by {delegation.proposed_by.name},"
                f" confirmed by {_confirmer(delegation)}"
            ),
        ),
        ("Document of the delegation", _document(delegation)),
    ]


def _confirmer(row: Any) -> str:
    if row.confirmed_by is None:
        return "nobody"
    return f"{row.confirmed_by.name} on {moment(row.confirmed_at)}"


def _document(row: Any) -> str:
    if row.source_document is None:
        return "No file was added"
    return f"File with the SHA-256 {fingerprint(row.source_document.sha256)}"


def _happenings(record: VersionRecord) -> list[Happening]:
    people = People.in_events(record.events)
    payloads = {event.uid: json.loads(event.payload) for event in record.events}
    reasons = personal_values(
        payload["reason"]["ref"]
        for payload in payloads.values()
        if payload.get("reason")
    )
    acts = [
        (event.recorded_at, _act(event, payloads[event.uid], people, reasons))
        for event in record.events
    ]
    reminded = [
        (
            reminder.sent_at,
            Happening(
                when=moment(reminder.sent_at),
                who="Concordat",
                what=(
                    f"reminded {reminder.user.name or ERASED}: {reminder.subject_label}"
                ),
                proof=reminder.uid,
            ),
        )
        for reminder in record.reminders
    ]
    return [each for _, each in sorted([*acts, *reminded], key=lambda pair: pair[0])]


def _act(
    event: Event,
    payload: dict[str, Any],
    people: People,
    reasons: dict[str, str | None],
) -> Happening:
    what = sentence_of(event, people)
    body = payload.get("for", {}).get("label", "")
    if payload.get("reason"):
        reason = reasons.get(payload["reason"]["ref"]) or ERASED
        what = f"{what}. The reason given: {reason}"
    return Happening(
        when=moment(event.at),
        who=f"{people.actor(event)}{f', for {body},' if body else ''}",
        what=what,
        proof=event.act_uid,
    )
