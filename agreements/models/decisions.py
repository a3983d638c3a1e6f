"""Decisions and the agreements they were taken under."""

from typing import ClassVar, Self

from django.db import models

from agreements.models.agreements import Agreement, open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Decision
from collab.models.decisions import not_excluded
from collab.rules.rights import Rights


class DecisionUnderQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the links from decisions to agreements."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to links of agreements and decisions that are open to the person."""
        return self.filter(
            open_to(rights, "agreement__"), not_excluded(rights, "decision__")
        )


class DecisionUnder(ledger.Fact):
    """A decision was taken under an agreement, as it was in force that day."""

    uid_prefix = "und"

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="under"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="decisions"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="decisions"
    )

    objects: ClassVar = DecisionUnderQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("decision", "agreement", "version")

    def __str__(self) -> str:
        return f"decision {self.decision.reference} under {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the agreement's people, less those excluded."""
        if self.decision.has_exclusions:
            return self.decision.audience()
        return self.agreement.audience()
