"""Appointments: a person's post in an organisation, by two people's word."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.enums import Role
from accounts.models import User
from accounts.services.invitations import invite
from audit.door import Record, act
from collab import grants
from collab.models import Appointment, Organisation
from collab.policies import authority as may
from collab.rules.authority import Terms
from collab.services import leavers, two_words


class PostMissingError(ValueError):
    """The post has no name."""


class NameMissingError(ValueError):
    """Nobody has the address yet, and no name was given to invite them by."""


class DocumentMissingError(ValueError):
    """An administrator's word needs the document that it rests on."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who is meant: an account by its address, invited by name where there is none."""

    email: str
    name: str = ""


def propose_appointment(
    *,
    organisation_id: int,
    holder: Holder | User,
    post: str,
    terms: Terms,
    actor: User,
    now: dt.datetime,
    is_lead: bool = False,
) -> Appointment:
    """
    Give the first word for somebody's post; a second lead confirms it.

    ``is_lead`` makes the holder an organisation lead while the post lasts. Whoever
    has no account yet is invited in the same act.

    :raises PermissionDenied: by the errors of ``policies.authority``
    :raises AlreadyProposedError: if the same waits already
    """
    with act("collab.appointment.proposed", by=actor, at=now) as record:
        organisation = two_words.lock_organisation(
            record=record, organisation_id=organisation_id
        )
        may.require_is_lead(user=actor, organisation=organisation, at=now)
        may.require_not_barred(user=actor, at=now)
        person = account_of(record=record, holder=holder)
        allowed_by = may.require_can_propose(
            user=actor, organisation=organisation, holder=person, at=now
        )
        row = write_proposal(
            record=record,
            organisation=organisation,
            holder=person,
            post=post,
            terms=terms,
            is_lead=is_lead,
        )
        about_first(record=record, row=row, allowed_by=allowed_by)
        two_words.tell_leads(record=record, row=row)
    return row


def account_of(*, record: Record, holder: Holder | User) -> User:
    """
    Find the account that is meant, or invite the person, inside the caller's act.

    :raises NameMissingError: if there is none and no name to invite them by
    """
    rows = User.objects.all()
    if isinstance(holder, User):
        rows = rows.filter(pk=holder.pk)
    else:
        rows = rows.filter(email__iexact=holder.email.strip())
    found: User | None = rows.first()
    if found is not None:
        return found
    if isinstance(holder, User) or not holder.name.strip():
        raise NameMissingError(
            "Nobody has an account with this address yet. Enter the person's name, and"
            " they are invited."
        )
    actor = record.by if isinstance(record.by, User) else None
    return invite(record=record, email=holder.email, name=holder.name, invited_by=actor)


def about_first(*, record: Record, row: Appointment, allowed_by: Any = None) -> None:
    """Name the post as what the act is about, before an account made on the way."""
    record.subjects.insert(0, row)
    record.about(allowed_by=allowed_by)


def write_proposal(
    *,
    record: Record,
    organisation: Organisation,
    holder: User,
    post: str,
    terms: Terms,
    is_lead: bool = False,
    is_founding: bool = False,
) -> Appointment:
    """
    Write a proposed appointment inside the caller's act, which permits it.

    :raises PostMissingError: without the name of the post
    """
    two_words.require_open_account(record=record, holder=holder)
    if not post.strip():
        raise PostMissingError("Enter the post.")
    row = Appointment(
        user=holder,
        post=post.strip(),
        is_lead=is_lead,
        is_founding=is_founding,
        **two_words.terms_of(record=record, organisation=organisation, terms=terms),
    )
    two_words.require_not_waiting(record=record, row=row, same=("post", "is_lead"))
    row.save()
    return row


def confirm_appointment(
    *, appointment_id: int, revision: int, actor: User, now: dt.datetime
) -> Appointment:
    """
    Give the second word. A lead's post opens the people's pages from its first day.

    :raises StaleRowError: if the proposal is not as the person read it
    :raises AuthorityMoveError: if it does not wait any more
    """
    with act("collab.appointment.confirmed", by=actor, at=now) as record:
        row = _locked(record, appointment_id)
        allowed_by = may.require_can_confirm(user=actor, row=row, at=now)
        two_words.require_as_read(record=record, row=row, revision=revision)
        two_words.require_open_account(record=record, holder=row.user)
        two_words.confirm(record=record, row=row, actor=actor)
        _settle_lead(record, row.user, row.organisation, now)
        record.about(row, allowed_by=allowed_by)
    return row


