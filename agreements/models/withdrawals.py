"""Parties that withdrew before the last signature."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.agreements import Party, open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Delegation, Document
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class PartyWithdrawalQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow withdrawals of parties."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to withdrawals from agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))


class PartyWithdrawal(ledger.Fact):
    """A party withdrew before the last signature, and what was signed was reopened.

    By whoever can bind the party (``delegation``), or by a governance lead on a
    ``document`` in which the party says so; always one of the two.
    """

    uid_prefix = "pwd"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="party_withdrawals"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.CharField(max_length=500)
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    objects: ClassVar = PartyWithdrawalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, document=None)
                | Q(delegation=None, document__isnull=False),
                name="agreements_withdrawal_by_authority_or_document",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "version",
            "party",
            "delegation",
            "document",
            "withdrawn_by",
            "withdrawn_at",
        )
        personal = ("reason",)

    def __str__(self) -> str:
        return f"{self.party.organisation} withdrew from {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that a withdrawal concerns the agreement's people."""
        return self.version.audience()
