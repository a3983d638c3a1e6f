"""Decisions, who was there, and what they were worth."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit import models as ledger
from collab.enums import DecisionOutcome
from collab.models.collaboratives import Collaborative
from collab.models.organisations import Organisation
from collab.rules.rights import Rights


class DecisionQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow decisions."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to decisions of the person's collaboratives (ids first)."""
        return self.filter(collaborative_id__in=rights.collaboratives)


class Decision(ledger.Fact):
    """A decision as it was logged; frozen, a change of mind is another decision.

    ``result_hash`` is the SHA-256 of the canonical text of everything decided and
    who was there, so that a copy can be compared with the record.
    """

    uid_prefix = "dcn"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="decisions"
    )
    reference = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="logged_decisions"
    )
    title = models.CharField(max_length=200)
    proposal = models.TextField()
    rationale = models.TextField()
    outcome = models.CharField(max_length=30, choices=DecisionOutcome.choices)
    value_pence = models.BigIntegerField(null=True, blank=True)
    decided_on = models.DateField()
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    logged_at = models.DateTimeField()
    result_hash = models.CharField(max_length=64)

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "reference"], name="collab_decision_reference"
            ),
            models.CheckConstraint(
                condition=Q(value_pence=None) | Q(value_pence__gte=0),
                name="collab_decision_value_not_negative",
            ),
        ]
        indexes = [
            models.Index(
                fields=["collaborative", "-decided_on", "-id"],
                name="collab_decision_newest",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "reference",
            "organisation",
            "outcome",
            "value_pence",
            "decided_on",
            "logged_by",
            "logged_at",
            "result_hash",
        )
        personal = ("title", "proposal", "rationale")

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def audit_label(self) -> str:
        """Name the decision by its reference: titles are typed text."""
        return f"Decision {self.reference}"

    def audience(self) -> ledger.Audience:
        """Say that a decision concerns the collaborative's people."""
        return self.collaborative.audience()


class Presence(ledger.Fact):
    """One person who was there when a decision was taken, and for which body."""

    uid_prefix = "prs"

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="presences"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presences",
    )
    name = models.CharField(max_length=120)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "organisation", "name"],
                name="collab_presence_once",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("decision", "organisation", "user")
        personal = ("name",)

    def __str__(self) -> str:
        return f"{self.name} for {self.organisation}"

    def audit_label(self) -> str:
        """Name the presence without the person."""
        return f"present for {self.organisation}"

    def audience(self) -> ledger.Audience:
        """Say that a presence concerns the collaborative's people."""
        return self.decision.audience()
