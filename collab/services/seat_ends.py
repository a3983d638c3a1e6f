"""Seats and deputies end: by themselves, with a forum, a member or a leaver."""

import datetime as dt
from typing import Any

from accounts.models import User
from audit.door import Record
from collab.models import Collaborative, Membership, Organisation, Seat, SeatDeputy
from collab.models.forums import HeldQuerySet
from collab.rules.periods import london_day


def end_seats(*, record: Record, seats: HeldQuerySet, on: dt.date) -> list[Seat]:
    """
    End seats that last beyond a day, and who deputises for them, in the open act.

    What would have begun later never begins: its period is empty.
    """
    ended: list[Seat] = _end(record, seats, on)
    of_them = SeatDeputy.objects.filter(seat__in=[seat.pk for seat in ended])
    end_deputies(record=record, deputies=of_them, on=on)
    return ended


def end_deputies(
    *, record: Record, deputies: HeldQuerySet, on: dt.date
) -> list[SeatDeputy]:
    """End deputies that last beyond a day, in the open act."""
    ended: list[SeatDeputy] = _end(record, deputies, on)
    return ended


def end_seats_of_member(
    *, record: Record, collaborative: Collaborative, organisation: Organisation
) -> None:
    """
    End a body's seats with its last part in a collaborative, whenever that is.

    Call it after the membership is ended: while it has another part, its seats stay.
    """
    ends = Membership.objects.filter(
        collaborative=collaborative, organisation=organisation
    ).values_list("left_on", flat=True)
    last = [day for day in ends if day is not None]
    if len(last) < len(ends):
        return
    seats = Seat.objects.filter(
        forum__collaborative=collaborative, organisation=organisation
    )
    end_seats(record=record, seats=seats, on=max(last))


def let_go_of_seats(
    record: Record, user: User, organisation: Organisation | None, at: dt.datetime
) -> None:
    """End what a leaver sat in for a body (None: for any), or deputised in."""
    today = london_day(at)
    seats = Seat.objects.filter(user=user)
    deputies = SeatDeputy.objects.filter(user=user)
    if organisation is not None:
        seats = seats.filter(organisation=organisation)
        deputies = deputies.filter(seat__organisation=organisation)
    end_seats(record=record, seats=seats, on=today)
    end_deputies(record=record, deputies=deputies, on=today)


def _end(record: Record, rows: HeldQuerySet, on: dt.date) -> list[Any]:
    lasting: list[Any] = list(
        rows.lasting_beyond(on).select_for_update(of=("self",)).order_by("pk")
    )
    for row in lasting:
        row.ends_on = max(on, row.starts_on)
        row.save()
    record.related(*lasting)
    return lasting
