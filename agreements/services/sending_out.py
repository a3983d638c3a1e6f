"""Sending a version out: its text is frozen, and every party's signatory is asked."""

import datetime as dt
from collections.abc import Mapping

from accounts.models import User
from agreements import policies
from agreements.enums import VersionStatus
from agreements.models import Party, SignatureRequest, Version
from agreements.rules.periods import Period, period_of, shortened
from agreements.selectors.bodies import body_acted_for
from agreements.selectors.content import live_content_of, parties_of
from agreements.services import telling
from agreements.services.locking import lock_version
from agreements.transitions import require_version_move
from audit.door import Record, act
from collab.grants import rights_of
from collab.rules.periods import london_day


class NotReadyToSendOutError(ValueError):
    """Something is missing from the draft; the message says what."""


class PartyLacksSignatoryError(ValueError):
    """A party has nobody who may sign; ``lacking`` says of each what to do."""

    def __init__(self, lacking: list[str]) -> None:
        super().__init__(" ".join(lacking))
        self.lacking = lacking


def send_out_for_signature(
    *,
    version_id: int,
    signatories: Mapping[int, int],
    due_on: dt.date,
    actor: User,
    now: dt.datetime,
) -> Version:
    """
    Freeze the text and ask one named signatory of each party to sign.

    ``signatories`` names a person for each organisation, both by internal id.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises IllegalMoveError: if the version was sent out before
    :raises NotReadyToSendOutError: if clauses, parties or dates are missing
    :raises PartyLacksSignatoryError: if a party has nobody named who may sign
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    collaborative = found.agreement.collaborative
    body = body_acted_for(actor, collaborative, now)
    with act(
        "agreements.version.sent_out", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=collaborative.pk, at=now
        )
        require_version_move(version.status, VersionStatus.OUT_FOR_SIGNATURE)
        parties = parties_of(version)
        _require_ready(version, parties, due_on, now)
        named = _named_signatories(version, parties, signatories, now)
        _freeze(version, actor, now)
        record.about(version)
        for party in parties:
            _ask(record, version, party, named[party.pk], due_on, now)
        return version


def _freeze(version: Version, actor: User, now: dt.datetime) -> None:
    content = live_content_of(version)
    version.content = content.text()
    version.content_hash = content.fingerprint()
    version.status = VersionStatus.OUT_FOR_SIGNATURE
    version.sent_out_at = now
    version.sent_out_by = actor
    version.save()


def _ask(
    record: Record,
    version: Version,
    party: Party,
    signatory: User,
    due_on: dt.date,
    now: dt.datetime,
) -> None:
    request = SignatureRequest(
        version=version, party=party, signatory=signatory, asked_at=now, due_on=due_on
    )
    request.save()
    ask_signatory(record, request=request, version=version)


def ask_signatory(
    record: Record, *, request: SignatureRequest, version: Version
) -> None:
    """Tell a signatory that their signature is asked for, until when, and for whom."""
    agreement = version.agreement
    due_on = request.due_on
    telling.tell(
        record,
        people=[request.signatory],
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"Sign {agreement.reference} {agreement.title}"[:200],
        words=(
            f"You are asked to sign version {version.number} of {agreement.title}"
            f" ({agreement.reference}) for {request.party.organisation},"
            f" by {due_on.day} {due_on:%B} {due_on.year}."
            " Open the page to read the exact text, and to sign or decline."
        ),
        page="sign",
    )


def _require_ready(
    version: Version, parties: list[Party], due_on: dt.date, now: dt.datetime
) -> None:
    if not version.clauses.exists():
        raise NotReadyToSendOutError("Add at least one clause first.")
    if len(parties) < 2:
        raise NotReadyToSendOutError("An agreement needs at least two parties.")
    if version.commences_on is None:
        raise NotReadyToSendOutError("Set the day on which it commences first.")
    if due_on < london_day(now):
        raise NotReadyToSendOutError("The day to sign by must not be in the past.")
    period = period_of(version.commences_on, version.expires_on)
    if period.ends_at is not None and period.ends_at <= now:
        raise NotReadyToSendOutError("Its last day has passed: change the dates first.")
    _require_after_predecessors(version, period)


def _require_after_predecessors(version: Version, period: Period) -> None:
    for other in version.agreement.versions.filter(in_force_from__isnull=False):
        begun = Period(starts_at=other.in_force_from, ends_at=other.in_force_to)
        try:
            shortened(begun, period.starts_at)
        except ValueError as error:
            raise NotReadyToSendOutError(
                f"It must commence after version {other.number}, which it replaces."
            ) from error


def _named_signatories(
    version: Version,
    parties: list[Party],
    signatories: Mapping[int, int],
    now: dt.datetime,
) -> dict[int, User]:
    named: dict[int, User] = {}
    lacking: list[str] = []
    for party in parties:
        person = User.objects.filter(pk=signatories.get(party.organisation_id)).first()
        wrong = what_is_lacking(version=version, party=party, person=person, now=now)
        if wrong or person is None:
            lacking.append(wrong)
        else:
            named[party.pk] = person
    if lacking:
        raise PartyLacksSignatoryError(lacking)
    return named


def what_is_lacking(
    *, version: Version, party: Party, person: User | None, now: dt.datetime
) -> str:
    """Say why a person cannot be asked to sign for a party, and what to do; else ""."""
    organisation = party.organisation
    if person is None:
        return f"{organisation}: choose who is to sign."
    found = policies.authority_to_sign(
        user=person, version=version, organisation_id=organisation.pk, at=now
    )
    if not found.allows:
        return (
            f"{organisation}: {person.name} cannot sign. {found.sentence}"
            f" An organisation lead of {organisation} can record what is missing."
        )
    collaborative = version.agreement.collaborative
    if collaborative.pk not in rights_of(person, now).collaboratives:
        return (
            f"{organisation}: {person.name} cannot open the pages of {collaborative}."
            " Give them the role of member first."
        )
    return ""
