"""What stands against a seat or a deputy, each with a sentence that says what to do."""

import datetime as dt

from accounts.models import User
from collab.enums import SeatKind
from collab.models import Appointment, Membership, Organisation, Seat, SeatDeputy
from collab.rules.periods import midnight
from ui.formats import date


class SeatError(ValueError):
    """The seat or the deputy cannot be as it was asked for."""


class SeatDaysError(SeatError):
    """It would end before it began."""


class NotAMemberBodyError(SeatError):
    """The body is no member of the collaborative for the whole of that time."""


class NoPostError(SeatError):
    """The person holds no post at the body that they would sit for."""


class SeatedTwiceError(SeatError):
    """The person would count twice in one forum."""


class ChairError(SeatError):
    """Somebody else chairs, or an observer would."""


class SeatEndedError(ValueError):
    """It ended before."""


class WrongSeatEndError(ValueError):
    """It would end before it began, or later than was planned."""


def require_whole(starts_on: dt.date, ends_on: dt.date | None) -> None:
    """
    Check that a period has days in it.

    :raises SeatDaysError: if it ends before it began, or that day
    """
    if ends_on is not None and ends_on <= starts_on:
        raise SeatDaysError("It must end after the day on which it begins.")


def require_is_member(seat: Seat) -> None:
    """
    Check that the body takes part in the collaborative while the seat lasts.

    :raises NotAMemberBodyError: with the day that stands against it
    """
    body, collaborative = seat.organisation, seat.forum.collaborative
    parts = Membership.objects.filter(
        collaborative=collaborative, organisation=body
    ).in_effect_on(seat.starts_on)
    ends = list(parts.values_list("left_on", flat=True))
    if not ends:
        raise NotAMemberBodyError(
            f"{body} is no member of {collaborative} on {date(seat.starts_on)}. Record"
            " its part first, or choose another first day."
        )
    if None in ends:
        return
    left_on = max(ends)
    if seat.ends_on is None or seat.ends_on > left_on:
        raise NotAMemberBodyError(
            f"{body} leaves {collaborative} on {date(left_on)}. The seat must end by"
            " that day."
        )


def require_post(
    user: User,
    organisation: Organisation,
    starts_on: dt.date,
    ends_on: dt.date | None,
    now: dt.datetime,
) -> None:
    """
    Check that a person works for a body: now or, if that is later, when it begins.

    Of what is over already, a post at some time of it is enough.

    :raises NoPostError: if not
    """
    first = midnight(starts_on)
    posts = Appointment.objects.filter(user=user, organisation=organisation)
    if ends_on is not None and midnight(ends_on) <= now:
        held = posts.given().filter(starts_at__lt=midnight(ends_on))
        held = held.exclude(ends_at__lte=first)
    else:
        held = posts.in_effect_at(max(first, now)).filter(user__is_active=True)
    if not held.exists():
        raise NoPostError(
            f"This person holds no post at {organisation} then. Its organisation leads"
            " record the post first."
        )


def require_free(seat: Seat) -> None:
    """
    Check that a person sits on one seat at a time, and votes once.

    :raises SeatedTwiceError: if they would count twice
    """
    others = Seat.objects.filter(forum=seat.forum_id, user=seat.user_id)
    if others.held_between(seat.starts_on, seat.ends_on).exists():
        raise SeatedTwiceError(
            "This person has a seat in the forum at that time. End that seat first."
        )
    deputising = SeatDeputy.objects.filter(
        seat__forum=seat.forum_id, seat__kind=SeatKind.VOTING, user=seat.user_id
    ).held_between(seat.starts_on, seat.ends_on)
    if seat.kind == SeatKind.VOTING and deputising.exists():
        raise SeatedTwiceError(
            "This person deputises for a voting seat in the forum at that time, and"
            " nobody counts twice. End that first."
        )


def require_deputy_is_free(deputy: SeatDeputy) -> None:
    """
    Check that a deputy stands in for one seat of a forum, and never for themselves.

    :raises SeatedTwiceError: if they would count twice, or the seat ends before
    """
    seat, first, end = deputy.seat, deputy.starts_on, deputy.ends_on
    if deputy.user_id == seat.user_id:
        raise SeatedTwiceError(
            "This person holds the seat. Somebody else deputises for them."
        )
    if first < seat.starts_on or (seat.ends_on is not None and first >= seat.ends_on):
        raise SeatDaysError("Nobody sits in this seat on that day.")
    others = SeatDeputy.objects.filter(seat__forum=seat.forum_id, user=deputy.user_id)
    if others.held_between(first, end).exists():
        raise SeatedTwiceError(
            "This person deputises for a seat in the forum at that time. End that first."
        )
    own = Seat.objects.filter(
        forum=seat.forum_id, user=deputy.user_id, kind=SeatKind.VOTING
    )
    if seat.kind == SeatKind.VOTING and own.held_between(first, end).exists():
        raise SeatedTwiceError(
            "This person has a voting seat in the forum at that time, and nobody counts"
            " twice. Name somebody else."
        )


def require_no_chair(seat: Seat) -> None:
    """
    Check that a forum has no other chair while this one lasts.

    :raises ChairError: if it has, or an observer would chair
    """
    if seat.kind != SeatKind.VOTING:
        raise ChairError("An observer cannot chair. Give the person a voting seat.")
    chairs = Seat.objects.filter(forum=seat.forum_id, is_chair=True)
    if chairs.held_between(seat.starts_on, seat.ends_on).exists():
        raise ChairError(
            "The forum has a chair at that time. Add the seat, then name it as the"
            " chair from the day on which that changes."
        )


def require_can_end(
    row: Seat | SeatDeputy, ends_on: dt.date, *, today: dt.date
) -> None:
    """
    Check that what is held can end on a day.

    :raises SeatEndedError: if its end has passed
    :raises WrongSeatEndError: if it would end before it began, or no earlier than it does
    """
    if row.ends_on is not None and row.ends_on <= today:
        raise SeatEndedError(f"It ended on {date(row.ends_on)} already.")
    if ends_on < row.starts_on:
        raise WrongSeatEndError("It cannot end before the day on which it began.")
    if row.ends_on is not None and ends_on >= row.ends_on:
        raise WrongSeatEndError(
            f"It ends on {date(row.ends_on)} already. Enter an earlier day."
        )
