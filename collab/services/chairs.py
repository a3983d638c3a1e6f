"""Who chairs a forum from a day on; what was before stays as it was."""

import datetime as dt

from accounts.models import User
from audit.door import Record, act
from collab.enums import SeatKind
from collab.models import Seat, SeatDeputy
from collab.policies.forums import require_can_seat, require_open
from collab.policies.seating import ChairError, SeatDaysError
from collab.services.forums import lock_forum


def name_chair(
    *, seat_id: int, source: str, from_on: dt.date, actor: User, now: dt.datetime
) -> Seat:
    """
    Name the holder of a voting seat as chair from a day on, in place of any other.

    The seats of the new chair and of the old one go on as new rows from that day, with
    their deputies, so that each row is true for all its time. Gives the chair's.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises OwnAuthorityError: for oneself
    :raises ForumClosedError: if the forum is closed
    :raises SeatDaysError: if nobody sits there on that day
    :raises ChairError: for an observer, a chair, or if another is named for later
    """
    with act("collab.chair.named", by=actor, at=now) as record:
        forum = lock_forum(
            record=record,
            forum_id=Seat.objects.values_list("forum", flat=True).get(pk=seat_id),
        )
        seats = Seat.objects.filter(forum=forum).select_for_update(of=("self",))
        rows = list(
            seats.select_related("forum", "organisation", "user").order_by("pk")
        )
        seat = next(row for row in rows if row.pk == seat_id)
        holding = require_can_seat(
            actor=actor, forum=forum, holder=seat.user, has_vote=True, at=now
        )
        require_open(forum)
        chairs = _chairs_from(rows, seat, from_on)
        for chair in chairs:
            _go_on(record, chair, from_on, is_chair=False, source=chair.source)
        named = _go_on(record, seat, from_on, is_chair=True, source=source)
        record.about(named, allowed_by=holding)
        record.related(forum)
        return named


def _chairs_from(rows: list[Seat], seat: Seat, day: dt.date) -> list[Seat]:
    if seat.kind != SeatKind.VOTING:
        raise ChairError("An observer cannot chair. Give the person a voting seat.")
    if seat.is_chair:
        raise ChairError("This seat has the chair already.")
    if day < seat.starts_on or (seat.ends_on is not None and day >= seat.ends_on):
        raise SeatDaysError("Nobody sits in this seat on that day.")
    lasting = [
        row
        for row in rows
        if row.is_chair
        and row.ends_on != row.starts_on
        and (row.ends_on is None or row.ends_on > day)
    ]
    if any(row.starts_on > day for row in lasting):
        raise ChairError(
            "Somebody is named as chair from a later day. Choose that day."
        )
    return lasting


def _go_on(
    record: Record, seat: Seat, day: dt.date, *, is_chair: bool, source: str
) -> Seat:
    """Let a seat go on from a day as chair or not; gives the row that then holds."""
    if seat.starts_on == day:
        seat.is_chair, seat.source = is_chair, source
        seat.save()
        return seat
    ends_on, seat.ends_on = seat.ends_on, day
    seat.save()
    after = Seat(
        forum=seat.forum,
        organisation=seat.organisation,
        user=seat.user,
        title=seat.title,
        kind=seat.kind,
        is_chair=is_chair,
        source=source,
        starts_on=day,
        ends_on=ends_on,
    )
    after.save()
    record.related(seat)
    _deputies_go_on(seat, after, day)
    return after


def _deputies_go_on(before: Seat, after: Seat, day: dt.date) -> None:
    lasting = SeatDeputy.objects.filter(seat=before).lasting_beyond(day)
    for deputy in lasting.select_for_update(of=("self",)).order_by("pk"):
        if deputy.starts_on >= day:
            deputy.seat = after
            deputy.save()
            continue
        ends_on, deputy.ends_on = deputy.ends_on, day
        deputy.save()
        SeatDeputy(
            seat=after,
            user=deputy.user,
            source=deputy.source,
            starts_on=day,
            ends_on=ends_on,
        ).save()
