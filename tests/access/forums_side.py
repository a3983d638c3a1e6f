"""The forums of one side: seats, a deputy, and who chairs."""

import datetime as dt
from typing import Any

from tests.builders import forums, people


def add_forums(side: Any, then: dt.datetime) -> None:
    """Give a side a forum with a chair, an observer and a deputy."""
    things = side.things
    things["forum"] = forums.forum(
        side.collaborative, then, slug="board", name=f"{side.word} board"
    )
    things["terms"] = things["forum"].terms.get()
    things["chair"] = people.member(
        f"{side.word} Chair", side.collaborative, side.body, then
    )
    things["chair_seat"] = forums.seat(
        things["forum"], side.body, then, things["chair"], is_chair=True
    )
    things["seat"] = forums.seat(things["forum"], side.other_body, then)
    things["observer_seat"] = forums.observer(things["forum"], side.body, then)
    things["seat_deputy"] = forums.deputy(things["seat"], then)
