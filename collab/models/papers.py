"""Papers that were given out to keep, known again by the SHA-256 of their bytes."""

from typing import ClassVar

from django.db import models

from audit import models as ledger
from collab.enums import PaperKind
from collab.models.collaboratives import Collaborative


class IssuedPaper(ledger.Fact):
    """A final PDF that was given out; the same facts give the same bytes and one row.

    ``token`` is the audience of what the paper is about, so that nobody learns of it
    who may not see that; the public page asks by ``sha256`` alone and says the kind.
    """

    uid_prefix = "ppr"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="papers"
    )
    kind = models.CharField(max_length=15, choices=PaperKind.choices)
    sha256 = models.CharField(max_length=64, unique=True)
    subject_type = models.CharField(max_length=60)
    subject_uid = models.CharField(max_length=32)
    token = models.CharField(max_length=60)
    issued_at = models.DateTimeField()

    objects: ClassVar = ledger.GovernedQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "kind",
            "sha256",
            "subject_type",
            "subject_uid",
            "token",
            "issued_at",
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()} {self.sha256[:12]}"

    def audience(self) -> ledger.Audience:
        """Say that a paper concerns those whom its subject concerns."""
        everybody = self.collaborative.audience()
        return ledger.Audience(token=self.token, collaborative=everybody.collaborative)
