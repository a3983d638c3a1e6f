"""Reminders that were sent: one row for each person, rung and occasion."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit import models as ledger
from collab.models.collaboratives import Collaborative
from collab.models.decisions import withheld_audiences
from collab.rules.rights import Rights


class ReminderQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow reminders."""

    def visible_to(self, rights: Rights) -> Self:
        """
        Narrow to reminders of what is open to the person (ids first).

        Of what concerns fewer than all of a collaborative, those who govern or audit
        it see them here.
        """
        wide = rights.collaboratives_with("govern") | rights.collaboratives_with(
            "audit"
        )
        here = self.filter(collaborative_id__in=rights.collaboratives).filter(
            Q(concerns="")
            | Q(concerns__startswith="collaborative:")
            | Q(collaborative_id__in=wide)
        )
        # An exclusion always wins.
        return here.exclude(concerns__in=withheld_audiences(rights))


class Reminder(ledger.Fact):
    """One person was reminded of one thing, on one rung of its ladder.

    ``occasion`` names why (a signature asked for on one day and due on another): a
    changed due date or a thing asked for again is another occasion. ``in_place_of`` is
    somebody away, for whom ``user`` stands in; ``asked_by`` whoever had it sent with
    their ``note``, empty where the ladder did. What was delivered is said by the
    notification it names.
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
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(max_length=500, blank=True, default="")
    # The audience of what it reminds of; empty in rows older than narrower ones.
    concerns = models.CharField(max_length=50, blank=True, default="")
    item_uid = models.CharField(max_length=32, blank=True, default="")
    notification_uid = models.CharField(max_length=32, blank=True, default="")
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
        indexes = [
            models.Index(
                fields=["collaborative", "-sent_at", "-id"],
                name="collab_reminder_newest",
            ),
            models.Index(
                fields=["collaborative", "item_uid", "-sent_at", "-id"],
                name="collab_reminder_of_item",
            ),
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
            "in_place_of",
            "asked_by",
            "concerns",
            "item_uid",
            "notification_uid",
            "sent_at",
        )
        personal = ("note",)

    def __str__(self) -> str:
        return f"{self.rung} for {self.subject_label}"

    def audience(self) -> ledger.Audience:
        """Say that a reminder concerns whoever the thing itself concerns."""
        everybody = self.collaborative.audience()
        return ledger.Audience(
            token=self.concerns or everybody.token,
            collaborative=everybody.collaborative,
        )
