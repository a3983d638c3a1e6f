"""What waits for a person, from all rooms: one question for a page, one to count.

Every source narrows its table to the person; the database puts them together, so
that the list pages by key however long it is. Sources that list their own items are
merged in afterwards.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, Value, When

from collab import registries
from collab.registries import WorkItem, WorkSource
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from collab.rules.work import NEVER, SOON_DAYS, Place, Urgency, urgency_of
from collab.selectors.united import (
    UnitedPage,
    annotated,
    page_of,
    read_beyond,
    united,
)

PAGE_SIZE: Final = 25


@dataclass(frozen=True, kw_only=True)
class Work:
    """Whose work is asked for, and what it is narrowed to."""

    user: Any
    rights: Rights
    now: dt.datetime
    kind: str = ""
    collaborative_id: int | None = None

    @property
    def today(self) -> dt.date:
        """Give the day in London."""
        return london_day(self.now)


WorkPage = UnitedPage[WorkItem]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How much waits, by kind, collaborative and urgency."""

    by_kind: Counter[str]
    by_collaborative: Counter[int]
    by_urgency: Counter[Urgency]

    @property
    def total(self) -> int:
        """Give how much waits under the filters."""
        return self.by_urgency.total()


_Found = tuple[Place, WorkItem]


class WorkList:
    """What waits for one person, read once for its page and for its counts."""

    def __init__(self, work: Work) -> None:
        """Narrow every source to the person; asks the sources that list themselves."""
        self.work = work
        self._rows: list[tuple[int, WorkSource, Any]] = []
        self._listed: list[_Found] = []
        for number, source in enumerate(registries.work_sources()):
            if isinstance(source, WorkSource):
                rows = source.rows(work.user, work.rights, work.now)
                if rows is not None:
                    self._rows.append(
                        (number, source, _annotated(rows, source, number))
                    )
                continue
            for item in source(work.user, work.rights, work.now):
                place = Place(item.due_on or NEVER, number, f"{item.link} {item.title}")
                self._listed.append((place, item))

    def page(self, cursor: str = "", *, size: int | None = None) -> WorkPage:
        """Give some of it from a cursor on; a foreign cursor means the beginning."""
        # A place names its source by number: with other sources it would mean another.
        salt = ".".join(["collab.work", *registries.work_names()])
        return page_of(self._beyond, cursor, size=size or PAGE_SIZE, salt=salt)

    def dated(self, most: int) -> list[tuple[str, WorkItem]]:
        """Give what has a day, the most urgent first, each with a key that stays."""
        names = registries.work_names()
        return [
            (f"{names[at.source]}:{at.within}", item)
            for at, item in self._beyond(None, most, False)  # noqa: FBT003 - forwards
            if at.day != NEVER
        ]

    def tally(self) -> Tally:
        """Count it: kinds and collaboratives each under the other filter."""
        kinds: Counter[str] = Counter()
        collaboratives: Counter[int] = Counter()
        urgencies: Counter[Urgency] = Counter()
        for kind, collaborative_id, urgency, number in self._counted():
            fits_kind = self.work.kind in ("", kind)
            fits_here = self.work.collaborative_id in (None, collaborative_id)
            kinds[kind] += number if fits_here else 0
            if fits_kind and collaborative_id:
                collaboratives[collaborative_id] += number
            if fits_kind and fits_here:
                urgencies[urgency] += number
        return Tally(
            by_kind=+kinds, by_collaborative=+collaboratives, by_urgency=+urgencies
        )

    def _beyond(
        self,
        place: Place | None,
        most: int,
        backwards: bool,  # noqa: FBT001 - called by position
    ) -> list[_Found]:
        listed = [
            found
            for found in self._listed
            if self._fits(found[1]) and _is_beyond(found[0], place, backwards)
        ]
        found = [*self._read_rows(place, most, backwards=backwards), *listed]
        found.sort(key=lambda each: each[0], reverse=backwards)
        return found[:most]

    def _read_rows(
        self, place: Place | None, most: int, *, backwards: bool
    ) -> list[_Found]:
        sources = {number: source for number, source, _ in self._rows}
        branches = {
            number: self._here(rows)
            for number, source, rows in self._rows
            if self.work.kind in ("", source.kind) and self._can_be_here(source)
        }
        found = read_beyond(branches, place, most, backwards=backwards)
        return [(at, sources[at.source].item(facts)) for at, facts in found]

    def _here(self, rows: Any) -> Any:
        if self.work.collaborative_id is None:
            return rows
        return rows.filter(row_about=self.work.collaborative_id)

    def _can_be_here(self, source: WorkSource) -> bool:
        return self.work.collaborative_id is None or source.collaborative is not None

    def _fits(self, item: WorkItem) -> bool:
        return self.work.kind in ("", item.kind) and (
            self.work.collaborative_id in (None, item.collaborative_id)
        )

    def _counted(self) -> list[tuple[str, int, Urgency, int]]:
        counted = [
            rows.annotate(row_urgency=_urgency(self.work.today))
            .values("row_source", "row_about", "row_urgency")
            .annotate(row_count=Count("pk"))
            .values_list("row_source", "row_about", "row_urgency", "row_count")
            for _, _, rows in self._rows
        ]
        kinds = {number: source.kind for number, source, _ in self._rows}
        rows = united(counted)
        return [
            *(
                (kinds[number], where, Urgency(urgency), many)
                for number, where, urgency, many in (rows or [])
            ),
            *(
                (item.kind, item.collaborative_id or 0, self._urgency_of(item), 1)
                for _, item in self._listed
            ),
        ]

    def _urgency_of(self, item: WorkItem) -> Urgency:
        return urgency_of(item.due_on, self.work.today)


def _annotated(rows: Any, source: WorkSource, number: int) -> Any:
    return annotated(
        rows,
        number=number,
        due=source.due,
        about=source.collaborative,
        facts=source.facts,
    )


def _is_beyond(place: Place, limit: Place | None, backwards: bool) -> bool:  # noqa: FBT001
    if limit is None:
        return True
    return place < limit if backwards else place > limit


def _urgency(today: dt.date) -> Case:
    soon = today + dt.timedelta(days=SOON_DAYS)
    return Case(
        When(row_day__lt=today, then=Value(Urgency.OVERDUE.value)),
        When(row_day=today, then=Value(Urgency.TODAY.value)),
        When(row_day__lte=soon, then=Value(Urgency.SOON.value)),
        When(row_day__lt=NEVER, then=Value(Urgency.LATER.value)),
        default=Value(Urgency.UNDATED.value),
        output_field=IntegerField(),
    )
