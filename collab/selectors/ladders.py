"""Which ladder holds for which occasion: the usual, the collaborative's, its own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from collab import models
from collab.registries import OccasionSource
from collab.rules.reminders import Ladder, adjusted


@dataclass(frozen=True)
class Steps:
    """The rungs that hold, and the most that one person is told of one occasion."""

    rungs: Ladder
    cap: int


@dataclass(frozen=True)
class LadderBook:
    """The ladders of some collaboratives, read once; ``steps`` asks nothing more."""

    rows: dict[tuple[int, str, str], models.Ladder]

    def steps(
        self, source: OccasionSource, collaborative_id: int, item_uid: str
    ) -> Steps:
        """Give the ladder that holds for an occasion of a record."""
        found = Steps(source.ladder, source.cap)
        for item in ("", item_uid) if item_uid else ("",):
            row = self.rows.get((collaborative_id, source.kind, item))
            if row is not None:
                found = changed(found, row.days, row.cap)
        return found

    def changed_to(
        self, kind: str, collaborative_id: int, item_uid: str, row: models.Ladder
    ) -> "LadderBook":
        """Give the book as it would be with another ladder in it."""
        return replace(
            self, rows={**self.rows, (collaborative_id, kind, item_uid): row}
        )


def changed(steps: Steps, days: dict[str, Any], cap: int | None) -> Steps:
    """Give a ladder with what a narrower one says otherwise."""
    return Steps(adjusted(steps.rungs, days), steps.cap if cap is None else cap)


def ladder_book(
    *, collaborative_ids: Iterable[int], item_uids: Iterable[str]
) -> LadderBook:
    """Read every ladder that may hold for these records, with one question."""
    rows = models.Ladder.objects.filter(
        collaborative__in=set(collaborative_ids), item_uid__in={"", *item_uids}
    )
    return LadderBook(
        {(row.collaborative_id, row.kind, row.item_uid): row for row in rows}
    )
