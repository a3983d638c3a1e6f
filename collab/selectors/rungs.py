"""Which rungs are due, and whom each of them reaches.

Everything is asked in a handful of questions, however many occasions there are.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from collab.models import Collaborative, DueThing, Reminder
from collab.registries import OccasionSource
from collab.rules.reminders import (
    Rung,
    Whom,
    reached_day,
    rungs_to_send,
    speaks_next,
    within_cap,
)
from collab.selectors.ladders import LadderBook, Steps, ladder_book
from collab.selectors.reaching import Circle, Reached, circle_of


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One open occasion, what was sent of it, and what is to be sent now."""

    row: DueThing
    subject: Any
    steps: Steps
    rungs: list[Rung]
    speaks_next: dt.datetime | None
    taken: set[tuple[str, int]] = field(default_factory=set)
    told: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Delivery:
    """One reminder to one person."""

    standing: Standing
    rung: Rung
    reached: Reached
    asked_by: User | None = None
    note: str = ""


def standing_of(
    source: OccasionSource,
    rows: list[DueThing],
    subjects: dict[str, Any],
    *,
    now: dt.datetime,
    book: LadderBook | None = None,
) -> list[Standing]:
    """
    Work out what is to be said of each open occasion, with two questions.

    ``book`` holds the ladders to go by, where they are not those that hold.
    """
    sent: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for subject_uid, occasion, rung, user_id in Reminder.objects.filter(
        subject_uid__in=[row.subject_uid for row in rows]
    ).values_list("subject_uid", "occasion", "rung", "user_id"):
        sent.setdefault((subject_uid, occasion), []).append((rung, user_id))
    book = book or ladder_book(
        collaborative_ids={row.collaborative_id for row in rows},
        item_uids={row.item_uid for row in rows},
    )
    return [
        standing(
            row,
            subjects[row.subject_uid],
            steps=book.steps(source, row.collaborative_id, row.item_uid),
            sent=sent.get((row.subject_uid, row.name), []),
            look_on=source.looks_after(row.due_on),
            now=now,
        )
        for row in rows
    ]


def standing(
    row: DueThing,
    subject: Any,
    *,
    steps: Steps,
    sent: list[tuple[str, int]],
    look_on: dt.date | None,
    now: dt.datetime,
) -> Standing:
    """Say how one occasion stands, by its ladder and by what was sent of it."""
    names = {rung for rung, _ in sent}
    return Standing(
        row=row,
        subject=subject,
        steps=steps,
        rungs=rungs_to_send(
            steps.rungs,
            began_on=row.began_on,
            due_on=row.due_on,
            today=reached_day(now),
            sent=names,
        ),
        speaks_next=speaks_next(
            steps.rungs,
            began_on=row.began_on,
            due_on=row.due_on,
            sent=names,
            now=now,
            looked=True,
            look_on=look_on,
        ),
        taken=set(sent),
        told=Counter(user_id for _, user_id in sent),
    )


def deliveries_of(
    source: OccasionSource, standings: list[Standing], *, now: dt.datetime
) -> list[Delivery]:
    """List who is told what now."""
    pairs = [(each, rung) for each in standings for rung in each.rungs]
    return deliveries_for(pairs, source, now=now)


def deliveries_for(
    pairs: list[tuple[Standing, Rung]],
    source: OccasionSource,
    *,
    now: dt.datetime,
    asked_by: User | None = None,
    note: str = "",
) -> list[Delivery]:
    """List whom these rungs tell, nobody twice and nobody beyond the cap."""
    if not pairs:
        return []
    wanted = [
        (each, rung, source.whom(each.subject, rung.whom)) for each, rung in pairs
    ]
    circles = _circles(wanted, now)
    return [
        Delivery(each, rung, reached, asked_by, note)
        for each, rung, whom in wanted
        for reached in _allowed(
            each, rung, circles[each.row.collaborative_id].reached(whom)
        )
    ]


def _circles(
    wanted: list[tuple[Standing, Rung, Whom]], now: dt.datetime
) -> dict[int, Circle]:
    here: dict[Collaborative, list[Whom]] = {}
    for each, _, whom in wanted:
        here.setdefault(each.row.collaborative, []).append(whom)
    return {
        collaborative.pk: circle_of(collaborative, whom, at=now)
        for collaborative, whom in here.items()
    }


def _allowed(standing: Standing, rung: Rung, reached: list[Reached]) -> list[Reached]:
    found = []
    for each in reached:
        key = each.user.pk
        told = standing.told[key]
        if (rung.name, key) in standing.taken or not within_cap(
            told, standing.steps.cap
        ):
            continue
        standing.taken.add((rung.name, key))
        standing.told[key] += 1
        found.append(each)
    return found
