"""Reading the history is an act too, recorded in batches."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, Final

from audit.door import Actor, act
from audit.models import Audience, Event, Named
from audit.models.writing import INSTALLATION

VERB: Final = "audit.history.read"
BATCH: Final = dt.timedelta(minutes=15)


class HistorySubject:
    """The history itself, as what was read."""

    _meta = SimpleNamespace(label_lower="audit.history")
    uid = "history"

    def named(self) -> Named:
        """Name the history."""
        return Named(uid=self.uid, label="history")

    def audience(self) -> Audience:
        """Say that who reads the history concerns the whole installation."""
        return INSTALLATION


def note_reading(*, actor: Actor, now: dt.datetime) -> bool:
    """
    Record that a person narrowed the history, once in a quarter of an hour.

    What was typed is not kept. Gives whether an act was recorded.
    """
    if _is_noted(actor.uid, since=now - BATCH):
        return False
    with act(VERB, by=actor, at=now) as record:
        record.about(HistorySubject())
    return True


def _is_noted(uid: Any, *, since: dt.datetime) -> bool:
    return Event.objects.filter(
        actor_uid=uid, verb=VERB, recorded_at__gt=since
    ).exists()
