"""What an import would do with each row of a file."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.storage import default_storage

from collab.enums import ImportOutcome, LegalForm, Sector
from collab.models import ImportedRow, Organisation, OrganisationImport
from collab.rules.names import legal_form_in
from collab.rules.organisation_csv import OrganisationRow, Reading, read_organisations
from collab.rules.rights import Rights

FIELDS: Final = (
    "name",
    "ods_code",
    "sector",
    "legal_form",
    "town",
    "postcode",
    "region_code",
    "icb_code",
    "opened_on",
    "closed_on",
    "source",
)
LOOK_UP_PORTION: Final = 500
# The register is open to everyone who signs in, so to the import as well.
_ANYBODY: Final = Rights(is_active=True)


@dataclass(frozen=True, kw_only=True)
class PlannedRow:
    """What one row would come to: the body it speaks of and the columns it changes."""

    row: OrganisationRow
    outcome: ImportOutcome | None
    organisation: Organisation | None = None
    before: dict[str, Any]
    after: dict[str, Any]
    message: str = ""


def read_file(content: bytes) -> Reading:
    """Read a file with the words of the register's own lists."""
    return read_organisations(
        content, sectors=_words(Sector.choices), legal_forms=_words(LegalForm.choices)
    )


def _words(choices: list[tuple[str, Any]]) -> dict[str, str]:
    return {
        word.lower(): code for code, label in choices for word in (code, str(label))
    }


def planned(rows: list[OrganisationRow]) -> Iterator[PlannedRow]:
    """Say what each row would come to; two queries for every 500 rows.

    A row is the body with its ODS code, or, where one of the two has no code, the one
    body of its name. An empty cell says nothing and changes nothing.
    """
    for start in range(0, len(rows), LOOK_UP_PORTION):
        portion = rows[start : start + LOOK_UP_PORTION]
        by_code, by_name = _known(portion)
        taken: dict[int, int] = {}
        for row in portion:
            yield _planned(row, _match(row, by_code, by_name), taken)


def _known(
    rows: list[OrganisationRow],
) -> tuple[dict[str, Organisation], dict[str, list[Organisation]]]:
    codes = [row.ods_code for row in rows if row.ods_code]
    by_code = {
        str(found.ods_code): found
        for found in Organisation.objects.visible_to(_ANYBODY).filter(
            ods_code__in=codes
        )
    }
    by_name: dict[str, list[Organisation]] = {}
    names = [row.name for row in rows if row.ods_code not in by_code]
    for found in Organisation.objects.visible_to(_ANYBODY).filter(name__in=names):
        by_name.setdefault(found.name, []).append(found)
    return by_code, by_name


def _match(
    row: OrganisationRow,
    by_code: dict[str, Organisation],
    by_name: dict[str, list[Organisation]],
) -> Organisation | None:
    if row.ods_code in by_code:
        return by_code[row.ods_code]
    named = by_name.get(row.name, [])
    if row.ods_code:
        named = [found for found in named if found.ods_code is None]
    return named[0] if len(named) == 1 else None


def _planned(
    row: OrganisationRow, found: Organisation | None, taken: dict[int, int]
) -> PlannedRow:
    if found is None:
        after = values_to_create(row)
        return PlannedRow(
            row=row, outcome=ImportOutcome.CREATED, before={}, after=in_words(after)
        )
    message = _reason_to_refuse(row, found, taken)
    taken[found.pk] = row.number
    if message:
        return PlannedRow(
            row=row,
            outcome=ImportOutcome.REFUSED,
            organisation=found,
            before={},
            after={},
            message=message,
        )
    after = _values_to_change(row, found)
    return PlannedRow(
        row=row,
        outcome=ImportOutcome.CHANGED if after else None,
        organisation=found,
        before=in_words({name: getattr(found, name) for name in after}),
        after=in_words(after),
    )


def _reason_to_refuse(
    row: OrganisationRow, found: Organisation, taken: dict[int, int]
) -> str:
    if found.pk in taken:
        return (
            f"the same organisation is on row {taken[found.pk]}. Remove one of the two."
        )
    opened_on = row.opened_on or found.opened_on
    closed_on = row.closed_on or found.closed_on
    if opened_on and closed_on and closed_on < opened_on:
        return (
            "with what the register holds, it would close before it opened."
            " Give both dates."
        )
    return ""


def values_to_create(row: OrganisationRow) -> dict[str, Any]:
    """Give the columns of a new body. No sector column: a trust if the name says NHS."""
    unstated = Sector.NHS_TRUST if "NHS" in row.name.split() else Sector.OTHER
    return {
        "name": row.name,
        "ods_code": row.ods_code or None,
        "sector": row.sector or str(unstated),
        "legal_form": row.legal_form
        or legal_form_in(row.published_name)
        or str(LegalForm.UNKNOWN),
        "town": row.town,
        "postcode": row.postcode,
        "region_code": row.region_code,
        "icb_code": row.icb_code,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "source": _source(row),
    }


def _values_to_change(row: OrganisationRow, found: Organisation) -> dict[str, Any]:
    stated = {
        name: getattr(row, name)
        for name in FIELDS
        if name != "source" and getattr(row, name)
    }
    form = legal_form_in(row.published_name)
    if form and found.legal_form == LegalForm.UNKNOWN:
        stated.setdefault("legal_form", form)
    changed = {
        name: value for name, value in stated.items() if getattr(found, name) != value
    }
    if "name" in changed:
        changed["source"] = _source(row)
    return changed


def _source(row: OrganisationRow) -> str:
    return f"As published: {row.published_name}"


def in_words(values: dict[str, Any]) -> dict[str, Any]:
    """Give values as JSON holds them."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in values.items()
    }


def in_columns(values: dict[str, Any]) -> dict[str, Any]:
    """Give values as the register's columns hold them; the way back."""
    return {
        name: dt.date.fromisoformat(value)
        if value and name in ("opened_on", "closed_on")
        else value
        for name, value in values.items()
    }


class MissingFileError(ValueError):
    """The file of a checked import is no longer in the store as it was."""


def path_of(sha256: str) -> str:
    """Say where the store keeps a file of organisations."""
    return f"imports/{sha256[:2]}/{sha256}.csv"


def kept_file(found: OrganisationImport) -> bytes:
    """
    Read the file of an import again, and check that it is the same.

    :raises MissingFileError: if it is not
    """
    path = path_of(found.sha256)
    if default_storage.exists(path):
        with default_storage.open(path, "rb") as file:
            content: bytes = file.read()
        if hashlib.sha256(content).hexdigest() == found.sha256:
            return content
    raise MissingFileError(
        "The file of this import is no longer in the store. Choose the file again."
    )


def import_of(*, reference: str, rights: Rights) -> OrganisationImport | None:
    """Find one import by its reference among those the person may see."""
    found: OrganisationImport | None = (
        OrganisationImport.objects.visible_to(rights)
        .filter(reference=reference)
        .select_related("checked_by", "reverses", "reversal")
        .first()
    )
    return found


def import_with(*, uid: str, rights: Rights) -> OrganisationImport | None:
    """Find one import by the uid that events name it by."""
    found: OrganisationImport | None = (
        OrganisationImport.objects.visible_to(rights).filter(uid=uid).first()
    )
    return found


def lines_of(found: OrganisationImport) -> list[ImportedRow]:
    """Give the first lines of an import's report, in the order of the file."""
    return list(found.lines.order_by("row_number", "pk")[:MOST_LINES])


MOST_LINES: Final = 500
