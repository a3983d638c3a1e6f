"""Writing decisions that were taken before they could be logged here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from accounts.models import User
from audit.door import Record
from collab.models import Collaborative, Decision, Forum, Organisation, Presence
from collab.rules.frozen import SCHEMA_NUMBER
from collab.rules.past_decisions import PastDecision
from collab.selectors.frozen import hash_of
from collab.services.references import next_references

UNSTATED: Final = "The minutes do not say why."


def write_past_decisions(
    record: Record,
    *,
    collaborative: Collaborative,
    organisation: Organisation,
    rows: Sequence[PastDecision],
    logged_by: User,
) -> list[Decision]:
    """
    Write decisions and who was there inside the open act, in the order of the rows.

    Each takes the next reference of its own year. No terms are named and no quorum is
    worked out: what the minutes say is the record.
    """
    references = _references(record, collaborative, rows)
    forums = Forum.objects.in_bulk({row.forum_id for row in rows if row.forum_id})
    bodies = Organisation.objects.in_bulk(
        {each.organisation_id for row in rows for each in row.present}
    )
    made = [
        _decision(
            row,
            reference=next(references[row.decided_on.year]),
            collaborative=collaborative,
            organisation=organisation,
            forum=forums[row.forum_id] if row.forum_id else None,
            logged_by=logged_by,
            logged_at=record.at,
        )
        for row in rows
    ]
    present = [
        [
            Presence(
                decision=decision,
                organisation=bodies[each.organisation_id],
                name=each.name,
            )
            for each in row.present
        ]
        for row, decision in zip(rows, made, strict=True)
    ]
    for decision, there in zip(made, present, strict=True):
        decision.result_hash = hash_of(
            decision, present=there, no_part=(), exclusions=(), links=()
        )
    written: list[Decision] = Decision.objects.create_each(made)
    Presence.objects.create_each(each for there in present for each in there)
    return written


def _decision(row: PastDecision, **given: Any) -> Decision:
    return Decision(
        title=row.title,
        proposal=row.what,
        rationale=row.why or UNSTATED,
        outcome=row.outcome,
        value_pence=row.value_pence,
        decided_on=row.decided_on,
        effective_on=row.effective_on,
        review_on=row.review_on,
        source=row.source,
        is_imported=True,
        hash_schema=SCHEMA_NUMBER,
        **given,
    )


def _references(
    record: Record, collaborative: Collaborative, rows: Sequence[PastDecision]
) -> dict[int, Iterator[str]]:
    # Year by year in one order, so that two loads never wait for each other in a ring.
    wanted = Counter(row.decided_on.year for row in rows)
    taken = {
        year: next_references(
            record, series=f"{collaborative.slug}/decisions/{year}", count=wanted[year]
        )
        for year in sorted(wanted)
    }
    return {year: _written(year, numbers) for year, numbers in taken.items()}


def _written(year: int, numbers: range) -> Iterator[str]:
    return (f"{year}-{number:03d}" for number in numbers)
