"""Files of past decisions, and loads of them through the real services."""

import csv
import datetime as dt
import io
from typing import Any

from accounts.models import User
from audit.door import SystemActor
from collab.models import Collaborative, DecisionImport, Organisation
from collab.rules.past_decisions import HEADINGS
from collab.services.decision_imports import (
    check_past_decisions,
    confirm_past_decisions,
    continue_past_decisions,
)

WORKER = SystemActor("tests")


def line(what: str = "Open the step-down beds", **given: str) -> dict[str, str]:
    """One row of a file, good as it is."""
    return {
        "what": what,
        "day": "03/05/2023",
        "outcome": "approved",
        "source": "Minutes of the board, May 2023",
        "item": "7.2",
        "why": "Too many people were placed far from home",
    } | given


def file_of(*lines: dict[str, str]) -> bytes:
    """A file of these rows under the template's headings."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()


def checked(
    content: bytes,
    *,
    collaborative: Collaborative,
    body: Organisation,
    lead: User,
    now: dt.datetime,
    **given: Any,
) -> DecisionImport:
    """A load that waits for its confirmation."""
    return check_past_decisions(
        collaborative_id=collaborative.pk,
        organisation_id=body.pk,
        content=content,
        file_name=given.get("file_name", "past.csv"),
        actor=lead,
        now=now,
    )


def loaded(
    content: bytes, *, lead: User, now: dt.datetime, **of: Any
) -> DecisionImport:
    """A load carried to its end."""
    found = checked(content, lead=lead, now=now, **of)
    confirm_past_decisions(import_id=found.pk, actor=lead, now=now)
    for _ in range(1_000):
        found.refresh_from_db()
        if found.finished_at:
            break
        continue_past_decisions(import_uid=found.uid, now=now, actor=WORKER)
    return found
