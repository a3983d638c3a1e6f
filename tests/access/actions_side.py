"""Actions of one collaborative: to be done, and with evidence that waits for a word."""

import datetime as dt
from typing import Any

from tests.builders import actions


def add_actions(side: Any, then: dt.datetime) -> None:
    """One action to be done, one that is shown, and a shown condition of a decision."""
    things, lead = side.things, side.made.lead
    here = (side.collaborative, side.member, side.body, then)
    things["action"] = actions.opened(*here, by=lead, what=f"{side.word} to do")
    for name in ("shown_action", "condition"):
        things[name] = (
            actions.opened(*here, by=lead, what=f"{side.word} to look at")
            if name == "shown_action"
            else actions.condition_of(
                things["decision"],
                *here[1:],
                by=lead,
                what=f"{side.word} landlord agrees",
            )
        )
        actions.shown(
            things[name],
            side.member,
            then,
            words=f"{side.word} minute 9",
            document_id=things["shared_document"].pk,
        )
