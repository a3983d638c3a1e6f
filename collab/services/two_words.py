"""What appointments, deputies and delegations share: two people's word, and its end.

Inner functions: they take the open record.
"""

import datetime as dt
from typing import Any, Final

from accounts.models import User
from accounts.services.notifying import notify
from audit.door import Record
from audit.models import StaleRowError
from collab import grants
from collab.enums import AuthorityStatus
from collab.models import Appointment, Document, Organisation
from collab.rules.authority import Terms
from collab.rules.periods import span
from collab.transitions import require_authority_move

KIND: Final = "authority"


class SourceMissingError(ValueError):
    """No text says where the authority comes from."""


class ForeignDocumentError(ValueError):
    """The document named as source is not one of this organisation's."""


class AlreadyProposedError(ValueError):
    """The same proposal waits for a second person already."""


class NotAppointedError(ValueError):
    """The person has no appointment at the organisation."""


class AccountClosedError(ValueError):
    """The account of the person named as holder is closed."""


class AlreadyOverError(ValueError):
    """The authority is over; there is nothing left to end."""


def lock_organisation(*, record: Record, organisation_id: int) -> Organisation:
    """Lock the body, so that two proposals for it do not pass each other."""
    organisation: Organisation = Organisation.objects.select_for_update().get(
        pk=organisation_id
    )
    record.for_organisation = organisation.named()
    return organisation


def terms_of(
    *, record: Record, organisation: Organisation, terms: Terms
) -> dict[str, Any]:
    """
    Turn terms into the fields of a row proposed in this act.

    :raises SourceMissingError: without a source
    :raises ForeignDocumentError: for somebody else's document
    """
    if not terms.source.strip():
        raise SourceMissingError("Say which document gives this authority.")
    document = None
    if terms.source_document_id is not None:
        document = Document.objects.filter(
            pk=terms.source_document_id, organisation=organisation
        ).first()
        if document is None:
            raise ForeignDocumentError(f"{organisation} has no such document.")
    starts_at, ends_at = span(terms.starts_on, terms.last_on)
    return {
        "organisation": organisation,
        "status": AuthorityStatus.PROPOSED,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "source": terms.source.strip(),
        "source_paragraph": terms.source_paragraph.strip(),
        "source_document": document,
        "proposed_by": record.by,
        "proposed_at": record.at,
    }


def require_open_account(*, record: Record, holder: User) -> None:
    """
    Check that the holder's account is open.

    :raises AccountClosedError: if it is closed
    """
    if not holder.is_active:
        raise AccountClosedError("The account of this person is closed.")


def require_appointed(
    *, record: Record, holder: User, organisation: Organisation
) -> None:
    """
    Check that the holder has an appointment at the body, now or to come.

    :raises NotAppointedError: if not
    """
    rows = Appointment.objects.not_over_at(record.at).filter(
        user=holder, organisation=organisation
    )
    if not rows.exists():
        raise NotAppointedError(
            f"{holder.name} has no confirmed appointment at {organisation}."
            " Propose the appointment first."
        )


def require_not_waiting(*, record: Record, row: Any, same: tuple[str, ...]) -> None:
    """
    Check that the same proposal does not wait already, as after a double click.

    :raises AlreadyProposedError: if it does
    """
    fields = ("organisation", "user", "starts_at", "ends_at", *same)
    wanted = {name: getattr(row, name) for name in fields}
    wanted = {
        (name if value is not None else f"{name}__isnull"): (
            value if value is not None else True
        )
        for name, value in wanted.items()
    }
    if type(row).objects.waiting().filter(**wanted).exists():
        raise AlreadyProposedError("The same proposal already waits to be confirmed.")


def tell_leads(*, record: Record, row: Any) -> None:
    """Tell the body's other leads that a proposal waits for one of them."""
    for lead in grants.leads(organisation=row.organisation, at=record.at):
        if lead.pk not in (row.proposed_by_id, row.user_id):
            notify(
                record=record,
                user=lead,
                kind=KIND,
                subject=f"A proposal at {row.organisation} waits for a second person",
                words="Read it, and confirm or refuse it.",
                link=f"/authority/{row.uid}",
                about=row,
            )


def tell_holder(*, record: Record, row: Any) -> None:
    """Tell the person concerned that authority was given to them, or ended."""
    if record.actor_uid != row.user.uid:
        notify(
            record=record,
            user=row.user,
            kind=KIND,
            subject=f"What you may do for {row.organisation} has changed",
            words="See what you hold, and until when.",
            link="/my/authority",
            about=row,
        )


def require_as_read(*, record: Record, row: Any, revision: int) -> None:
    """
    Check that the row still waits, as the person read it before they answered.

    :raises AuthorityMoveError: if another tab or person answered already
    :raises StaleRowError: if it was changed since
    """
    require_authority_move(row.status, AuthorityStatus.CONFIRMED)
    if row.revision != revision:
        raise StaleRowError(
            "Somebody else changed this while you were reading it. Read it again."
        )


def confirm(*, record: Record, row: Any, actor: User) -> None:
    """Write the second word."""
    require_authority_move(row.status, AuthorityStatus.CONFIRMED)
    row.status = AuthorityStatus.CONFIRMED
    row.confirmed_by = actor
    row.confirmed_at = record.at
    row.save()
    tell_holder(record=record, row=row)


def refuse(*, record: Record, row: Any, actor: User) -> None:
    """Write that there will be no second word, and why."""
    require_authority_move(row.status, AuthorityStatus.REFUSED)
    row.status = AuthorityStatus.REFUSED
    row.ended_by = actor
    row.ended_at = record.at
    row.ended_because = record.reason[:300]
    row.save()


def end(*, record: Record, row: Any, actor: User | None) -> None:
    """
    End a confirmed authority at the moment of the act; one to come never begins.

    :raises AlreadyOverError: if its period is over
    """
    require_authority_move(row.status, AuthorityStatus.ENDED)
    if row.ends_at is not None and row.ends_at <= record.at:
        raise AlreadyOverError("It ended by itself already.")
    row.status = AuthorityStatus.ENDED
    row.ends_at = max(record.at, row.starts_at)
    row.ended_by = actor
    row.ended_at = record.at
    row.ended_because = record.reason[:300]
    row.save()


def end_all(*, record: Record, rows: Any, at: dt.datetime) -> list[Any]:
    """End every authority of a queryset that is not over, and refuse what waits."""
    actor = record.by if isinstance(record.by, User) else None
    ended = []
    for row in rows.select_for_update():
        if row.status == AuthorityStatus.PROPOSED:
            refuse(record=record, row=row, actor=actor or row.proposed_by)
        elif row.ends_at is None or row.ends_at > at:
            end(record=record, row=row, actor=actor or row.user)
        else:
            continue
        ended.append(row)
    return ended
