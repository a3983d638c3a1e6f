"""Deputies: who stands in for the holder of a post, by two people's word."""

import datetime as dt

from accounts.models import User
from audit.door import Record, act
from collab.models import Appointment, Deputy
from collab.policies import authority as may
from collab.rules.authority import Terms
from collab.services import two_words


class SamePersonDeputyError(ValueError):
    """A person would stand in for themselves."""


class PostOverError(ValueError):
    """The post that the deputy would stand in for is over or was never confirmed."""


def propose_deputy(
    *, appointment_id: int, user_id: int, terms: Terms, actor: User, now: dt.datetime
) -> Deputy:
    """
    Give the first word for somebody who stands in for the holder of a post.

    :raises PermissionDenied: by the errors of ``policies.authority``
    :raises PostOverError: if there is no such post to stand in for
    :raises SamePersonDeputyError: if holder and deputy are one
    :raises NotAppointedError: if the deputy has no post at the organisation
    """
    with act("collab.deputy.proposed", by=actor, at=now) as record:
        post = Appointment.objects.select_related("user").get(pk=appointment_id)
        organisation = two_words.lock_organisation(
            record=record, organisation_id=post.organisation_id
        )
        holder = User.objects.get(pk=user_id)
        allowed_by = may.require_can_propose(
            user=actor, organisation=organisation, holder=holder, at=now
        )
        _require_fit(record, post, holder)
        row = Deputy(
            appointment=post,
            user=holder,
            **two_words.terms_of(record=record, organisation=organisation, terms=terms),
        )
        two_words.require_not_waiting(record=record, row=row, same=("appointment",))
        row.save()
        record.about(row, allowed_by=allowed_by)
        two_words.tell_leads(record=record, row=row)
    return row


def confirm_deputy(
    *, deputy_id: int, revision: int, actor: User, now: dt.datetime
) -> Deputy:
    """
    Give the second word.

    :raises StaleRowError: if the proposal is not as the person read it
    :raises AuthorityMoveError: if it does not wait any more
    """
    with act("collab.deputy.confirmed", by=actor, at=now) as record:
        row = _locked(record, deputy_id)
        allowed_by = may.require_can_confirm(user=actor, row=row, at=now)
        two_words.require_as_read(record=record, row=row, revision=revision)
        _require_fit(record, row.appointment, row.user)
        two_words.confirm(record=record, row=row, actor=actor)
        record.about(row, allowed_by=allowed_by)
    return row


def refuse_deputy(
    *, deputy_id: int, revision: int, reason: str, actor: User, now: dt.datetime
) -> Deputy:
    """
    Refuse a proposed deputy, or take one's own proposal back.

    :raises AuthorityMoveError: if it does not wait any more
    """
    with act("collab.deputy.refused", by=actor, at=now, reason=reason) as record:
        row = _locked(record, deputy_id)
        allowed_by = may.require_can_refuse(user=actor, row=row, at=now)
        two_words.require_as_read(record=record, row=row, revision=revision)
        two_words.refuse(record=record, row=row, actor=actor)
        record.about(row, allowed_by=allowed_by)
    return row


def end_deputy(*, deputy_id: int, reason: str, actor: User, now: dt.datetime) -> Deputy:
    """
    End a deputy's time now: one lead, or the deputy, is enough.

    :raises AlreadyOverError: if it is over already
    """
    with act("collab.deputy.ended", by=actor, at=now, reason=reason) as record:
        row = _locked(record, deputy_id)
        allowed_by = may.require_can_end(user=actor, row=row, at=now)
        two_words.end(record=record, row=row, actor=actor)
        two_words.tell_holder(record=record, row=row)
        record.about(row, allowed_by=allowed_by)
    return row


def _require_fit(record: Record, post: Appointment, deputy: User) -> None:
    if not Appointment.objects.not_over_at(record.at).filter(pk=post.pk).exists():
        raise PostOverError("This post has ended or was never confirmed.")
    if post.user_id == deputy.pk:
        raise SamePersonDeputyError("Nobody stands in for themselves.")
    two_words.require_open_account(record=record, holder=deputy)
    two_words.require_appointed(
        record=record, holder=deputy, organisation=post.organisation
    )


def _locked(record: Record, deputy_id: int) -> Deputy:
    row: Deputy = (
        Deputy.objects.select_for_update(of=("self",))
        .select_related("organisation", "user", "proposed_by", "appointment")
        .get(pk=deputy_id)
    )
    record.for_organisation = row.organisation.named()
    return row
