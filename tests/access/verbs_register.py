"""Acts on the register of organisations."""

from typing import Any, Final

from collab.models import Organisation
from collab.rules.periods import london_day
from collab.services import (
    imports,
    imports_undoing,
    organisations,
)
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, by_itself, row_of
from tests.builders import bodies


def _today(world: Any) -> Any:
    return london_day(world.now)


def _empty_body(world: Any) -> int:
    return world.empty_body.pk


def _confirm_import(world: Any, actor: Any) -> Any:
    return imports.confirm_import(
        import_id=world.checked_import.pk, actor=actor, now=world.now
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
)
