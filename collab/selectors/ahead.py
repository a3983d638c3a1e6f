"""What falls due in a collaborative, from all rooms: one question, and one to count."""

import datetime as dt
from collections import Counter
from typing import Any, Final

from django.db.models import Count, Value

from collab import registries
from collab.models import Collaborative, Organisation
from collab.registries import Ahead, AheadItem, AheadSource
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from collab.rules.work import Place
from collab.selectors.united import (
    UnitedPage,
    annotated,
    page_of,
    read_beyond,
    united,
)

DAYS: Final = 90
PAGE_SIZE: Final = 50
# What concerns all partners stands under no organisation.
EVERYBODY: Final = 0
_ABOUT: Final = "about"

_Due = tuple[dt.date, int, AheadSource, AheadItem]


def ahead_of(
    *, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> Ahead:
    """
    Say what a person may look ahead to: leads and auditors everything.

    Everybody else sees what concerns the bodies where they hold a post.
    """
    sees_all = any(
        rights.may(codename, collaborative_id=collaborative.pk)
        for codename in ("govern", "audit")
    )
    return Ahead(
        rights=rights,
        collaborative_id=collaborative.pk,
        now=now,
        until=london_day(now) + dt.timedelta(days=DAYS),
        bodies=None if sees_all else rights.organisations,
    )


class AheadList:
    """What falls due, narrowed to one person's view and maybe to one partner."""

    def __init__(self, ahead: Ahead, *, partner_id: int | None = None) -> None:
        """Narrow every register; ``partner_id`` may be EVERYBODY."""
        self._sources: dict[int, AheadSource] = {}
        self._rows: dict[int, Any] = {}
        self._partner_id = partner_id
        self._salt = ".".join(["collab.ahead", *registries.ahead_sources()])
        for number, source in enumerate(registries.ahead_sources().values()):
            rows = source.rows(ahead)
            if rows is not None:
                self._sources[number] = source
                self._rows[number] = annotated(
                    rows,
                    number=number,
                    due=source.due,
                    about=source.organisation,
                    facts={**source.facts, _ABOUT: source.organisation or Value(0)},
                )

    def page(self, cursor: str = "", *, size: int = PAGE_SIZE) -> UnitedPage[_Due]:
        """Give some of it, the soonest first."""
        return page_of(self._beyond, cursor, size=size, salt=self._salt)

    def counts(self) -> Counter[tuple[int, dt.date]]:
        """Count it by partner and day, whatever partner the list is narrowed to."""
        rows = united(
            rows.values("row_about", "row_day")
            .annotate(row_count=Count("pk"))
            .values_list("row_about", "row_day", "row_count")
            for rows in self._rows.values()
        )
        found: Counter[tuple[int, dt.date]] = Counter()
        for about, day, many in rows or []:
            found[about, day] += many
        return found

    def _beyond(
        self,
        place: Place | None,
        most: int,
        backwards: bool,  # noqa: FBT001 - called by position
    ) -> list[tuple[Place, _Due]]:
        branches = {number: self._narrowed(rows) for number, rows in self._rows.items()}
        return [
            (at, self._due(at, facts))
            for at, facts in read_beyond(branches, place, most, backwards=backwards)
        ]

    def _narrowed(self, rows: Any) -> Any:
        if self._partner_id is None:
            return rows
        return rows.filter(row_about=self._partner_id)

    def _due(self, at: Place, facts: dict[str, Any]) -> _Due:
        source = self._sources[at.source]
        return at.day, facts[_ABOUT] or EVERYBODY, source, source.item(facts)


def partners_named(*, rights: Rights, ids: set[int]) -> dict[int, Organisation]:
    """Give organisations by id, in the order of their names."""
    found = Organisation.objects.visible_to(rights).filter(pk__in=ids)
    return {body.pk: body for body in found.order_by("name", "pk")}
