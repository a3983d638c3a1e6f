"""Acts on forums, their terms of reference and their seats."""

from typing import Any, Final

from collab.rules.periods import london_day
from collab.services import chairs, forums, seats
from collab.services.seats import SeatFacts
from tests.access import situations as who
from tests.access.verbs_table import row_of
from tests.builders.forums import terms_facts

SEATS_OTHERS: Final = who.GOVERN - {"barred"}


def _today(world: Any) -> Any:
    return london_day(world.now)


def _terms(world: Any) -> Any:
    return terms_facts(world.now, in_effect_from=_today(world))


def _key(name: str) -> Any:
    return lambda world: getattr(world.alpha, name).pk


def _seat(world: Any) -> SeatFacts:
    return SeatFacts(
        organisation_id=world.alpha.body.pk,
        user_id=world.alpha.holder.pk,
        title="Finance",
        source="Letter",
        starts_on=_today(world),
    )


ROWS: Final = (
    row_of(
        "collab.forum.added",
        who.GOVERN,
        forums.add_forum,
        collaborative_id=_key("collaborative"),
        slug="another",
        name="Another forum",
        terms=_terms,
    ),
    row_of(
        "collab.forum.closed",
        who.GOVERN,
        forums.close_forum,
        forum_id=_key("forum"),
        closed_on=_today,
    ),
    row_of(
        "collab.forum_terms.set",
        who.GOVERN,
        forums.set_terms,
        forum_id=_key("forum"),
        terms=_terms,
    ),
    row_of(
        "collab.seat.added",
        SEATS_OTHERS,
        seats.add_seat,
        forum_id=_key("forum"),
        seat=_seat,
    ),
    row_of(
        "collab.seat.ended",
        who.GOVERN,
        seats.end_seat,
        seat_id=_key("seat"),
        ends_on=_today,
    ),
    row_of(
        "collab.chair.named",
        SEATS_OTHERS,
        chairs.name_chair,
        seat_id=_key("seat"),
        source="Minutes",
        from_on=_today,
    ),
    row_of(
        "collab.seat_deputy.added",
        SEATS_OTHERS,
        seats.add_deputy,
        seat_id=_key("chair_seat"),
        user_id=_key("holder"),
        source="Letter",
        starts_on=_today,
    ),
    row_of(
        "collab.seat_deputy.ended",
        who.GOVERN,
        seats.end_deputy,
        deputy_id=_key("seat_deputy"),
        ends_on=_today,
    ),
)
