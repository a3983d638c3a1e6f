"""Noting which part of the register was given out, and to whom."""

import datetime as dt
from typing import Final

from accounts.models import User
from audit.door import act
from collab.enums import RegisterFile
from collab.models import Collaborative, RegisterExport
from collab.policies.papers import require_can_see

# A workbook is made whole before it is sent; CSV goes out line by line.
LARGEST_WORKBOOK: Final = 20_000


class TooManyForAWorkbookError(ValueError):
    """More decisions than one workbook is made of."""


def note_export(
    *,
    collaborative_id: int,
    kind: RegisterFile,
    words: str,
    decisions: int,
    actor: User,
    now: dt.datetime,
) -> RegisterExport:
    """
    Note that somebody takes away so many decisions, and what the filters were.

    :raises MayNotSeePaperError: if the person does not see the register
    :raises TooManyForAWorkbookError: for more than a workbook holds
    """
    with act("collab.register.exported", by=actor, at=now) as record:
        collaborative = Collaborative.objects.get(pk=collaborative_id)
        require_can_see(user=actor, subject=collaborative, at=now)
        _require_not_too_many(kind, decisions)
        export = RegisterExport(
            collaborative=collaborative,
            kind=kind,
            words=words,
            decisions=decisions,
            given_at=now,
        )
        export.save()
        record.about(export)
        record.related(collaborative)
        return export


def _require_not_too_many(kind: RegisterFile, decisions: int) -> None:
    if kind == RegisterFile.XLSX and decisions > LARGEST_WORKBOOK:
        raise TooManyForAWorkbookError(
            f"These are {decisions:,} decisions. An Excel workbook is made of at most"
            f" {LARGEST_WORKBOOK:,}: choose a year, or take them away as CSV, which has"
            " no limit."
        )
