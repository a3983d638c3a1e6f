"""Loading past decisions: checked first, then written in portions.

Checking keeps the file and writes no decision. Loading writes at most 100 decisions in
an act, so that no transaction lasts; the import says how far it is until its closing
act. A load that broke off goes on where it stopped: the worker does that by itself,
and so does confirming once more. A decision that is there already is never written
twice, and what is written stays: decisions are not taken away.
"""

import datetime as dt
import hashlib
from contextlib import suppress
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from audit.door import Actor, Record, SystemActor, act
from collab.enums import ImportOutcome, ImportStatus
from collab.models import (
    Collaborative,
    Decision,
    DecisionImport,
    DecisionImportRow,
    Organisation,
)
from collab.policies.register import require_can_import
from collab.rules.decision_csv import PastDecisions
from collab.rules.past_decisions import Fault, PastDecision
from collab.rules.periods import london_day
from collab.selectors.decision_imports import (
    kept_file,
    known_already,
    path_of,
    plan_of,
    read_file,
)
from collab.services.imports import NothingToLoadError, UnusableFileError
from collab.services.past_decisions import write_past_decisions
from collab.services.references import next_reference
from collab.transitions import require_import_move

PORTION: Final = 100
WORKER: Final = SystemActor("decision-imports")


class ChangedSinceCheckedError(ValueError):
    """Names of members or forums changed, so that other rows of the file are good."""


def check_past_decisions(
    *,
    collaborative_id: int,
    organisation_id: int,
    content: bytes,
    file_name: str,
    actor: User,
    now: dt.datetime,
) -> DecisionImport:
    """
    Keep a file and give its import a reference; no decision is written yet.

    A file that would add nothing leaves no import and no event.

    :raises NotALeadHereError: unless the actor governs the collaborative
    :raises NotTakingPartError: without a post at the member acted for
    :raises UnusableFileError: if nothing of the file can be used
    :raises NothingToLoadError: if it would add nothing
    """
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "collab.decision_import.checked",
        by=actor,
        for_organisation=organisation,
        at=now,
    ) as record:
        holding = require_can_import(
            actor=actor, collaborative=collaborative, organisation=organisation, at=now
        )
        rows = _rows_to_load(content, collaborative, now)
        number = next_reference(record, series=f"{collaborative.slug}/loads")
        found = DecisionImport(
            collaborative=collaborative,
            organisation=organisation,
            reference=f"LOAD-{number:03d}",
            file_name=file_name[-200:],
            sha256=_keep(content),
            rows=rows,
            checked_by=actor,
            checked_at=now,
        )
        found.save()
        record.about(found, allowed_by=holding)
        return found


def _rows_to_load(
    content: bytes, collaborative: Collaborative, now: dt.datetime
) -> int:
    plan = plan_of(content, collaborative=collaborative, today=london_day(now))
    if plan.reading.refused:
        raise UnusableFileError(plan.reading.refused)
    if not plan.reading.rows:
        first = plan.reading.faults[0]
        raise NothingToLoadError(f"No row of the file can be loaded. {first}")
    if not plan.new:
        raise NothingToLoadError(
            "The register already holds all of this. Nothing was added."
        )
    return len(plan.reading.rows)


def confirm_past_decisions(
    *, import_id: int, actor: User, now: dt.datetime
) -> DecisionImport:
    """
    Load a checked file: its first portion at once, the others by the worker.

    Confirming a load that stands still loads its next portion.

    :raises NotALeadHereError: unless the actor governs the collaborative
    :raises ImportMoveError: if it is finished
    :raises MissingFileError: if its file is gone from the store
    :raises ChangedSinceCheckedError: if other rows are good by now
    """
    found = DecisionImport.objects.get(pk=import_id)
    if found.status == ImportStatus.CHECKED:
        _start(import_id=import_id, actor=actor, now=now)
    load_past_decisions(import_id=import_id, actor=actor, now=now)
    return DecisionImport.objects.get(pk=import_id)


def _locked(record: Record, import_id: int) -> DecisionImport:
    # Together with its collaborative, so that two loads never write one decision twice.
    found: DecisionImport = (
        DecisionImport.objects.select_for_update(of=("self", "collaborative"))
        .select_related("collaborative", "organisation", "checked_by")
        .get(pk=import_id)
    )
    holding = require_can_import(
        actor=record.by,
        collaborative=found.collaborative,
        organisation=found.organisation,
        at=record.at,
    )
    record.about(found, allowed_by=holding)
    return found


