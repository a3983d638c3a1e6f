"""Signatures given on paper: deeds and wet ink."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.enums import PaperStatus
from agreements.models.agreements import open_to
from audit import models as ledger
from collab.models import Document
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class PaperSignatureQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow signatures on paper."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to those on versions open to the person, or of their own body."""
        own = Q(request__party__organisation_id__in=rights.organisations)
        return self.filter(open_to(rights, "request__version__agreement__") | own)


class PaperSignature(ledger.Governed):
    """What one person records of a signature on paper, and another checks.

    ``document`` is the scanned original, kept by its SHA-256. Nothing counts before it
    is checked; names and places are as they stand on the paper.
    """

    uid_prefix = "ink"

    request = models.ForeignKey(
        "agreements.SignatureRequest",
        on_delete=models.PROTECT,
        related_name="paper_signatures",
    )
    status = models.CharField(
        max_length=10, choices=PaperStatus.choices, default=PaperStatus.RECORDED
    )
    signatory_name = models.CharField(max_length=120)
    post = models.CharField(max_length=120)
    witness_name = models.CharField(max_length=120, blank=True)
    witness_address = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120)
    signed_on = models.DateField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=300, blank=True)

    objects: ClassVar = PaperSignatureQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(status__in=["recorded", "checked"]),
                name="agreements_paper_once",
                violation_error_message="This signature was recorded already.",
            ),
            models.CheckConstraint(
                condition=~Q(status="checked")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("recorded_by"))),
                name="agreements_paper_two_people",
                violation_error_message="A second person must check this.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "request",
            "status",
            "post",
            "signed_on",
            "document",
            "content_hash",
            "recorded_by",
            "recorded_at",
            "decided_by",
            "decided_at",
        )
        personal = (
            "signatory_name",
            "witness_name",
            "witness_address",
            "place",
            "refused_because",
        )

    def __str__(self) -> str:
        return f"signature on paper: {self.request}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the agreement's people."""
        return self.request.audience()
