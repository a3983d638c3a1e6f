"""What a collaborative's page says of its outcomes."""

import datetime as dt
from typing import Any, Final

from collab.models import Collaborative
from collab.registries import Entry, HomeSection
from collab.rules.rights import Rights
from pathways.presenters.lines import line_of
from pathways.selectors.addresses import list_address
from pathways.selectors.latest import OutcomeNow, outcomes_here

SHOWN: Final = 10


def how_it_is_going(
    user: Any, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> HomeSection | None:
    """List a collaborative's outcomes with their latest values, in words."""
    found = outcomes_here(collaborative=collaborative, rights=rights, most=SHOWN)
    return HomeSection(
        title="How it is going",
        entries=[_entry(each) for each in found],
        empty="No outcome is written down yet.",
        more=Entry(title="All pathways and outcomes", href=list_address(collaborative)),
    )


def _entry(now: OutcomeNow) -> Entry:
    line = line_of(now)
    return Entry(
        title=line.title,
        href=line.href,
        detail=f"{line.going} {line.answers} answers for it.",
        state=line.tag,
        colour=line.colour,
    )
