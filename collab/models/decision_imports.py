"""Files of past decisions, and what became of each row."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import ImportOutcome, ImportStatus
from collab.models.collaboratives import Collaborative
from collab.models.decisions import Decision
from collab.models.organisations import Organisation
from collab.rules.rights import Rights


class DecisionImportQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the imports of past decisions."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to collaboratives that the person governs or audits (ids first)."""
        return self.filter(
            collaborative_id__in=rights.collaboratives_with("govern")
            | rights.collaboratives_with("audit")
        )


class DecisionImport(ledger.Governed):
    """A file of past decisions, checked by a governance lead and then loaded.

    ``position`` counts the file's good rows that are done, so that a broken load goes
    on where it stopped. The bytes lie in the store under ``sha256``. A logged decision
    is never taken away, so there is no reversal.
    """

    uid_prefix = "dim"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="decision_imports"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    status = models.CharField(
        max_length=10, choices=ImportStatus.choices, default=ImportStatus.CHECKED
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = DecisionImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "reference"],
                name="collab_decision_import_reference",
            ),
            models.CheckConstraint(
                condition=Q(position__lte=F("rows")),
                name="collab_decision_import_within_rows",
            ),
        ]
        indexes = [
            models.Index(
                fields=["collaborative", "-checked_at", "-id"],
                name="collab_decision_import_newest",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "organisation",
            "reference",
            "sha256",
            "rows",
            "position",
            "status",
            "checked_by",
            "checked_at",
            "finished_at",
        )
        personal = ("file_name",)

    def __str__(self) -> str:
        return f"import of past decisions {self.reference}"

    def audience(self) -> ledger.Audience:
        """Say that an import concerns the collaborative's people."""
        return self.collaborative.audience()


class DecisionImportRow(ledger.Fact):
    """What an import did with one row: the decision it became, or why it did not."""

    uid_prefix = "dir"

    decision_import = models.ForeignKey(
        DecisionImport, on_delete=models.PROTECT, related_name="lines"
    )
    row_number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=ImportOutcome.choices)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=1_000, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["decision_import", "row_number", "id"],
                name="collab_decision_import_row",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("decision_import", "row_number", "outcome", "decision")
        personal = ("title", "message")

    def __str__(self) -> str:
        return f"row {self.row_number} of {self.decision_import}"

    def audience(self) -> ledger.Audience:
        """Say that a row concerns the collaborative's people."""
        return self.decision_import.audience()
