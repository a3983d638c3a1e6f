"""Delegations: an organisation lets one person bind it, by two people's word."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from audit.door import Record, act
from collab.enums import Power, Recurrence, SignsAs
from collab.models import Delegation
from collab.policies import authority as may
from collab.rules.authority import Terms
from collab.services import two_words


class CapacityMissingError(ValueError):
    """Nothing says in what capacity the person binds the organisation."""


class LimitError(ValueError):
    """The limit is below nothing, or larger than any sum of money."""


@dataclass(frozen=True, kw_only=True)
class Extent:
    """What a delegation lets its holder do; ``limit_pence`` None is without limit."""

    power: Power
    capacity: str
    limit_pence: int | None = None
    recurrence: Recurrence = Recurrence.EITHER
    signs_as: SignsAs = SignsAs.UNSPECIFIED
    conditions: str = ""


def propose_delegation(
    *,
    organisation_id: int,
    user_id: int,
    extent: Extent,
    terms: Terms,
    actor: User,
    now: dt.datetime,
) -> Delegation:
    """
    Give the first word for a power to bind the organisation.

    To widen or lengthen one is to propose another: none is ever changed.

    :raises PermissionDenied: by the errors of ``policies.authority``
    :raises NotAppointedError: if the person has no post at the organisation
    :raises AlreadyProposedError: if the same waits already
    """
    with act("collab.delegation.proposed", by=actor, at=now) as record:
        organisation = two_words.lock_organisation(
            record=record, organisation_id=organisation_id
        )
        holder = User.objects.get(pk=user_id)
        allowed_by = may.require_can_delegate(
            user=actor, organisation=organisation, holder=holder, at=now
        )
        two_words.require_open_account(record=record, holder=holder)
        two_words.require_appointed(
            record=record, holder=holder, organisation=organisation
        )
        row = Delegation(
            user=holder,
            **_fields(extent),
            **two_words.terms_of(record=record, organisation=organisation, terms=terms),
        )
        two_words.require_not_waiting(
            record=record,
            row=row,
            same=("power", "limit_pence", "recurrence", "signs_as"),
        )
        row.save()
        record.about(row, allowed_by=allowed_by)
        two_words.tell_leads(record=record, row=row)
    return row


def confirm_delegation(
    *, delegation_id: int, revision: int, actor: User, now: dt.datetime
) -> Delegation:
    """
    Give the second word: from its first day the holder may bind the organisation.

    :raises StaleRowError: if the proposal is not as the person read it
    :raises AuthorityMoveError: if it does not wait any more
    :raises NotAppointedError: if the holder's post ended meanwhile
    """
    with act("collab.delegation.confirmed", by=actor, at=now) as record:
        row = _locked(record, delegation_id)
        allowed_by = may.require_can_confirm(user=actor, row=row, at=now)
        two_words.require_as_read(record=record, row=row, revision=revision)
        two_words.require_open_account(record=record, holder=row.user)
        two_words.require_appointed(
            record=record, holder=row.user, organisation=row.organisation
        )
        two_words.confirm(record=record, row=row, actor=actor)
        record.about(row, allowed_by=allowed_by)
    return row


def refuse_delegation(
    *, delegation_id: int, revision: int, reason: str, actor: User, now: dt.datetime
) -> Delegation:
    """
    Refuse a proposed delegation, or take one's own proposal back.

    :raises AuthorityMoveError: if it does not wait any more
    """
    with act("collab.delegation.refused", by=actor, at=now, reason=reason) as record:
        row = _locked(record, delegation_id)
        allowed_by = may.require_can_refuse(user=actor, row=row, at=now)
        two_words.require_as_read(record=record, row=row, revision=revision)
        two_words.refuse(record=record, row=row, actor=actor)
        record.about(row, allowed_by=allowed_by)
    return row


def end_delegation(
    *, delegation_id: int, reason: str, actor: User, now: dt.datetime
) -> Delegation:
    """
    End a delegation now: one lead, or its holder, is enough.

    :raises AlreadyOverError: if it is over already
    """
    with act("collab.delegation.ended", by=actor, at=now, reason=reason) as record:
        row = _locked(record, delegation_id)
        allowed_by = may.require_can_end(user=actor, row=row, at=now)
        two_words.end(record=record, row=row, actor=actor)
        two_words.tell_holder(record=record, row=row)
        record.about(row, allowed_by=allowed_by)
    return row


def _fields(extent: Extent) -> dict[str, object]:
    if not extent.capacity.strip():
        raise CapacityMissingError("Say in what capacity the person acts.")
    if extent.limit_pence is not None and not 0 <= extent.limit_pence <= 10**15:
        raise LimitError("The limit must be an amount of money.")
    return {
        "power": Power(extent.power),
        "capacity": extent.capacity.strip(),
        "limit_pence": extent.limit_pence,
        "recurrence": Recurrence(extent.recurrence),
        "signs_as": SignsAs(extent.signs_as),
        "conditions": extent.conditions.strip(),
    }


def _locked(record: Record, delegation_id: int) -> Delegation:
    row: Delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("organisation", "user", "proposed_by")
        .get(pk=delegation_id)
    )
    record.for_organisation = row.organisation.named()
    return row
