"""Recording an agreement that was signed elsewhere, and checking the record."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accounts.models import User
from agreements import policies
from agreements.enums import Instrument, NoticeUnit, PartyRole, VersionStatus
from agreements.models import (
    Agreement,
    Clause,
    OutsideRecord,
    Party,
    Version,
    WrittenSignatory,
)
from agreements.selectors.bodies import body_acted_for, members_of
from agreements.selectors.content import live_content_of
from agreements.services import telling
from agreements.services.completing import begin_once_met
from agreements.services.locking import lock_version
from agreements.transitions import require_version_move
from audit.door import Record, act
from audit.rules.uids import new_uid
from collab.grants import rights_of
from collab.models import Collaborative, Document
from collab.rules.files import PDF
from collab.rules.periods import london_day, span
from collab.services.references import next_reference

HEADING: Final = "Text of the agreement"


class UnclearRecordError(ValueError):
    """What was recorded cannot be so; ``field`` says which part of it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class OutsideParty:
    """A party of the signed copy, and who signed for it, with capacity, as written."""

    organisation_id: int
    role: PartyRole | str
    signed_by: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the signed copy says."""

    title: str
    instrument: Instrument | str
    signed_on: dt.date
    commences_on: dt.date
    parties: Sequence[OutsideParty]
    expires_on: dt.date | None = None
    review_on: dt.date | None = None
    notice_months: int | None = None
    value_pence: int | None = None
    text: str = ""


def record_existing(
    *,
    collaborative_id: int,
    signed_copy_id: int,
    facts: Facts,
    actor: User,
    now: dt.datetime,
) -> Version:
    """
    Record an agreement signed elsewhere; it counts once a second person checked it.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises UnclearRecordError: if dates, parties or the copy cannot be so
    """
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    body = body_acted_for(actor, collaborative, now)
    with act(
        "agreements.outside.recorded", by=actor, for_organisation=body, at=now
    ) as record:
        policies.require_can_govern(
            user=actor, collaborative_id=collaborative_id, at=now
        )
        copy = _copy(signed_copy_id, actor, now)
        _require_clear(facts, collaborative, now)
        version = _version(record, collaborative, facts, actor, now)
        _parts(version, facts)
        _freeze(version)
        outside = OutsideRecord.objects.create(
            version=version,
            signed_copy=copy,
            signed_on=facts.signed_on,
            recorded_by=actor,
            recorded_at=now,
        )
        for party in facts.parties:
            WrittenSignatory.objects.create(
                record=outside,
                organisation_id=party.organisation_id,
                name=party.signed_by,
            )
        record.about(version, outside)
        _ask_to_check(record, version, actor)
        return version


def check_record(
    *, version_id: int, fingerprint: str, actor: User, now: dt.datetime
) -> Version:
    """
    Say that the record agrees with the signed original; its period stands from now.

    ``fingerprint`` is that of the record the person was shown.

    :raises NotTheCheckerError: if the person recorded it, or takes no part
    :raises IllegalMoveError: if it was checked or withdrawn before
    :raises UnclearRecordError: if another record was shown
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.outside.checked", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        outside = OutsideRecord.objects.select_for_update().get(version=version)
        policies.require_can_check(user=actor, outside=outside, at=now)
        require_version_move(version.status, VersionStatus.SIGNED)
        if fingerprint != version.content_hash:
            raise UnclearRecordError("", "The record is not the one you were shown.")
        outside.checked_by = actor
        outside.checked_at = now
        outside.save()
        version.status = VersionStatus.SIGNED
        version.signed_at = span(outside.signed_on, None)[0]
        version.save()
        record.about(version, outside)
        begin_once_met(record, version=version, now=now)
        return version


def _copy(pk: int, actor: User, now: dt.datetime) -> Document:
    found: Document | None = (
        Document.objects.visible_to(rights_of(actor, now)).filter(pk=pk).first()
    )
    if found is None or found.media_type != PDF:
        raise UnclearRecordError("", "The signed copy must be a PDF that you added.")
    return found


def _require_clear(
    facts: Facts, collaborative: Collaborative, now: dt.datetime
) -> None:
    if facts.signed_on > london_day(now):
        raise UnclearRecordError("signed_on", "It cannot have been signed in future.")
    if facts.expires_on is not None and facts.expires_on < facts.commences_on:
        raise UnclearRecordError(
            "expires_on", "The last day must not lie before the first."
        )
    if len(facts.parties) < 2:
        raise UnclearRecordError("", "An agreement needs at least two parties.")
    if any(not party.signed_by.strip() for party in facts.parties):
        raise UnclearRecordError("", "Say of each party who signed, as it is written.")
    members = {body.pk for body in members_of(collaborative, now)}
    if any(party.organisation_id not in members for party in facts.parties):
        raise UnclearRecordError("", "Every party must be a member here.")


def _version(
    record: Record,
    collaborative: Collaborative,
    facts: Facts,
    actor: User,
    now: dt.datetime,
) -> Version:
    number = next_reference(record, series=f"{collaborative.slug}/agreements")
    agreement = Agreement.objects.create(
        collaborative=collaborative,
        reference=f"AGR-{number:03d}",
        title=facts.title.strip(),
        instrument=Instrument(facts.instrument),
        created_at=now,
    )
    version: Version = Version.objects.create(
        agreement=agreement,
        number=1,
        status=VersionStatus.RECORDED,
        signed_outside=True,
        commences_on=facts.commences_on,
        expires_on=facts.expires_on,
        review_on=facts.review_on,
        notice_length=facts.notice_months,
        notice_unit=NoticeUnit.MONTHS if facts.notice_months else "",
        value_pence=facts.value_pence,
        written_by=actor,
        created_at=now,
    )
    return version


def _parts(version: Version, facts: Facts) -> None:
    for party in facts.parties:
        Party.objects.create(
            agreement=version.agreement,
            organisation_id=party.organisation_id,
            role=PartyRole(party.role),
        )
    if facts.text.strip():
        Clause.objects.create(
            version=version,
            identity=new_uid("cl"),
            position=1,
            heading=HEADING,
            text=facts.text,
        )


def _freeze(version: Version) -> None:
    content = live_content_of(version)
    version.content = content.text()
    version.content_hash = content.fingerprint()
    version.save()


def _ask_to_check(record: Record, version: Version, actor: User) -> None:
    agreement = version.agreement
    people = telling.governance_leads(record, version=version)
    telling.tell(
        record,
        people=[person for person in people if person.pk != actor.pk],
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Check the record of {agreement.reference} {agreement.title}"[:200],
        words=(
            f"{actor.name} recorded {agreement.title} ({agreement.reference}), which"
            " was signed outside Concordat. Somebody else must compare the record with"
            " the signed original before it counts."
        ),
    )
