"""Leavers are out at once: everything that hung on a post or an account ends with it."""

import datetime as dt

from accounts.models import User
from accounts.services.feeds import end_feeds
from accounts.services.sessions import end_sessions
from audit.door import Record, act
from collab import grants, registries
from collab.models import Appointment, Delegation, Deputy, Engagement, Organisation
from collab.policies import authority as may
from collab.services import two_words


class NothingHeldError(ValueError):
    """The person holds nothing at the organisation that could end."""


def record_leaver(
    *,
    user_id: int,
    organisation_id: int,
    reason: str,
    actor: User,
    now: dt.datetime,
) -> list[Appointment]:
    """
    End every post of a person at an organisation, and all that hung on them.

    One lead's word, or the person's own, is enough: taking away is safe.

    :raises NothingHeldError: if the person holds no post there
    """
    with act("collab.person.left", by=actor, at=now, reason=reason) as record:
        organisation = two_words.lock_organisation(
            record=record, organisation_id=organisation_id
        )
        user = User.objects.get(pk=user_id)
        allowed_by = None
        if user.pk != actor.pk:
            allowed_by = may.require_is_lead(
                user=actor, organisation=organisation, at=now
            )
        posts = Appointment.objects.not_over_at(now).filter(
            user=user, organisation=organisation
        )
        ended: list[Appointment] = two_words.end_all(record=record, rows=posts, at=now)
        if not ended:
            raise NothingHeldError(f"This person holds no post at {organisation}.")
        record.about(organisation, *ended, allowed_by=allowed_by)
        let_go(record=record, user=user, organisation=organisation, at=now)
    return ended


def let_go_after_last_post(
    *, record: Record, user: User, organisation: Organisation, at: dt.datetime
) -> None:
    """Let go of a person whose post ended, unless they hold another at the body."""
    left = Appointment.objects.in_effect_at(at).filter(
        user=user, organisation=organisation
    )
    if not left.exists():
        let_go(record=record, user=user, organisation=organisation, at=at)


def let_go(
    *, record: Record, user: User, organisation: Organisation, at: dt.datetime
) -> None:
    """
    End what a person held through one organisation, inside the caller's act.

    Delegations, deputies both ways, proposals that name them, roles, sessions, and
    what other rooms registered. Audits go with the person's last organisation.
    """
    _end_authority(record, user, at, organisation=organisation)
    grants.take_everything(record=record, user=user, at=at, organisation=organisation)
    if not Appointment.objects.in_effect_at(at).filter(user=user).exists():
        _end_engagements(record, user, at)
    end_sessions(record=record, user=user)
    end_feeds(record=record, user=user)
    registries.on_leaving(record, user, organisation, at)


def close_account(*, record: Record, user: User, at: dt.datetime) -> None:
    """End everything a person holds anywhere, in the act that closes the account."""
    posts = Appointment.objects.filter(user=user)
    two_words.end_all(record=record, rows=posts.open_at(at), at=at)
    _end_authority(record, user, at)
    grants.take_everything(record=record, user=user, at=at)
    _end_engagements(record, user, at)
    registries.on_leaving(record, user, None, at)


def _end_authority(
    record: Record,
    user: User,
    at: dt.datetime,
    organisation: Organisation | None = None,
) -> None:
    for rows in (
        Delegation.objects.filter(user=user),
        Deputy.objects.filter(user=user),
        Deputy.objects.filter(appointment__user=user),
        Appointment.objects.waiting().filter(user=user),
    ):
        of_body = (
            rows if organisation is None else rows.filter(organisation=organisation)
        )
        two_words.end_all(record=record, rows=of_body.open_at(at), at=at)


def _end_engagements(record: Record, user: User, at: dt.datetime) -> None:
    rows = list(
        Engagement.objects.select_for_update().filter(user=user, ends_at__gt=at)
    )
    for row in rows:
        row.ends_at = max(at, row.starts_at)
        row.save()
    record.related(*rows)
    grants.take_auditor_roles(record=record, user=user, at=at)
