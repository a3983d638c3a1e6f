"""Loads of past decisions, and what somebody took away of the register."""

import datetime as dt
from typing import Any

from collab.enums import RegisterFile
from collab.services.register_exports import note_export
from tests.builders.past_decisions import checked, file_of, line, loaded


def add_register(side: Any, then: dt.datetime) -> None:
    """Add a load that is finished, one that waits, and a file that was taken away."""
    of = {
        "collaborative": side.collaborative,
        "body": side.body,
        "lead": side.made.lead,
        "now": then,
    }
    side.things["finished_load"] = loaded(
        file_of(line(f"{side.word} opened the old beds")), **of
    )
    side.things["checked_load"] = checked(
        file_of(line(f"{side.word} closed the old beds")), **of
    )
    side.things["register_export"] = note_export(
        collaborative_id=side.collaborative.pk,
        kind=RegisterFile.CSV,
        words=f"Decisions that say “{side.word}”",
        decisions=1,
        actor=side.made.lead,
        now=then,
    )
