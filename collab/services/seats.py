"""Who sits in a forum, who deputises for them, and who chairs it."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from audit.door import Record, act
from collab.enums import SeatKind
from collab.models import Forum, Organisation, Seat, SeatDeputy
from collab.policies.forums import (
    require_can_keep_forums,
    require_can_seat,
    require_open,
)
from collab.policies.seating import (
    require_can_end,
    require_deputy_is_free,
    require_free,
    require_is_member,
    require_no_chair,
    require_post,
    require_whole,
)
from collab.rules.periods import london_day
from collab.services.forums import lock_forum
from collab.services.seat_ends import end_deputies, end_seats


@dataclass(frozen=True, kw_only=True)
class SeatFacts:
    """Who sits for which body, as what, from which day; ``source`` says so."""

    organisation_id: int
    user_id: int
    title: str
    source: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    kind: str = SeatKind.VOTING
    is_chair: bool = False


def add_seat(*, forum_id: int, seat: SeatFacts, actor: User, now: dt.datetime) -> Seat:
    """
    Record that somebody sits in a forum for a member, from a day on.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises OwnAuthorityError: for a vote of one's own
    :raises SeatError: if the body, the person or the chair stand against it
    :raises ForumClosedError: if the forum is closed
    """
    with act("collab.seat.added", by=actor, at=now) as record:
        organisation = _locked_body(seat.organisation_id)
        forum = lock_forum(record=record, forum_id=forum_id)
        user = User.objects.get(pk=seat.user_id)
        holding = require_can_seat(
            actor=actor,
            forum=forum,
            holder=user,
            has_vote=seat.kind == SeatKind.VOTING,
            at=now,
        )
        require_open(forum)
        row = Seat(
            forum=forum,
            organisation=organisation,
            user=user,
            title=seat.title,
            kind=seat.kind,
            is_chair=seat.is_chair,
            source=seat.source,
            starts_on=seat.starts_on,
            ends_on=seat.ends_on,
        )
        _require_can_sit(row, now)
        row.save()
        record.about(row, allowed_by=holding)
        record.related(forum)
        return row


def end_seat(*, seat_id: int, ends_on: dt.date, actor: User, now: dt.datetime) -> Seat:
    """
    Record the first day on which somebody no longer sits there; deputies end too.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises SeatEndedError: if its end has passed
    :raises WrongSeatEndError: if it would end before it began, or later than planned
    """
    with act("collab.seat.ended", by=actor, at=now) as record:
        forum = _forum_of(record, seat_id)
        holding = require_can_keep_forums(
            actor=actor, collaborative=forum.collaborative, at=now
        )
        rows = Seat.objects.filter(pk=seat_id)
        seat: Seat = rows.select_for_update(of=("self",)).select_related("forum").get()
        require_can_end(seat, ends_on, today=london_day(now))
        end_seats(record=record, seats=rows, on=ends_on)
        seat.refresh_from_db()
        record.about(seat, allowed_by=holding)
        return seat


def add_deputy(
    *,
    seat_id: int,
    user_id: int,
    source: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    actor: User,
    now: dt.datetime,
) -> SeatDeputy:
    """
    Name who may sit in a seat when its holder cannot.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises OwnAuthorityError: for a vote of one's own
    :raises SeatError: if the person holds or deputises for another seat there
    :raises ForumClosedError: if the forum is closed
    """
    with act("collab.seat_deputy.added", by=actor, at=now) as record:
        _locked_body(
            Seat.objects.values_list("organisation", flat=True).get(pk=seat_id)
        )
        forum = _forum_of(record, seat_id)
        seat = Seat.objects.select_related("organisation").get(pk=seat_id)
        user = User.objects.get(pk=user_id)
        holding = require_can_seat(
            actor=actor,
            forum=forum,
            holder=user,
            has_vote=seat.kind == SeatKind.VOTING,
            at=now,
        )
        require_open(forum)
        deputy = SeatDeputy(
            seat=seat, user=user, source=source, starts_on=starts_on, ends_on=ends_on
        )
        require_whole(starts_on, ends_on)
        require_post(user, seat.organisation, starts_on, ends_on, now)
        require_deputy_is_free(deputy)
        deputy.save()
        record.about(deputy, allowed_by=holding)
        record.related(seat, forum)
        return deputy


def end_deputy(
    *, deputy_id: int, ends_on: dt.date, actor: User, now: dt.datetime
) -> SeatDeputy:
    """
    Record the first day on which somebody no longer deputises for a seat.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises SeatEndedError: if its end has passed
    :raises WrongSeatEndError: if it would end before it began, or later than planned
    """
    with act("collab.seat_deputy.ended", by=actor, at=now) as record:
        seat_id = SeatDeputy.objects.values_list("seat", flat=True).get(pk=deputy_id)
        forum = _forum_of(record, seat_id)
        holding = require_can_keep_forums(
            actor=actor, collaborative=forum.collaborative, at=now
        )
        rows = SeatDeputy.objects.filter(pk=deputy_id)
        deputy: SeatDeputy = (
            rows.select_for_update(of=("self",)).select_related("seat").get()
        )
        require_can_end(deputy, ends_on, today=london_day(now))
        end_deputies(record=record, deputies=rows, on=ends_on)
        deputy.refresh_from_db()
        record.about(deputy, allowed_by=holding)
        return deputy


def _locked_body(organisation_id: int) -> Organisation:
    # As leavers lock it: nobody is seated while the same body lets them go.
    found: Organisation = Organisation.objects.select_for_update().get(
        pk=organisation_id
    )
    return found


def _forum_of(record: Record, seat_id: int) -> Forum:
    forum_id = Seat.objects.values_list("forum", flat=True).get(pk=seat_id)
    return lock_forum(record=record, forum_id=forum_id)


def _require_can_sit(row: Seat, now: dt.datetime) -> None:
    require_whole(row.starts_on, row.ends_on)
    require_is_member(row)
    require_post(row.user, row.organisation, row.starts_on, row.ends_on, now)
    require_free(row)
    if row.is_chair:
        require_no_chair(row)
