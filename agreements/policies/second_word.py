"""Whose word counts for somebody without an account, and for a signature on paper."""

import datetime as dt

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.policies import require_not_barred
from agreements.models import OutsideSignatory, PaperSignature
from agreements.policies import can_govern
from collab.grants import leads
from collab.models import Organisation


class MayNotVouchError(PermissionDenied):
    """Only the body's own leads, or governance leads where it has none, vouch for it."""


def vouchers_are_leads(*, organisation: Organisation, at: dt.datetime) -> bool:
    """Say whether a body has two leads here, whose word alone then counts for it."""
    return len(leads(organisation=organisation, at=at)) > 1


def may_vouch(*, user: User, outside: OutsideSignatory, at: dt.datetime) -> bool:
    """
    Say whether the person's word that somebody may sign counts.

    A body's own leads give it; where it has fewer than two here, the governance leads
    of the collaborative do (docs/adr/0011). Nobody gives both words.
    """
    if outside.first_word_by_id == user.pk or not user.is_active:
        return False
    organisation = outside.party.organisation
    if vouchers_are_leads(organisation=organisation, at=at):
        return user in leads(organisation=organisation, at=at)
    return can_govern(
        user=user,
        collaborative_id=outside.version.agreement.collaborative_id,
        at=at,
    )


def require_may_vouch(
    *, user: User, outside: OutsideSignatory, at: dt.datetime
) -> None:
    """
    Check that the person may give one of the two words.

    :raises MayNotVouchError: if not
    :raises BarredError: within a day of a change of their sign-in by another
    """
    if not may_vouch(user=user, outside=outside, at=at):
        raise MayNotVouchError(
            f"Two different people confirm who signs for {outside.party.organisation}:"
            " its own organisation leads, or governance leads where it has none here."
        )
    require_not_barred(user=user, now=at)


def may_end_vouching(*, user: User, outside: OutsideSignatory, at: dt.datetime) -> bool:
    """Say whether the person governs, or leads the people of the body."""
    governs = can_govern(
        user=user, collaborative_id=outside.version.agreement.collaborative_id, at=at
    )
    return governs or user in leads(organisation=outside.party.organisation, at=at)


def require_may_end_vouching(
    *, user: User, outside: OutsideSignatory, at: dt.datetime
) -> None:
    """
    Check that the person may say that somebody no longer signs.

    :raises MayNotVouchError: unless they govern, or lead the body's people
    """
    if not may_end_vouching(user=user, outside=outside, at=at):
        raise MayNotVouchError(
            "Only a governance lead, or an organisation lead of"
            f" {outside.party.organisation}, may do this."
        )


def may_check_paper(*, user: User, paper: PaperSignature, at: dt.datetime) -> bool:
    """Say whether the person governs, or leads the body, and did not record it."""
    request = paper.request
    governs = can_govern(
        user=user, collaborative_id=request.version.agreement.collaborative_id, at=at
    )
    leads_people = user in leads(organisation=request.party.organisation, at=at)
    return (governs or leads_people) and paper.recorded_by_id != user.pk


def require_can_check_paper(
    *, user: User, paper: PaperSignature, at: dt.datetime
) -> None:
    """
    Check that a second person looks at a signature on paper.

    :raises MayNotVouchError: for whoever recorded it, and for anybody else than a
        governance lead or a lead of the body that signed
    :raises BarredError: within a day of a change of their sign-in by another
    """
    if not may_check_paper(user=user, paper=paper, at=at):
        raise MayNotVouchError(
            "A second person checks it: another governance lead, or an organisation"
            f" lead of {paper.request.party.organisation}."
        )
    require_not_barred(user=user, now=at)
