"""Undoing an import by another one that reverses it.

What the import added is removed again and what it changed is put back, row by row,
unless somebody changed the organisation since or something refers to it: those rows
are left, and the reversal says which and why.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from accounts.models import User
from audit.door import Actor, SystemActor, act
from collab.enums import ImportOutcome, ImportStatus
from collab.models import ImportedRow, Organisation, OrganisationImport
from collab.policies.organisations import require_administrator
from collab.selectors.imports import in_columns
from collab.services.imports import (
    load_portion,
    move_on,
    new_import_reference,
)
from collab.transitions import require_import_move

PORTION: Final = 100
WORKER: Final = SystemActor("imports")


class NotFinishedError(ValueError):
    """Only a finished import can be undone."""


class AlreadyUndoneError(ValueError):
    """The import was undone before, or is itself a reversal."""


def undo_import(
    *, import_id: int, actor: Actor, now: dt.datetime
) -> OrganisationImport:
    """
    Reverse an import: the first portion at once, the others by the worker.

    :raises NotFinishedError: while it is not finished
    :raises AlreadyUndoneError: if it was undone, or is a reversal
    """
    reversal = _start(import_id=import_id, actor=actor, now=now)
    undo_portion(import_id=reversal.pk, actor=actor, now=now)
    return OrganisationImport.objects.get(pk=reversal.pk)


def _start(*, import_id: int, actor: Actor, now: dt.datetime) -> OrganisationImport:
    with act("collab.import.started", by=actor, at=now) as record:
        first = OrganisationImport.objects.select_for_update().get(pk=import_id)
        holding = require_administrator(actor=actor, at=now)
        if first.reverses_id or OrganisationImport.objects.filter(reverses=first):
            raise AlreadyUndoneError("This import cannot be undone, or already was.")
        if first.status != ImportStatus.FINISHED:
            raise NotFinishedError("An import can be undone once it is finished.")
        reversal = OrganisationImport(
            reference=new_import_reference(record),
            file_name=first.file_name,
            sha256=first.sha256,
            rows=len(_lines(first)),
            status=ImportStatus.LOADING,
            reverses=first,
            checked_by=actor if isinstance(actor, User) else None,
            checked_at=now,
        )
        reversal.save()
        record.about(reversal, first, allowed_by=holding)
        record.after_commit("collab.continue_import", import_uid=reversal.uid)
        return reversal


def undo_portion(*, import_id: int, actor: Actor, now: dt.datetime) -> bool:
    """Undo the next rows of a reversal, and say whether more remain."""
    with act("collab.import.undone", by=actor, at=now) as record:
        reversal = (
            OrganisationImport.objects.select_for_update(of=("self",))
            .select_related("reverses")
            .get(pk=import_id)
        )
        record.about(reversal, allowed_by=require_administrator(actor=actor, at=now))
        require_import_move(reversal.status, ImportStatus.FINISHED)
        todo = _lines(reversal.reverses)[reversal.position :][:PORTION]
        lines = _undo(reversal, todo)
        if lines:
            ImportedRow.objects.bulk_create(lines)
        return move_on(record, found=reversal, by=len(todo), now=now)


def continue_import(
    *, import_uid: str, now: dt.datetime, actor: Actor = WORKER
) -> None:
    """Go on with whatever an import or reversal has left; safe to run twice."""
    found = OrganisationImport.objects.get(uid=import_uid)
    if found.status != ImportStatus.LOADING:
        return
    if found.reverses_id:
        undo_portion(import_id=found.pk, actor=actor, now=now)
    else:
        load_portion(import_id=found.pk, actor=actor, now=now)


def _lines(found: Any) -> list[ImportedRow]:
    # Backwards, so that what came last goes first.
    return list(
        ImportedRow.objects.filter(
            organisation_import=found,
            outcome__in=[ImportOutcome.CREATED, ImportOutcome.CHANGED],
        ).order_by("-pk")
    )


def _undo(reversal: OrganisationImport, todo: list[ImportedRow]) -> list[ImportedRow]:
    found = {
        organisation.uid: organisation
        for organisation in Organisation.objects.select_for_update().filter(
            uid__in=[line.organisation_uid for line in todo]
        )
    }
    used = _used(organisation.pk for organisation in found.values())
    return [
        _undone(reversal, line, found.get(line.organisation_uid), used) for line in todo
    ]


def _undone(
    reversal: OrganisationImport,
    line: ImportedRow,
    organisation: Organisation | None,
    used: dict[int, set[str]],
) -> ImportedRow:
    why = _why_left(line, organisation, used)
    outcome = ImportOutcome.LEFT
    if organisation is not None and not why:
        if line.outcome == ImportOutcome.CREATED:
            outcome = ImportOutcome.REMOVED
            organisation.delete()
        else:
            outcome = ImportOutcome.RESTORED
            _put_back(organisation, line.before)
            organisation.save()
    return ImportedRow(
        organisation_import=reversal,
        row_number=line.row_number,
        outcome=outcome,
        organisation_uid=line.organisation_uid,
        name=line.name,
        before=line.after if not why else {},
        after=line.before if not why else {},
        message=why,
    )


def _why_left(
    line: ImportedRow, organisation: Organisation | None, used: dict[int, set[str]]
) -> str:
    if organisation is None:
        return "It is no longer in the register."
    after = in_columns(line.after)
    if any(getattr(organisation, name) != value for name, value in after.items()):
        return "Somebody changed it since."
    if line.outcome == ImportOutcome.CREATED and organisation.pk in used:
        return f"It is in use: {', '.join(sorted(used[organisation.pk]))}."
    before = {**organisation.__dict__, **in_columns(line.before)}
    opened_on, closed_on = before["opened_on"], before["closed_on"]
    if opened_on and closed_on and closed_on < opened_on:
        return "Put back, it would close before it opened."
    return ""


def _put_back(organisation: Organisation, before: dict[str, Any]) -> None:
    for name, value in in_columns(before).items():
        setattr(organisation, name, value)


def _used(pks: Iterable[int]) -> dict[int, set[str]]:
    """Say what refers to each of the organisations, in words."""
    used: dict[int, set[str]] = defaultdict(set)
    wanted = list(pks)
    for relation in Organisation._meta.related_objects:
        model: Any = relation.related_model
        column = relation.field.attname
        referring = model._base_manager.filter(**{f"{column}__in": wanted})
        for pk in referring.values_list(column, flat=True).distinct():
            used[pk].add(str(model._meta.verbose_name))
    return used
