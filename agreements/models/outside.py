"""Agreements that were signed elsewhere: recorded as they stand, never re-enacted."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.models.agreements import open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Document, Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class OutsideRecordQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow records of agreements signed elsewhere."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to records of agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))


class OutsideRecord(ledger.Governed):
    """One person recorded a signed agreement; another compared it with the original.

    Settled question 8: the signed copy is named by its hash, and no signature is made
    up; only once a second person has checked the record does its period stand.
    """

    uid_prefix = "out"

    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, related_name="outside"
    )
    signed_copy = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OutsideRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="agreements_outside_checked_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("recorded_by")),
                name="agreements_outside_two_people",
                violation_error_message="A second person must check this.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "version",
            "signed_copy",
            "signed_on",
            "recorded_by",
            "recorded_at",
            "checked_by",
            "checked_at",
        )

    def __str__(self) -> str:
        return f"{self.version}, signed outside Concordat"

    def audience(self) -> ledger.Audience:
        """Say that a record concerns the agreement's people."""
        return self.version.audience()


class WrittenSignatoryQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow signatories as written."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to signatories of agreements that are open to the person."""
        return self.filter(open_to(rights, "record__version__agreement__"))


class WrittenSignatory(ledger.Fact):
    """Who signed for a body elsewhere, as it is written on the copy; no signature."""

    uid_prefix = "osg"

    record = models.ForeignKey(
        OutsideRecord, on_delete=models.PROTECT, related_name="signatories"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)

    objects: ClassVar = WrittenSignatoryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["record", "organisation"],
                name="agreements_written_signatory_once",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("record", "organisation")
        personal = ("name",)

    def __str__(self) -> str:
        return f"signatory of {self.organisation} on {self.record.version}"

    def audit_label(self) -> str:
        """Name the signatory without the person."""
        return f"signatory of {self.organisation}"

    def audience(self) -> ledger.Audience:
        """Say that a signatory concerns the agreement's people."""
        return self.record.audience()
