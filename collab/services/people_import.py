"""A table of people: invitations, and posts that wait for a second lead."""

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from accounts.models import User
from audit.door import Record, act
from collab.models import Appointment, Organisation
from collab.policies import authority as may
from collab.rules.authority import Terms
from collab.rules.people_csv import BadRow, PersonRow, read_people
from collab.services import two_words
from collab.services.appointments import Holder, account_of, write_proposal

SOURCE = "Imported list of people"


class ForeignRowError(ValueError):
    """The row is about another organisation's person."""


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What became, or would become, of each row."""

    proposed: list[tuple[int, str]] = field(default_factory=list)
    already: list[tuple[int, str]] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    dry_run: bool = True


def import_people(
    *,
    organisation_id: int,
    content: bytes,
    actor: User,
    now: dt.datetime,
    dry_run: bool = True,
) -> ImportReport:
    """
    Propose a post for each good row; a second lead confirms them one by one.

    Only people of the lead's own organisation are taken. A row whose post waits or
    holds already is left alone, so the same table twice changes nothing. A dry run
    does everything and keeps none of it.

    :raises UnreadableTableError: if the file is no such table
    :raises NotALeadError: if the actor does not lead there
    """
    good, bad = read_people(content)
    kept = ImportReport(bad=bad, dry_run=dry_run)
    try:
        with act("collab.people.imported", by=actor, at=now) as record:
            organisation = two_words.lock_organisation(
                record=record, organisation_id=organisation_id
            )
            allowed_by = may.require_is_lead(
                user=actor, organisation=organisation, at=now
            )
            may.require_not_barred(user=actor, at=now)
            record.about(organisation, allowed_by=allowed_by)
            for row in good:
                _take(record, organisation, row, kept)
            _keep_or_undo(keep=not dry_run and bool(kept.proposed))
    except _NothingKept:
        pass
    kept.bad.sort(key=lambda row: row.number)
    return kept


class _NothingKept(Exception):  # noqa: N818 - it says that all went well
    """Undo the act: it was only tried, or nothing came of it."""


def _keep_or_undo(*, keep: bool) -> None:
    if not keep:
        raise _NothingKept


def _take(
    record: Record, organisation: Organisation, row: PersonRow, kept: ImportReport
) -> None:
    # Whatever is refused is refused before anything is written for the row.
    try:
        _require_own(organisation, row)
        if _stands(organisation, row, record.at):
            kept.already.append((row.number, row.email))
            return
        _propose(record, organisation, row)
    except (ValueError, PermissionDenied) as error:
        kept.bad.append(BadRow(number=row.number, message=str(error)))
    else:
        kept.proposed.append((row.number, row.email))


def _require_own(organisation: Organisation, row: PersonRow) -> None:
    if row.ods_code != (organisation.ods_code or "").upper():
        raise ForeignRowError(
            f"The ODS code {row.ods_code} is not that of {organisation}."
        )


def _stands(organisation: Organisation, row: PersonRow, at: dt.datetime) -> bool:
    return bool(
        Appointment.objects.open_at(at)
        .filter(
            organisation=organisation,
            user__email__iexact=row.email,
            post__iexact=row.post,
        )
        .exists()
    )


def _propose(record: Record, organisation: Organisation, row: PersonRow) -> None:
    actor = record.by
    found = User.objects.filter(email__iexact=row.email).first()
    if found is not None:
        may.require_can_propose(
            user=actor,  # type: ignore[arg-type]
            organisation=organisation,
            holder=found,
            at=record.at,
        )
    person = found or account_of(
        record=record, holder=Holder(email=row.email, name=row.name)
    )
    write_proposal(
        record=record,
        organisation=organisation,
        holder=person,
        post=row.post,
        terms=Terms(
            starts_on=row.starts_on, source=SOURCE, source_paragraph=f"row {row.number}"
        ),
    )