def _start(*, import_id: int, actor: User, now: dt.datetime) -> None:
    with act("collab.decision_import.started", by=actor, at=now) as record:
        found = _locked(record, import_id)
        require_import_move(found.status, ImportStatus.LOADING)
        found.status = ImportStatus.LOADING
        found.save()
        record.after_commit("collab.continue_decision_import", import_uid=found.uid)


def load_past_decisions(*, import_id: int, actor: Actor, now: dt.datetime) -> bool:
    """
    Load the next rows of a confirmed import, and say whether more remain.

    Safe to run twice at once: the second waits and takes the rows after those.
    """
    found = DecisionImport.objects.select_related("collaborative").get(pk=import_id)
    require_import_move(found.status, ImportStatus.FINISHED)
    reading = _reading_of(found)
    last = found.position + PORTION >= found.rows
    name = "finished" if last else "loaded"
    with act(f"collab.decision_import.{name}", by=actor, at=now) as record:
        found = _locked(record, import_id)
        require_import_move(found.status, ImportStatus.FINISHED)
        rows = reading.rows[found.position : found.position + PORTION]
        lines = _load(record, found, rows)
        if found.position == 0:
            lines.extend(_fault_lines(found, reading.faults))
        if lines:
            DecisionImportRow.objects.bulk_create(lines)
        return _move_on(record, found, len(rows), now)


def _reading_of(found: DecisionImport) -> PastDecisions:
    reading = read_file(
        kept_file(found),
        collaborative=found.collaborative,
        today=london_day(found.checked_at),
    )
    if len(reading.rows) != found.rows:
        raise ChangedSinceCheckedError(
            "Members or forums were renamed since this file was checked. Choose the"
            " file again: what is in the register already is not loaded twice."
        )
    return reading


def _load(
    record: Record, found: DecisionImport, rows: list[PastDecision]
) -> list[DecisionImportRow]:
    known = known_already(rows, found.collaborative)
    new = [row for row in rows if row.key not in known]
    written = dict(
        zip(
            (row.number for row in new),
            write_past_decisions(
                record,
                collaborative=found.collaborative,
                organisation=found.organisation,
                rows=new,
                logged_by=found.checked_by,
            ),
            strict=True,
        )
    )
    return [
        _line(found, row, written.get(row.number), known.get(row.key)) for row in rows
    ]


def _line(
    found: DecisionImport,
    row: PastDecision,
    written: Decision | None,
    known: Decision | None,
) -> DecisionImportRow:
    return DecisionImportRow(
        decision_import=found,
        row_number=row.number,
        outcome=ImportOutcome.LEFT if known else ImportOutcome.CREATED,
        decision=known or written,
        title=row.title,
        message=f"It is there already as {known.reference}." if known else "",
    )


def _fault_lines(found: DecisionImport, faults: list[Fault]) -> list[DecisionImportRow]:
    return [
        DecisionImportRow(
            decision_import=found,
            row_number=fault.number,
            outcome=ImportOutcome.REFUSED,
            title=fault.title,
            message=f"{fault.column}: {fault.what}"[:1_000],
        )
        for fault in faults
    ]


def _move_on(record: Record, found: DecisionImport, by: int, now: dt.datetime) -> bool:
    found.position += by
    more = found.position < found.rows
    if more:
        record.after_commit("collab.continue_decision_import", import_uid=found.uid)
    else:
        found.status = ImportStatus.FINISHED
        found.finished_at = now
    found.save()
    return more


def continue_past_decisions(
    *, import_uid: str, now: dt.datetime, actor: Actor = WORKER
) -> None:
    """Go on with whatever a load has left; safe to run twice."""
    found = DecisionImport.objects.get(uid=import_uid)
    if found.status != ImportStatus.LOADING:
        return
    # A load that cannot go on stands still; its page says why when somebody confirms.
    with suppress(ChangedSinceCheckedError):
        load_past_decisions(import_id=found.pk, actor=actor, now=now)


def _keep(content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(path_of(sha256)):
        default_storage.save(path_of(sha256), ContentFile(content))
    return sha256
