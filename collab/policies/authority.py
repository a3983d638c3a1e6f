"""Who may give authority, confirm it and take it away (settled questions 3 and 7)."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from audit.door import RecordedRefusalError
from collab import grants
from collab.models import Appointment, Delegation, Deputy, Organisation


class NotALeadError(PermissionDenied):
    """The person does not lead this organisation's people at that moment."""


class BarredError(PermissionDenied):
    """Somebody else changed the person's sign-in details less than a day ago."""


class AdministratorError(PermissionDenied):
    """An administrator of the installation would give or hold authority."""


class NotAnAdministratorError(PermissionDenied):
    """Only an administrator of the installation may do this."""


class LeadsEnoughError(PermissionDenied):
    """The organisation has two leads, so the administrator has no word there."""


class OwnAuthorityError(RecordedRefusalError):
    """The person would come to an authority by their own word."""

    verb = "collab.authority.withheld"


class SamePersonError(RecordedRefusalError):
    """The person who proposed it would confirm it too."""

    verb = "collab.authority.withheld"


class ProposerGoneError(PermissionDenied):
    """Whoever proposed it does not lead the organisation's people any more."""


def require_is_lead(
    *, user: User, organisation: Organisation, at: dt.datetime
) -> Appointment:
    """
    Give the appointment by which the person leads this organisation's people.

    :raises NotALeadError: if there is none in effect
    :raises AdministratorError: if the person administers the installation too
    """
    appointment = grants.lead_appointment(user=user, organisation=organisation, at=at)
    if appointment is None:
        raise NotALeadError(f"Only an organisation lead of {organisation} may do this.")
    if grants.is_administrator(user, at):
        raise AdministratorError("An administrator holds and gives no authority.")
    return appointment


def require_not_barred(*, user: User, at: dt.datetime) -> None:
    """
    Check that nobody else changed the person's sign-in details in the last day.

    Reads the account anew: the session may hold an older one.

    :raises BarredError: if somebody did
    """
    if User.objects.get(pk=user.pk).is_barred_at(at):
        raise BarredError(
            "Somebody else changed your sign-in details. For 24 hours after that you"
            " cannot give or confirm authority."
        )


def require_can_propose(
    *, user: User, organisation: Organisation, holder: User, at: dt.datetime
) -> Appointment:
    """
    Check that the person may give the first of two words for somebody else.

    :raises NotALeadError: if they do not lead there
    :raises BarredError: within a day of a change of their sign-in by another
    :raises OwnAuthorityError: if they would be the holder
    :raises AdministratorError: if the holder administers the installation
    """
    appointment = require_is_lead(user=user, organisation=organisation, at=at)
    require_not_barred(user=user, at=at)
    _require_for_another(user, holder, about=organisation)
    require_no_administrator(holder=holder, at=at)
    return appointment


def require_can_delegate(
    *, user: User, organisation: Organisation, holder: User, at: dt.datetime
) -> Appointment:
    """
    Check a proposed delegation: what a deputy gives the absent holder is their own.

    :raises OwnAuthorityError: also for whoever stands in for the holder
    """
    appointment = require_can_propose(
        user=user, organisation=organisation, holder=holder, at=at
    )
    _require_not_deputy_of(user, holder, organisation, about=organisation, at=at)
    return appointment


def require_can_confirm(*, user: User, row: Any, at: dt.datetime) -> Appointment | None:
    """
    Check that the person may give the second word for a proposed authority.

    Gives the appointment that allows it, or None where an administrator's second
    word restores a body that lost all its leads (ADR 0008).

    :raises SamePersonError: if they proposed it
    :raises OwnAuthorityError: if they would hold it, or use it as a deputy
    :raises NotALeadError: if they do not lead there
    :raises BarredError: within a day of a change of their sign-in by another
    :raises ProposerGoneError: if the first word counts no more
    """
    if row.proposed_by_id == user.pk:
        raise SamePersonError("A second person must confirm this.", about=row)
    _require_for_another(user, row.user, about=row)
    appointment = _require_second_word(user, row, at)
    require_not_barred(user=user, at=at)
    require_no_administrator(holder=row.user, at=at)
    if isinstance(row, Delegation):
        _require_not_deputy_of(user, row.user, row.organisation, about=row, at=at)
    _require_proposer_still_counts(row, at)
    return appointment


def can_confirm(*, user: User, row: Any, at: dt.datetime) -> str:
    """Say why the person may not give the second word; empty if they may."""
    try:
        require_can_confirm(user=user, row=row, at=at)
    except PermissionDenied as refusal:
        return str(refusal)
    return ""


