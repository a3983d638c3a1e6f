"""Loading a file of organisations into the register.

A file is first checked, which changes no organisation, and then loaded in portions of
at most 250 rows, each an act of its own under one import, so that no transaction
lasts. A portion is whole in itself: every organisation in it is complete, and the
import says how far it is until its closing act. A load that broke off goes on where
it stopped: the worker does that by itself, and so does confirming once more.
"""

import datetime as dt
import hashlib
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from audit.door import Actor, Record, act
from collab.enums import ImportOutcome, ImportStatus
from collab.models import ImportedRow, Organisation, OrganisationImport
from collab.policies.organisations import require_administrator
from collab.rules.organisation_csv import Problem, Reading
from collab.selectors.imports import (
    PlannedRow,
    in_columns,
    kept_file,
    path_of,
    planned,
    read_file,
)
from collab.services.references import next_reference
from collab.transitions import require_import_move

PORTION: Final = 250
SERIES: Final = "organisation-imports"


class UnusableFileError(ValueError):
    """Nothing of the file can be used; the sentence says why and what to do."""


class NothingToLoadError(ValueError):
    """The register already says everything that the file says."""


def check_import(
    *, content: bytes, file_name: str, actor: Actor, now: dt.datetime
) -> OrganisationImport:
    """
    Keep a file and give its import a reference; no organisation changes yet.

    A file that would change nothing leaves no import and no event.

    :raises UnusableFileError: if nothing of the file can be used
    :raises NothingToLoadError: if it would change nothing
    :raises NotAnAdministratorError: unless the actor administers the installation
    """
    require_administrator(actor=actor, at=now)
    reading = read_file(content)
    if reading.refused:
        raise UnusableFileError(reading.refused)
    if not any(each.after for each in planned(reading.rows)):
        raise NothingToLoadError(_nothing_to_load(reading))
    with act("collab.import.checked", by=actor, at=now) as record:
        holding = require_administrator(actor=actor, at=now)
        found = OrganisationImport(
            reference=new_import_reference(record),
            file_name=file_name[-200:],
            sha256=_keep(content),
            rows=len(reading.rows),
            checked_by=actor if isinstance(actor, User) else None,
            checked_at=now,
        )
        found.save()
        record.about(found, allowed_by=holding)
        return found


def _nothing_to_load(reading: Reading) -> str:
    if not reading.rows:
        return f"No row of the file can be loaded. {reading.problems[0]}"
    return "The register already says all of this. Nothing was changed."


def new_import_reference(record: Record) -> str:
    """Give the next reference of an import, such as ORG-003."""
    return f"ORG-{next_reference(record, series=SERIES):03d}"


def confirm_import(
    *, import_id: int, actor: Actor, now: dt.datetime
) -> OrganisationImport:
    """
    Load a checked file: its first portion at once, the others by the worker.

    Confirming an import that stands still loads its next portion.

    :raises ImportMoveError: if it is finished
    :raises MissingFileError: if its file is gone from the store
    """
    found = OrganisationImport.objects.get(pk=import_id)
    if found.status == ImportStatus.CHECKED:
        _start(import_id=import_id, actor=actor, now=now)
    load_portion(import_id=import_id, actor=actor, now=now)
    return OrganisationImport.objects.get(pk=import_id)


def _start(*, import_id: int, actor: Actor, now: dt.datetime) -> None:
    with act("collab.import.started", by=actor, at=now) as record:
        found = OrganisationImport.objects.select_for_update().get(pk=import_id)
        record.about(found, allowed_by=require_administrator(actor=actor, at=now))
        require_import_move(found.status, ImportStatus.LOADING)
        found.status = ImportStatus.LOADING
        found.save()
        record.after_commit("collab.continue_import", import_uid=found.uid)


def load_portion(*, import_id: int, actor: Actor, now: dt.datetime) -> bool:
    """
    Load the next rows of a confirmed import, and say whether more remain.

    Safe to run twice at once: the second waits and takes the rows after those.
    """
    found = OrganisationImport.objects.get(pk=import_id)
    require_import_move(found.status, ImportStatus.FINISHED)
    reading = read_file(kept_file(found))
    last = found.position + PORTION >= found.rows
    verb = "collab.import.finished" if last else "collab.import.loaded"
    with act(verb, by=actor, at=now) as record:
        found = OrganisationImport.objects.select_for_update().get(pk=import_id)
        record.about(found, allowed_by=require_administrator(actor=actor, at=now))
        require_import_move(found.status, ImportStatus.FINISHED)
        rows = reading.rows[found.position : found.position + PORTION]
        lines = [_load(found, each) for each in planned(rows) if each.outcome]
        if found.position == 0:
            lines.extend(_problem_line(found, each) for each in reading.problems)
        if lines:
            ImportedRow.objects.bulk_create(lines)
        return move_on(record, found=found, by=len(rows), now=now)


def move_on(
    record: Record, *, found: OrganisationImport, by: int, now: dt.datetime
) -> bool:
    """Note how far an import is; close it, or have the worker go on. Says if more remain."""
    found.position += by
    more = found.position < found.rows
    if more:
        record.after_commit("collab.continue_import", import_uid=found.uid)
    else:
        found.status = ImportStatus.FINISHED
        found.finished_at = now
    found.save()
    return more


def _load(found: OrganisationImport, each: PlannedRow) -> ImportedRow:
    line = ImportedRow(
        organisation_import=found,
        row_number=each.row.number,
        outcome=str(each.outcome),
        name=each.row.name,
        before=each.before,
        after=each.after,
        message=each.message,
    )
    if each.outcome in (ImportOutcome.CREATED, ImportOutcome.CHANGED):
        line.organisation_uid = _write(each).uid
    return line


def _write(each: PlannedRow) -> Organisation:
    organisation = each.organisation or Organisation()
    for name, value in in_columns(each.after).items():
        setattr(organisation, name, value)
    organisation.save()
    return organisation


def _problem_line(found: OrganisationImport, problem: Problem) -> ImportedRow:
    return ImportedRow(
        organisation_import=found,
        row_number=problem.number,
        outcome=ImportOutcome.REFUSED,
        name=problem.name,
        message=f"{problem.what} {problem.remedy}",
    )


def _keep(content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(path_of(sha256)):
        default_storage.save(path_of(sha256), ContentFile(content))
    return sha256