def refuse_appointment(
    *, appointment_id: int, revision: int, reason: str, actor: User, now: dt.datetime
) -> Appointment:
    """
    Refuse a proposed post, or take one's own proposal back; nothing comes of it.

    :raises AuthorityMoveError: if it does not wait any more
    """
    with act("collab.appointment.refused", by=actor, at=now, reason=reason) as record:
        row = _locked(record, appointment_id)
        allowed_by = may.require_can_refuse(user=actor, row=row, at=now)
        two_words.require_as_read(record=record, row=row, revision=revision)
        two_words.refuse(record=record, row=row, actor=actor)
        record.about(row, allowed_by=allowed_by)
    return row


def end_appointment(
    *, appointment_id: int, reason: str, actor: User, now: dt.datetime
) -> Appointment:
    """
    End a post now: one lead, or the holder, is enough.

    The person's last post at the body takes everything with it, in the same act.

    :raises AlreadyOverError: if it is over already
    """
    with act("collab.appointment.ended", by=actor, at=now, reason=reason) as record:
        row = _locked(record, appointment_id)
        allowed_by = may.require_can_end(user=actor, row=row, at=now)
        two_words.end(record=record, row=row, actor=actor)
        two_words.tell_holder(record=record, row=row)
        record.about(row, allowed_by=allowed_by)
        two_words.end_all(record=record, rows=row.deputies.open_at(now), at=now)
        _settle_lead(record, row.user, row.organisation, now)
        leavers.let_go_after_last_post(
            record=record, user=row.user, organisation=row.organisation, at=now
        )
    return row


def appoint_first_lead(
    *,
    organisation_id: int,
    holder: Holder | User,
    post: str,
    terms: Terms,
    actor: User,
    now: dt.datetime,
) -> Appointment:
    """
    Name one of a body's first two leads, as administrator (ADR 0008).

    The very first needs no second word: there is nobody yet to give it. The second
    is confirmed by the first. A body that lost all its leads is given a new one by
    two administrators.

    :raises DocumentMissingError: without a stored source document
    :raises LeadsEnoughError: once the body has two leads
    """
    verb = "collab.first_lead.proposed"
    if _is_first(organisation_id):
        verb = "collab.first_lead.appointed"
    with act(verb, by=actor, at=now) as record:
        organisation = two_words.lock_organisation(
            record=record, organisation_id=organisation_id
        )
        may.require_names_first_leads(user=actor, organisation=organisation, at=now)
        person = account_of(record=record, holder=holder)
        may.require_can_appoint_first_lead(
            user=actor, organisation=organisation, holder=person, at=now
        )
        if terms.source_document_id is None:
            raise DocumentMissingError("Add the document that names this person.")
        row = write_proposal(
            record=record,
            organisation=organisation,
            holder=person,
            post=post,
            terms=terms,
            is_lead=True,
            is_founding=True,
        )
        about_first(record=record, row=row)
        if _is_first(organisation_id, besides=row):
            two_words.confirm(record=record, row=row, actor=actor)
            _settle_lead(record, person, organisation, now)
        else:
            two_words.tell_leads(record=record, row=row)
    return row


def _is_first(organisation_id: int, besides: Appointment | None = None) -> bool:
    """Say whether the body never had a lead, by whatever word."""
    rows = Appointment.objects.given().filter(
        organisation_id=organisation_id, is_lead=True
    )
    return not rows.exclude(pk=besides.pk if besides else None).exists()


def _locked(record: Record, appointment_id: int) -> Appointment:
    row: Appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("organisation", "user", "proposed_by")
        .get(pk=appointment_id)
    )
    record.for_organisation = row.organisation.named()
    return row


def _settle_lead(
    record: Record, user: User, organisation: Organisation, at: dt.datetime
) -> None:
    """Let the role last exactly as long as the posts that carry it."""
    posts = list(
        Appointment.objects.not_over_at(at).filter(
            user=user, organisation=organisation, is_lead=True
        )
    )
    if not posts:
        grants.take_role(
            record=record,
            role=Role.ORGANISATION_LEAD,
            on=organisation,
            user=user,
            at=at,
        )
        return
    ends = [post.ends_at for post in posts if post.ends_at is not None]
    grants.give_role(
        record=record,
        role=Role.ORGANISATION_LEAD,
        on=organisation,
        user=user,
        given_by=posts[0].confirmed_by,
        at=at,
        since=max(at, min(post.starts_at for post in posts)),
        until=max(ends) if len(ends) == len(posts) else None,
    )
