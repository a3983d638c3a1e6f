"""What confidential papers were read lately, until it is in the ledger."""

from django.conf import settings
from django.db import models

from audit import models as ledger


class ReadingNote(models.Model):
    """One person was given one confidential paper; operational, gone once recorded.

    ``quarter`` is when the quarter-hour began, for which one act is written.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    subject_type = models.CharField(max_length=60)
    subject_uid = models.CharField(max_length=32)
    quarter = models.DateTimeField()
    read_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["quarter", "user"], name="collab_reading_note_batch")
        ]

    class Privacy(ledger.Privacy):
        """How each field would enter an event; the act names the papers instead."""

        open = ("user", "subject_type", "subject_uid", "quarter", "read_at")

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_uid}"
