"""The decisions of one side: one for all, and one that is withheld from somebody."""

import datetime as dt
import hashlib
from typing import Any

from collab.enums import PaperKind
from collab.rules.decision_facts import LinkWanted, Taken, TookNoPart
from collab.services.papers import issue_paper
from tests.builders import decisions, forums, people


def add_decisions(side: Any, then: dt.datetime) -> None:
    """Have the board decide twice; somebody took no part in the second, and why."""
    made, things = side.made, side.things
    things["decision"] = decisions.log(
        things["forum"],
        side.body,
        made.lead,
        then,
        agreement_id=things["in_force"].agreement_id,
        what=f"{side.word} opens the step-down beds",
        why=f"{side.word} has too few",
        present=(_chair(side),),
        value_pence=100,
    )
    things["excluded"] = people.member(
        f"{side.word} Excluded", side.collaborative, side.body, then
    )
    forums.seat(things["forum"], side.body, then, things["excluded"])
    things["withheld"] = decisions.log(
        things["forum"],
        side.body,
        made.lead,
        then,
        agreement_id=things["in_force"].agreement_id,
        what=f"{side.word} buys the excluded firm",
        present=(_chair(side), _seat(side)),
        no_part=(
            TookNoPart(
                user_id=things["excluded"].pk,
                reason=f"{side.word} would be paid",
                is_withheld=True,
            ),
        ),
        links=(LinkWanted(decision_id=things["decision"].pk, kind="amends"),),
    )
    things["paper"] = issue_paper(
        kind=PaperKind.DECISION,
        sha256=hashlib.sha256(side.word.encode()).hexdigest(),
        subject=things["decision"],
        collaborative_id=side.collaborative.pk,
        actor=made.lead,
        now=then,
    )


def _chair(side: Any) -> Taken:
    seat = side.things["chair_seat"]
    return Taken(seat_id=seat.pk, user_id=seat.user_id)


def _seat(side: Any) -> Taken:
    seat = side.things["seat"]
    return Taken(seat_id=seat.pk, user_id=seat.user_id)
