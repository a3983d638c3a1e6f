"""Reminders that were sent: one row for each person, rung and occasion."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from audit import models as ledger
from collab.models.collaboratives import Collaborative
from collab.rules.rights import Rights


class ReminderQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow reminders."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to reminders in the person's collaboratives (ids first)."""
        return self.filter(collaborative_id__in=rights.collaboratives)


class Reminder(ledger.Fact):
    """One person was reminded of one thing, on one rung of its ladder.

    ``occasion`` names why (a signature asked for on one day and due on another): a
    changed due date or a thing asked for again is another occasion.
    """

    uid_prefix = "rem"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="reminders"
    )
    subject_type = models.CharField(max_length=60)
    subject_uid = models.CharField(max_length=32)
    subject_label = models.CharField(max_length=200)
    occasion = models.CharField(max_length=80)
    rung = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders"
    )
    sent_at = models.DateTimeField()

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subject_uid", "occasion", "rung", "user"],
                name="collab_reminder_once",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "subject_type",
            "subject_uid",
            "subject_label",
            "occasion",
            "rung",
            "user",
            "sent_at",
        )

    def __str__(self) -> str:
        return f"{self.rung} for {self.subject_label}"

    def audience(self) -> ledger.Audience:
        """Say that a reminder concerns the collaborative's people."""
        return self.collaborative.audience()