def require_can_refuse(*, user: User, row: Any, at: dt.datetime) -> Appointment | None:
    """
    Check that the person may refuse a proposal, or take their own back.

    :raises NotALeadError: if they have no word there
    """
    if row.proposed_by_id == user.pk:
        return grants.lead_appointment(user=user, organisation=row.organisation, at=at)
    return _require_second_word(user, row, at)


def can_refuse(*, user: User, row: Any, at: dt.datetime) -> bool:
    """Say whether the person may refuse a proposal, or take their own back."""
    try:
        require_can_refuse(user=user, row=row, at=at)
    except PermissionDenied:
        return False
    return True


def require_can_end(*, user: User, row: Any, at: dt.datetime) -> Appointment | None:
    """
    Check that the person may end an authority: one lead, or its holder, is enough.

    :raises NotALeadError: for anybody else
    """
    if row.user_id == user.pk:
        return grants.lead_appointment(user=user, organisation=row.organisation, at=at)
    return require_is_lead(user=user, organisation=row.organisation, at=at)


def can_end(*, user: User, row: Any, at: dt.datetime) -> bool:
    """Say whether the person may end an authority."""
    try:
        require_can_end(user=user, row=row, at=at)
    except PermissionDenied:
        return False
    return True


def require_can_appoint_first_lead(
    *, user: User, organisation: Organisation, holder: User, at: dt.datetime
) -> None:
    """
    Check an administrator's word for one of a body's first two leads.

    :raises NotAnAdministratorError: for anybody else
    :raises LeadsEnoughError: once the body has two leads
    :raises OwnAuthorityError: for themselves
    :raises AdministratorError: for any other administrator
    """
    require_names_first_leads(user=user, organisation=organisation, at=at)
    _require_for_another(user, holder, about=organisation)
    require_no_administrator(holder=holder, at=at)


def require_names_first_leads(
    *, user: User, organisation: Organisation, at: dt.datetime
) -> None:
    """
    Check that the administrator still has a word at this body at all.

    :raises NotAnAdministratorError: for anybody else
    :raises LeadsEnoughError: once the body has two leads
    """
    if not grants.is_administrator(user, at):
        raise NotAnAdministratorError("Only the installation's administrator may.")
    require_not_barred(user=user, at=at)
    if len(grants.leads(organisation=organisation, at=at)) >= 2:
        raise LeadsEnoughError(
            f"{organisation} has two organisation leads. They appoint any others."
        )


def can_name_first_leads(
    *, user: User, organisation: Organisation, at: dt.datetime
) -> bool:
    """Say whether the administrator still has a word at this body."""
    try:
        require_names_first_leads(user=user, organisation=organisation, at=at)
    except PermissionDenied:
        return False
    return True


def require_no_administrator(*, holder: User, at: dt.datetime) -> None:
    """
    Check that authority does not go to somebody who administers the installation.

    :raises AdministratorError: if it would
    """
    if grants.is_administrator(holder, at):
        raise AdministratorError(
            "An administrator of the installation holds no authority."
        )


def _require_second_word(user: User, row: Any, at: dt.datetime) -> Appointment | None:
    organisation = row.organisation
    if (
        getattr(row, "is_founding", False)
        and grants.is_administrator(user, at)
        and not grants.leads(organisation=organisation, at=at)
    ):
        return None
    return require_is_lead(user=user, organisation=organisation, at=at)


def _require_proposer_still_counts(row: Any, at: dt.datetime) -> None:
    proposer = row.proposed_by
    if getattr(row, "is_founding", False):
        counts = proposer.is_active and grants.is_administrator(proposer, at)
    else:
        counts = bool(
            grants.lead_appointment(user=proposer, organisation=row.organisation, at=at)
        ) and not grants.is_administrator(proposer, at)
    if not counts:
        raise ProposerGoneError(
            "Whoever proposed this may not do so any more. Refuse it, and let somebody"
            " else propose it anew."
        )


def _require_for_another(user: User, holder: User, *, about: Any) -> None:
    if user.pk == holder.pk:
        raise OwnAuthorityError("Nobody gives themselves authority.", about=about)


def _require_not_deputy_of(
    user: User, holder: User, organisation: Organisation, *, about: Any, at: dt.datetime
) -> None:
    rows = Deputy.objects.filter(
        user=user, appointment__user=holder, organisation=organisation
    )
    if (rows.not_over_at(at) | rows.waiting()).exists():
        raise OwnAuthorityError(
            "You stand in for this person, so you cannot give them authority.",
            about=about,
        )
