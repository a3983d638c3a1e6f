"""Reading a confidential paper is an act, recorded in batches (settled question 20)."""

import datetime as dt
from typing import Any

from django.apps import apps

from accounts.models import User
from accounts.rules.quarters import QUARTER, quarter_of
from audit.door import act
from collab.models import ReadingNote
from collab.rules.audiences import is_confidential


def note_reading(*, subject: Any, actor: User, now: dt.datetime) -> None:
    """
    Note that a person is given a paper, if it is confidential.

    One row, written before the paper leaves: whatever is killed afterwards, the note
    is there. The act follows within minutes of the quarter-hour's end.
    """
    if not is_confidential(subject.audience().token):
        return
    ReadingNote.objects.create(
        user=actor,
        subject_type=subject._meta.label_lower,
        subject_uid=subject.uid,
        quarter=quarter_of(now),
        read_at=now,
    )


def record_readings(*, now: dt.datetime) -> int:
    """
    Write one act for each person and quarter-hour that has ended; gives how many.

    The notes go in the transaction that records them: safe to run twice, side by
    side, and to be killed.
    """
    ended = ReadingNote.objects.filter(quarter__lte=now - QUARTER)
    batches = ended.order_by("quarter", "user").values_list("user", "quarter")
    return sum(
        _record(user_id, quarter, now) for user_id, quarter in batches.distinct()[:500]
    )


class _RecordedMeanwhileError(Exception):
    """Another worker was first; nothing is written."""


def _record(user_id: int, quarter: dt.datetime, now: dt.datetime) -> bool:
    reader = User.objects.get(pk=user_id)
    try:
        with act("collab.papers.read", by=reader, at=quarter) as record:
            notes = _held(reader, quarter)
            record.about(*_subjects(notes))
            ReadingNote.objects.filter(pk__in=[note.pk for note in notes]).delete()
    except _RecordedMeanwhileError:
        return False
    return True


def _held(reader: User, quarter: dt.datetime) -> list[ReadingNote]:
    notes = list(
        ReadingNote.objects.select_for_update()
        .filter(user=reader, quarter=quarter)
        .order_by("pk")
    )
    if not notes:
        raise _RecordedMeanwhileError
    return notes


def _subjects(notes: list[ReadingNote]) -> list[Any]:
    """Give each paper once, in the order in which they were first read."""
    by_type: dict[str, set[str]] = {}
    for note in notes:
        by_type.setdefault(note.subject_type, set()).add(note.subject_uid)
    found = {
        (kind, row.uid): row
        for kind, uids in by_type.items()
        for row in apps.get_model(kind)._default_manager.filter(uid__in=uids)
    }
    wanted = dict.fromkeys((note.subject_type, note.subject_uid) for note in notes)
    return [found[key] for key in wanted]
