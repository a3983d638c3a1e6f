"""Files, kept once under the SHA-256 of their bytes."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit import models as ledger
from collab.models.collaboratives import Collaborative
from collab.models.organisations import Organisation
from collab.rules.rights import Rights


class DocumentQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the files."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to files of the person's collaboratives and organisations."""
        rows = self
        if rights.user_id is not None:
            # Evidence for what comes from a decision that is withheld from them.
            evidence = "evidence__action__decision__exclusions__user_id"
            withheld = self.model._base_manager.filter(**{evidence: rights.user_id})
            rows = self.exclude(pk__in=withheld.values("pk"))
        if rights.audits_installation:
            return rows
        own = Q(collaborative_id__in=rights.collaboratives) | Q(
            collaborative=None, organisation_id__in=rights.organisations
        )
        if rights.administers_installation:
            own |= Q(is_founding=True)
        return rows.filter(own)


class Document(ledger.Fact):
    """An uploaded file; its bytes lie in the store under ``sha256`` and never change."""

    uid_prefix = "doc"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="documents"
    )
    collaborative = models.ForeignKey(
        Collaborative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    # Added by an administrator as the source of a first lead's post (ADR 0008).
    is_founding = models.BooleanField(default=False)

    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "organisation",
            "collaborative",
            "sha256",
            "media_type",
            "size",
            "uploaded_by",
            "uploaded_at",
            "is_founding",
        )
        personal = ("name",)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def store_name(sha256: str) -> str:
        """Give the place of some bytes in the store."""
        return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def audit_label(self) -> str:
        """Name the file by its fingerprint: file names hold people's names."""
        return f"file {self.sha256[:12]}"

    def audience(self) -> ledger.Audience:
        """Say whose file it is."""
        if self.collaborative is not None:
            return self.collaborative.audience()
        return ledger.Audience(token=f"organisation:{self.organisation.uid}")
