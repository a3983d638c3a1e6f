"""Forums with people in them, reached through the real services."""

import datetime as dt
import itertools
from typing import Any

from accounts.enums import Role
from accounts.models import User
from collab import grants
from collab.enums import DecisionRule, ForumForm, SeatKind
from collab.models import (
    Appointment,
    Collaborative,
    Forum,
    ForumTerms,
    Organisation,
    Seat,
    SeatDeputy,
)
from collab.rules.periods import london_day
from collab.rules.quorum import QuorumRule
from collab.services import chairs, forums, seats
from collab.services.forums import TermsFacts
from collab.services.seats import SeatFacts
from tests.builders import people

HALF = QuorumRule(share=(1, 2))
LETTER = "Letter of nomination, 1 April 2025"
_numbers = itertools.count(1)


def governing(
    collaborative: Collaborative, now: dt.datetime, *, but: User | None = None
) -> User:
    """A governance lead who is not a given person; made where there is none."""
    found = grants.holders(role=Role.GOVERNANCE_LEAD, on=collaborative, at=now)
    for user in found:
        if user != but:
            return user
    body = member_bodies(collaborative, now)[0]
    name = f"Clerk {next(_numbers)}"
    return people.governance_lead(name, collaborative, body, now)


def member_bodies(collaborative: Collaborative, now: dt.datetime) -> list[Organisation]:
    """The bodies that are members today, in the order in which they joined."""
    parts = collaborative.memberships.in_effect_on(london_day(now))
    return [part.organisation for part in parts.order_by("pk")]


def terms_facts(now: dt.datetime, **given: Any) -> TermsFacts:
    """Terms of reference of a joint committee, from a year ago, half for a quorum."""
    return TermsFacts(
        **{
            "legal_form": ForumForm.JOINT_COMMITTEE,
            "purpose": "Decides together what the partners do together.",
            "source": "Minutes of the first meeting, item 4",
            "in_effect_from": london_day(now - people.YEAR),
            "quorum": HALF,
            "decision_rule": DecisionRule.CONSENSUS,
        }
        | given
    )


def forum(
    collaborative: Collaborative,
    now: dt.datetime,
    *,
    seats: int = 0,
    slug: str = "",
    name: str = "Partnership board",
    **terms: Any,
) -> Forum:
    """
    A forum, with so many voting seats, spread over the members, the first of them chair.

    ``terms`` are fields of TermsFacts; ``quorum=None`` leaves the rule out.
    """
    made = forums.add_forum(
        collaborative_id=collaborative.pk,
        slug=slug or f"board-{next(_numbers)}",
        name=name,
        terms=terms_facts(now, **terms),
        actor=governing(collaborative, now),
        now=now,
    )
    bodies = member_bodies(collaborative, now)
    for place in range(seats):
        seat(made, bodies[place % len(bodies)], now, is_chair=place == 0)
    return made


def new_terms(forum: Forum, now: dt.datetime, **terms: Any) -> ForumTerms:
    """Further terms of reference, from today unless it says otherwise."""
    return forums.set_terms(
        forum_id=forum.pk,
        terms=terms_facts(now, **{"in_effect_from": london_day(now), **terms}),
        actor=governing(forum.collaborative, now),
        now=now,
    )


def seat(
    forum: Forum,
    body: Organisation,
    now: dt.datetime,
    user: User | None = None,
    **given: Any,
) -> Seat:
    """A seat from a year ago; a new member of the body sits there unless one is given.

    ``given`` are fields of SeatFacts, such as kind, is_chair, starts_on.
    """
    sitting = user or people.member(
        f"Seat {next(_numbers)} of {body.name}", forum.collaborative, body, now
    )
    _at_work(sitting, body, now)
    facts = {
        "organisation_id": body.pk,
        "user_id": sitting.pk,
        "title": "Medical director",
        "source": LETTER,
        "starts_on": london_day(now - people.YEAR),
        **given,
    }
    return seats.add_seat(
        forum_id=forum.pk,
        seat=SeatFacts(**facts),
        actor=governing(forum.collaborative, now, but=sitting),
        now=now,
    )


def observer(forum: Forum, body: Organisation, now: dt.datetime, **given: Any) -> Seat:
    """An observer's seat."""
    return seat(forum, body, now, kind=SeatKind.OBSERVER, **given)


def deputy(
    seat: Seat, now: dt.datetime, user: User | None = None, **given: Any
) -> SeatDeputy:
    """Somebody who stands in for a seat; a new member of its body unless one is given."""
    body, collaborative = seat.organisation, seat.forum.collaborative
    standing_in = user or people.member(
        f"Deputy {next(_numbers)} of {body.name}", collaborative, body, now
    )
    _at_work(standing_in, body, now)
    return seats.add_deputy(
        **{
            "seat_id": seat.pk,
            "user_id": standing_in.pk,
            "source": LETTER,
            "starts_on": seat.starts_on,
            "actor": governing(collaborative, now, but=standing_in),
            "now": now,
            **given,
        }
    )


def chair(seat: Seat, now: dt.datetime, from_on: dt.date | None = None) -> Seat:
    """The seat as it goes on with the chair, from today unless it says otherwise."""
    return chairs.name_chair(
        seat_id=seat.pk,
        source="Minutes, item 2",
        from_on=from_on or london_day(now),
        actor=governing(seat.forum.collaborative, now, but=seat.user),
        now=now,
    )


def _at_work(user: User, body: Organisation, now: dt.datetime) -> None:
    posts = Appointment.objects.in_effect_at(now).filter(user=user, organisation=body)
    if not posts.exists():
        people.appoint(user, body, now)
