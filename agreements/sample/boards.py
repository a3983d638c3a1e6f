"""The board of a sample collaborative: its terms of reference, seats and deputies."""

from collections.abc import Mapping, Sequence

from agreements.sample.papers import Desk
from collab.enums import SeatKind
from collab.models import Forum
from collab.rules.decision_facts import Taken
from collab.services.forums import TermsFacts, add_forum
from collab.services.seats import SeatFacts, add_deputy, add_seat

NAMED_IN = "Letters of nomination to the first meeting"


def set_up_board(
    desk: Desk,
    terms: TermsFacts,
    *,
    name: str,
    clerk: str,
    chair: str,
    deputies: Mapping[str, str],
    observers: Sequence[str] = (),
    on: int,
) -> Forum:
    """
    Set a board up on which whoever signs for each body sits.

    ``clerk`` is the governance lead who records it; ``deputies`` names who may sit for
    whom.
    """
    story = desk.story
    now, actor = story.at(on, 14), story.people[clerk]
    forum = add_forum(
        collaborative_id=desk.collaborative.pk,
        slug="board",
        name=name,
        terms=terms,
        actor=actor,
        now=now,
    )
    members = [each.name for each in desk.partnership.people if each.signs]
    seats = {
        person: add_seat(
            forum_id=forum.pk,
            seat=SeatFacts(
                organisation_id=story.bodies[desk.body_of(person)].pk,
                user_id=story.people[person].pk,
                title=_post(desk, person),
                source=NAMED_IN,
                starts_on=story.day(on),
                kind=SeatKind.OBSERVER if person in observers else SeatKind.VOTING,
                is_chair=person == chair,
            ),
            actor=actor,
            now=now,
        )
        for person in (*members, *observers)
    }
    for holder, person in deputies.items():
        add_deputy(
            seat_id=seats[holder].pk,
            user_id=story.people[person].pk,
            source=NAMED_IN,
            starts_on=story.day(on),
            actor=actor,
            now=now,
        )
    return forum


def taken(desk: Desk, forum: Forum, names: Sequence[str]) -> tuple[Taken, ...]:
    """Give who was there at a board, each on a seat of their own or as a deputy."""
    people = desk.story.people
    wanted = {people[name].pk for name in names}
    found = []
    for seat in forum.seats.prefetch_related("deputies"):
        keys = [seat.user_id, *(each.user_id for each in seat.deputies.all())]
        found += [Taken(seat_id=seat.pk, user_id=key) for key in keys if key in wanted]
    return tuple(found)


def _post(desk: Desk, name: str) -> str:
    return next(each.post for each in desk.partnership.people if each.name == name)
