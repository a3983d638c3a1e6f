"""Notice: one party says that it will leave, or that the agreement shall end."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.policies import require_fresh_authentication
from agreements.enums import AgreementStatus, NoticeStatus
from agreements.models import Agreement, Notice, Party, Version
from agreements.policies import voices
from agreements.rules.giving_notice import last_day
from agreements.selectors.content import content_of
from agreements.services import telling
from agreements.services.falling_due import follow_dates
from agreements.services.locking import lock_agreement
from agreements.services.notice_effect import lay_out, settle_status
from agreements.services.signing import capacity_of
from agreements.transitions import IllegalMoveError
from audit.door import Record, act
from collab.models import Delegation, Organisation
from collab.rules.periods import london_day
from collab.selectors.authority import Authority
from ui.formats import date

A = AgreementStatus


class NoNoticeAgreedError(ValueError):
    """Nothing is in force, or what is in force has no terms of notice."""


class NotBoundError(ValueError):
    """The body is not bound by the agreement today."""


class NoticeGivenError(IllegalMoveError):
    """The body has given notice, or has none running to withdraw."""


def give_notice(
    *,
    agreement_id: int,
    organisation_id: int,
    words: str,
    session: Mapping[str, Any],
    actor: User,
    now: dt.datetime,
) -> Notice:
    """
    Give notice for one party under the version that is in force.

    The last day follows from that version's terms and is told to every partner. Where
    notice ends the agreement, its periods end with that day from this act on.

    :raises MayNotGiveNoticeError: without a delegation in effect that covers it
    :raises StaleAuthenticationError: if identity was last checked over 5 minutes ago
    :raises NoNoticeAgreedError: if there are no terms of notice in force
    :raises NotBoundError: if the body is not bound
    :raises NoticeGivenError: if its notice runs already
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "agreements.notice.given", by=actor, for_organisation=organisation, at=now
    ) as record:
        agreement = lock_agreement(record, agreement_id=agreement_id)
        version = _in_force(agreement, now)
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        found = voices.require_can_give_notice(
            user=actor, version=version, organisation=organisation, at=now
        )
        require_fresh_authentication(session, actor, now)
        party = _bound(agreement, organisation)
        _require_none_running(party)
        notice = Notice.objects.create(
            agreement=agreement,
            version=version,
            party=party,
            given_by=actor,
            given_name=actor.name,
            capacity=capacity_of(found),
            delegation=_delegation(found),
            deputy=found.deputy,
            given_at=now,
            words=words.strip(),
            last_on=_last_day(version, now),
        )
        record.about(notice, agreement, allowed_by=found.delegation)
        settle_status(record, agreement=agreement)
        lay_out(record, agreement=agreement, now=now)
        follow_dates(record, agreement=agreement)
        _tell_given(record, notice, actor)
        return notice


def withdraw_notice(
    *,
    agreement_id: int,
    organisation_id: int,
    reason: str,
    session: Mapping[str, Any],
    actor: User,
    now: dt.datetime,
) -> Notice:
    """
    Take a party's running notice back; what it would have ended goes on.

    :raises ReasonNeededError: without a reason
    :raises MayNotGiveNoticeError: without a delegation in effect that covers it
    :raises StaleAuthenticationError: if identity was last checked over 5 minutes ago
    :raises NoticeGivenError: if no notice of the body runs, or its last day is over
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "agreements.notice.withdrawn",
        by=actor,
        for_organisation=organisation,
        at=now,
        reason=reason,
    ) as record:
        agreement = lock_agreement(record, agreement_id=agreement_id)
        notice = _running(agreement, organisation, now)
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        found = voices.require_can_give_notice(
            user=actor, version=notice.version, organisation=organisation, at=now
        )
        require_fresh_authentication(session, actor, now)
        notice.status = NoticeStatus.WITHDRAWN
        notice.closed_at = now
        notice.withdrawn_by = actor
        notice.save()
        record.about(notice, agreement, allowed_by=found.delegation)
        settle_status(record, agreement=agreement)
        lay_out(record, agreement=agreement, now=now)
        follow_dates(record, agreement=agreement)
        _tell_withdrawn(record, notice, actor)
        return notice


def _in_force(agreement: Agreement, now: dt.datetime) -> Version:
    version: Version | None = agreement.versions.in_force_at(now).first()
    if version is None:
        raise NoNoticeAgreedError("No version is in force, so there is nothing to end.")
    version.agreement = agreement
    if content_of(version).notice is None:
        raise NoNoticeAgreedError(
            f"{version} says nothing of notice. The parties can end it by a version"
            " with a last day that they all sign."
        )
    return version


def _delegation(found: Authority) -> Delegation:
    if found.delegation is None:
        raise ValueError("Notice needs a delegation behind it.")
    return found.delegation


def _last_day(version: Version, now: dt.datetime) -> dt.date:
    terms = content_of(version).notice
    if terms is None:
        raise NoNoticeAgreedError(f"{version} says nothing of notice.")
    return last_day(london_day(now), terms.length, terms.unit)


def _bound(agreement: Agreement, organisation: Organisation) -> Party:
    party: Party | None = (
        agreement.parties.select_for_update()
        .filter(organisation=organisation, joined_on__isnull=False, left_on=None)
        .first()
    )
    if party is None:
        raise NotBoundError(f"{organisation} is not bound by {agreement.reference}.")
    return party


def _require_none_running(party: Party) -> None:
    running = Notice.objects.running().filter(party=party).first()
    if running is not None:
        raise NoticeGivenError(
            f"{party.organisation} gave notice on {date(running.given_at)}. Its last day"
            f" is {date(running.last_on)}."
        )


def _running(
    agreement: Agreement, organisation: Organisation, now: dt.datetime
) -> Notice:
    notice: Notice | None = (
        Notice.objects.running()
        .select_for_update(of=("self",))
        .select_related("version", "party__organisation")
        .filter(agreement=agreement, party__organisation=organisation)
        .first()
    )
    if notice is None or notice.last_on < london_day(now):
        raise NoticeGivenError(f"No notice of {organisation} is running.")
    notice.agreement = notice.version.agreement = agreement
    return notice


def _tell_given(record: Record, notice: Notice, actor: User) -> None:
    version = notice.version
    telling.tell(
        record,
        people=telling.partners(record, version=version),
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Notice given: {version.agreement}"[:200],
        words=(
            f"{actor.name} gave notice for {notice.party.organisation} on"
            f" {version.agreement}. The last day is {date(notice.last_on)}."
            f" The words given: {notice.words}"
        ),
    )


def _tell_withdrawn(record: Record, notice: Notice, actor: User) -> None:
    version = notice.version
    telling.tell(
        record,
        people=telling.partners(record, version=version),
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"Notice withdrawn: {version.agreement}"[:200],
        words=(
            f"{actor.name} withdrew the notice of {notice.party.organisation} on"
            f" {version.agreement}. The reason given: {record.reason}"
        ),
    )
