"""Locks, always in one order: the agreement, then its versions.

Two acts on one agreement therefore wait for each other and never for ever.
"""

from collections.abc import Iterable

from agreements.enums import AgreementStatus
from agreements.models import Agreement, Version
from agreements.selectors.notices import ends_by_notice
from agreements.services import outdating
from agreements.transitions import IllegalMoveError
from audit.door import Record
from ui.formats import date


class NotADraftError(IllegalMoveError):
    """The version was sent out: its text is frozen."""


def lock_agreement(record: Record, *, agreement_id: int) -> Agreement:
    """Hold an agreement until the open act ends."""
    agreement: Agreement = Agreement.objects.select_for_update().get(pk=agreement_id)
    record.related(agreement)
    return agreement


def lock_version(record: Record, *, version_id: int) -> Version:
    """Hold a version, and its agreement before it, until the open act ends."""
    agreement_id = Version.objects.values_list("agreement_id", flat=True).get(
        pk=version_id
    )
    agreement = lock_agreement(record, agreement_id=agreement_id)
    version: Version = Version.objects.select_for_update().get(pk=version_id)
    version.agreement = agreement
    return version


def lock_many(agreement_ids: Iterable[int]) -> None:
    """Hold many agreements and their versions, each kind in the order of its keys."""
    wanted = set(agreement_ids)
    for model, name in ((Agreement, "pk__in"), (Version, "agreement__in")):
        rows = model.objects.select_for_update().filter(**{name: wanted})
        list(rows.order_by("pk").values_list("pk"))


def require_draft(record: Record, *, version: Version) -> None:
    """
    Let the content change: the one place through which every change of it passes.

    A version in review or approved becomes a draft here, and every approval of it is
    outdated; whoever changes it is noted as an author. Call it before the write, and
    after whatever may still refuse it.

    :raises NotADraftError: if it was sent out
    """
    if not version.may_still_change:
        raise NotADraftError(
            f"{version} is {version.get_status_display().lower()}, so its text can no"
            " longer change. Withdraw it, or begin the next version."
        )
    outdating.let_change(record, version=version)


class AgreementOverError(IllegalMoveError):
    """The agreement has ended, or notice that ends it is running."""


def require_going_on(record: Record, *, agreement: Agreement) -> None:
    """
    Check that nothing has ended the agreement, or is about to.

    :raises AgreementOverError: if it has ended, or a notice is to end it
    """
    if agreement.status in (AgreementStatus.ENDED, AgreementStatus.NOVATED):
        raise AgreementOverError(
            f"{agreement.reference} is {agreement.get_status_display().lower()}."
            " Write a new agreement instead."
        )
    ends_on = ends_by_notice(agreement)
    if ends_on is not None:
        raise AgreementOverError(
            f"Notice was given: {agreement.reference} ends on {date(ends_on)}. The"
            " notice must be withdrawn first."
        )
