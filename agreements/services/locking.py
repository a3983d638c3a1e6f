"""Locks, always in one order: the agreement, then its versions.

Two acts on one agreement therefore wait for each other and never for ever.
"""

from agreements.models import Agreement, Version
from agreements.transitions import IllegalMoveError
from audit.door import Record


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


def require_draft(record: Record, *, version: Version) -> None:
    """
    Check that the text may still change.

    :raises NotADraftError: if it was sent out
    """
    if not version.is_draft:
        raise NotADraftError(
            f"{version} is {version.get_status_display().lower()}, so its text can no"
            " longer change. Withdraw it, or begin the next version."
        )
