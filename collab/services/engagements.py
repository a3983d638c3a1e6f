"""Auditors: engaged for one collaborative or the installation, until a day."""

import datetime as dt

from accounts.enums import Role
from accounts.models import User
from audit.door import act
from collab import grants
from collab.models import Collaborative, Engagement
from collab.policies import access as may
from collab.rules.periods import span
from collab.services import two_words


class BodyMissingError(ValueError):
    """Nothing says for whom the auditor works."""


class EngagementOverError(ValueError):
    """The engagement would be, or is, over already."""


class AlreadyEngagedError(ValueError):
    """The auditor is engaged for the same already."""


def give_engagement(
    *,
    user_id: int,
    collaborative_id: int | None,
    body: str,
    starts_on: dt.date,
    last_on: dt.date,
    actor: User,
    now: dt.datetime,
) -> Engagement:
    """
    Engage somebody else as auditor until a day; the auditor's role goes with it.

    Without a collaborative it is the whole installation's audit.

    :raises PermissionDenied: by the errors of ``policies.access``
    :raises EngagementOverError: if the last day has passed
    :raises AlreadyEngagedError: if an engagement for the same is not over
    """
    with act("collab.engagement.given", by=actor, at=now) as record:
        auditor = User.objects.select_for_update().get(pk=user_id)
        collaborative = _collaborative(collaborative_id)
        may.require_can_engage(
            user=actor, collaborative=collaborative, auditor=auditor, at=now
        )
        two_words.require_open_account(record=record, holder=auditor)
        starts_at, ends_at = span(starts_on, last_on)
        if not body.strip():
            raise BodyMissingError("Enter the body that the auditor works for.")
        if ends_at is None or ends_at <= now:
            raise EngagementOverError("The last day must not have passed.")
        _require_not_engaged(auditor, collaborative, now)
        row = Engagement(
            user=auditor,
            collaborative=collaborative,
            body=body.strip(),
            starts_at=starts_at,
            ends_at=ends_at,
            given_by=actor,
        )
        row.save()
        grants.give_role(
            record=record,
            role=Role.AUDITOR,
            on=collaborative,
            user=auditor,
            given_by=actor,
            at=now,
            since=max(now, starts_at),
            until=ends_at,
        )
        record.about(row)
    return row


def end_engagement(
    *, engagement_id: int, reason: str, actor: User, now: dt.datetime
) -> Engagement:
    """
    End an audit now; the auditor may end it too.

    :raises EngagementOverError: if it is over already
    """
    with act("collab.engagement.ended", by=actor, at=now, reason=reason) as record:
        row: Engagement = (
            Engagement.objects.select_for_update(of=("self",))
            .select_related("collaborative", "user")
            .get(pk=engagement_id)
        )
        may.require_can_end_engagement(user=actor, engagement=row, at=now)
        if row.ends_at <= now:
            raise EngagementOverError("It is over already.")
        row.ends_at = max(now, row.starts_at)
        row.save()
        grants.take_role(
            record=record,
            role=Role.AUDITOR,
            on=row.collaborative,
            user=row.user,
            at=now,
        )
        record.about(row)
    return row


def _collaborative(pk: int | None) -> Collaborative | None:
    found: Collaborative | None = (
        Collaborative.objects.get(pk=pk) if pk is not None else None
    )
    return found


def _require_not_engaged(
    auditor: User, collaborative: Collaborative | None, now: dt.datetime
) -> None:
    rows = Engagement.objects.filter(
        user=auditor, collaborative=collaborative, ends_at__gt=now
    )
    if rows.exists():
        raise AlreadyEngagedError("This person is engaged for the same already.")
