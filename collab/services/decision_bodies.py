"""Keeping, for each decision, the bodies by which the register finds it."""

from typing import Any

from collab.models import Decision, DecisionBody, Presence


def note_decision_bodies(record: Any) -> None:
    """Note the bodies of every decision that the open act wrote.

    Called inside each act, once its events are written: whoever writes a decision and
    its presences need not think of it.
    """
    written = [change.row for change in record.surviving_changes().values()]
    for _, rows in record.surviving_loads():
        written.extend(rows)
    decisions = {row.pk: row for row in written if isinstance(row, Decision)}
    if not decisions:
        return
    named = {(row.pk, row.organisation_id) for row in decisions.values()}
    named |= {
        (row.decision_id, row.organisation_id)
        for row in written
        if isinstance(row, Presence) and row.decision_id in decisions
    }
    DecisionBody.objects.bulk_create(
        DecisionBody(
            collaborative_id=decisions[decision_id].collaborative_id,
            organisation_id=organisation_id,
            decision_id=decision_id,
            decided_on=decisions[decision_id].decided_on,
        )
        for decision_id, organisation_id in sorted(named)
    )
