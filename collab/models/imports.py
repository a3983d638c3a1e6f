"""Imports of the register: one file or one reversal, and what each row came to."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import ImportOutcome, ImportStatus
from collab.models.organisations import REGISTER
from collab.rules.rights import Rights


class OrganisationImportQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the imports."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to what the person may see: administrators and installation auditors."""
        if rights.administers_installation or rights.audits_installation:
            return self
        return self.none()


class OrganisationImport(ledger.Governed):
    """A file of organisations, checked and then loaded, or the reversal of one.

    ``position`` counts the file's good rows (a reversal: the first import's lines)
    that are done, so that a broken load goes on where it stopped. The bytes lie in
    the store under ``sha256``.
    """

    uid_prefix = "imp"

    reference = models.CharField(max_length=20, unique=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    status = models.CharField(
        max_length=10, choices=ImportStatus.choices, default=ImportStatus.CHECKED
    )
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    checked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OrganisationImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(position__lte=F("rows")),
                name="collab_organisation_import_within_rows",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "reference",
            "sha256",
            "rows",
            "position",
            "status",
            "reverses",
            "checked_by",
            "checked_at",
            "finished_at",
        )
        personal = ("file_name",)

    def __str__(self) -> str:
        return f"import {self.reference}"

    def audience(self) -> ledger.Audience:
        """Say that the register concerns the whole installation."""
        return REGISTER


class ImportedRow(ledger.Fact):
    """What an import did with one row, with the values around it.

    It names the organisation by uid, so that it outlives one that a reversal
    removed. ``before`` and ``after`` hold the columns that changed.
    """

    uid_prefix = "imr"

    organisation_import = models.ForeignKey(
        OrganisationImport, on_delete=models.PROTECT, related_name="lines"
    )
    row_number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=ImportOutcome.choices)
    organisation_uid = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    message = models.CharField(max_length=400, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["organisation_import", "row_number", "id"],
                name="collab_imported_row_number",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "organisation_import",
            "row_number",
            "outcome",
            "organisation_uid",
            "name",
            "before",
            "after",
            "message",
        )

    def __str__(self) -> str:
        return f"row {self.row_number} of {self.organisation_import}"

    def audience(self) -> ledger.Audience:
        """Say that the register concerns the whole installation."""
        return REGISTER
