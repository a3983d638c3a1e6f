"""Acts on the registers: of organisations, and of decisions."""

from typing import Any, Final

from collab.enums import RegisterFile
from collab.models import Organisation
from collab.rules.periods import london_day
from collab.services import (
    decision_imports,
    imports,
    imports_undoing,
    organisations,
    register_exports,
)
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, by_itself, row_of
from tests.builders import bodies, past_decisions


def _today(world: Any) -> Any:
    return london_day(world.now)


def _empty_body(world: Any) -> int:
    return world.empty_body.pk


def _confirm_import(world: Any, actor: Any) -> Any:
    return imports.confirm_import(
        import_id=world.checked_import.pk, actor=actor, now=world.now
    )


def _load(world: Any, actor: Any) -> Any:
    return decision_imports.confirm_past_decisions(
        import_id=world.alpha.checked_load.pk, actor=actor, now=world.now
    )


ROWS: Final = (
    row_of(
        "collab.organisation.created",
        who.ADMINISTER,
        organisations.create_organisation,
        facts=bodies.facts("A new body"),
    ),
    row_of(
        "collab.organisation.changed",
        who.ADMINISTER,
        organisations.change_organisation,
        organisation_id=_empty_body,
        facts=bodies.facts("Empty Hospice", town="Elsewhere"),
        revision=lambda world: (
            Organisation.objects.get(pk=world.empty_body.pk).revision
        ),
    ),
    row_of(
        "collab.organisation.renamed",
        who.ADMINISTER,
        organisations.rename_organisation,
        organisation_id=_empty_body,
        new_name="Fuller Hospice",
        happened_on=_today,
        source="Order 2",
    ),
    row_of(
        "collab.organisation.closed",
        who.ADMINISTER,
        organisations.close_organisation,
        organisation_id=_empty_body,
        happened_on=_today,
        source="Order 3",
    ),
    row_of(
        "collab.organisation.merged",
        who.ADMINISTER,
        organisations.merge_organisation,
        organisation_id=_empty_body,
        successor_id=lambda world: world.alpha.body.pk,
        happened_on=_today,
        source="Order 4",
    ),
    row_of(
        "collab.import.checked",
        who.ADMINISTER,
        imports.check_import,
        content=(bodies.HEADINGS + "ZZ9,A BODY,,TOWN,,,\n").encode(),
        file_name="more.csv",
    ),
    VerbRow(name="collab.import.started", attempt=_confirm_import, may=who.ADMINISTER),
    VerbRow(name="collab.import.finished", attempt=_confirm_import, may=who.ADMINISTER),
    row_of(
        "collab.import.undone",
        who.ADMINISTER,
        imports_undoing.undo_import,
        import_id=lambda world: world.finished_import.pk,
    ),
    by_itself(
        "collab.import.loaded",
        "The middle of a long file: the same service as its end, asked the same.",
    ),
    row_of(
        "collab.register.exported",
        who.INSIDE,
        register_exports.note_export,
        collaborative_id=lambda world: world.alpha.collaborative.pk,
        kind=RegisterFile.CSV,
        words="All decisions",
        decisions=1,
    ),
    row_of(
        "collab.decision_import.checked",
        who.GOVERN,
        decision_imports.check_past_decisions,
        collaborative_id=lambda world: world.alpha.collaborative.pk,
        organisation_id=lambda world: world.alpha.body.pk,
        content=past_decisions.file_of(past_decisions.line("Close the ward")),
        file_name="past.csv",
    ),
    VerbRow(name="collab.decision_import.started", attempt=_load, may=who.GOVERN),
    VerbRow(name="collab.decision_import.finished", attempt=_load, may=who.GOVERN),
    by_itself(
        "collab.decision_import.loaded",
        "The middle of a long file: the same service as its end, asked the same.",
    ),
)
