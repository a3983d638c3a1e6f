"""Setting how reminders go, for a collaborative or for one of its records."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from accounts.models import User
from audit.door import act
from audit.models import StaleRowError
from collab.models import Collaborative, DueThing, Ladder
from collab.policies.reminders import require_can_remind
from collab.registries import OccasionSource, source_of

LONGEST: Final = 400
MOST: Final = 50


class UnknownRungError(ValueError):
    """The ladder has no such rung, or it cannot be so long or so often."""


def set_ladder(
    *,
    collaborative_id: int,
    kind: str,
    days: Mapping[str, int | None],
    cap: int | None,
    actor: User,
    now: dt.datetime,
    thing_uid: str = "",
    revision: int | None = None,
) -> Ladder:
    """
    Say for each rung after how many days it is reached, or that it is off.

    ``thing_uid`` names something open whose record alone it shall hold for. What was
    sent stays sent; whatever is open is looked at anew with the next sweep.
    ``revision`` is the one that the person saw, or None where there was no ladder.

    :raises NotALeadHereError: for anybody but a governance lead
    :raises UnknownSourceError: if there is no such kind of reminder
    :raises UnknownRungError: for a rung or a number that cannot be
    :raises StaleRowError: if somebody changed it since
    """
    source = source_of(kind)
    with act("collab.ladder.set", by=actor, at=now) as record:
        collaborative = Collaborative.objects.select_for_update().get(
            pk=collaborative_id
        )
        holding = require_can_remind(actor=actor, collaborative=collaborative, at=now)
        _require_possible(source, days, cap)
        ladder = _held(collaborative, kind, thing_uid)
        _require_unchanged(ladder, revision)
        ladder.days = dict(sorted(days.items()))
        ladder.cap = cap
        ladder.save()
        record.about(ladder, allowed_by=holding)
        _look_again(ladder, now)
    return ladder


def _held(collaborative: Collaborative, kind: str, thing_uid: str) -> Ladder:
    item_uid, item_label = "", ""
    if thing_uid:
        thing = DueThing.objects.get(
            uid=thing_uid, collaborative=collaborative, kind=kind
        )
        item_uid, item_label = thing.item_uid, thing.item_label
    held: Ladder | None = (
        Ladder.objects.select_for_update(of=("self",))
        .select_related("collaborative")
        .filter(collaborative=collaborative, kind=kind, item_uid=item_uid)
        .first()
    )
    return held or Ladder(
        collaborative=collaborative,
        kind=kind,
        item_uid=item_uid,
        item_label=item_label,
    )


def _require_unchanged(ladder: Ladder, revision: int | None) -> None:
    seen = None if ladder._state.adding else ladder.revision
    if seen != revision:
        raise StaleRowError(
            "Somebody else changed these reminders while you were working on them."
            " Look at them again, then make your change."
        )


def _require_possible(
    source: OccasionSource, days: Mapping[str, int | None], cap: int | None
) -> None:
    known = {rung.name for rung in source.ladder}
    if unknown := set(days) - known:
        raise UnknownRungError(f"There is no reminder called {sorted(unknown)[0]}.")
    if any(each is not None and not 0 <= each <= LONGEST for each in days.values()):
        raise UnknownRungError(f"Enter a number of days between 0 and {LONGEST}.")
    if cap is not None and not 1 <= cap <= MOST:
        raise UnknownRungError(f"The most must be between 1 and {MOST}.")


def _look_again(ladder: Ladder, now: dt.datetime) -> None:
    rows = DueThing.objects.open().filter(
        collaborative=ladder.collaborative_id, kind=ladder.kind
    )
    if ladder.item_uid:
        rows = rows.filter(item_uid=ladder.item_uid)
    rows.update(next_at=now)
