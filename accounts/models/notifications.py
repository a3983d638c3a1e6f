"""What Concordat tells a person, and how they want to be told."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.enums import MailRhythm
from accounts.models.messages import MailMessage
from audit import models as ledger


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Ways to narrow the notifications."""

    def visible_to(self, user: Any) -> Self:
        """Narrow to what this person was told."""
        return self.filter(user=user)

    def unread(self) -> Self:
        """Narrow to what was not opened yet."""
        return self.filter(read_at=None)


class Notification(models.Model):
    """One thing a person was told; operational, the act behind it is the record.

    ``topic`` names what it is about while that may come to an end, such as something
    that falls due. ``mail`` is the message that carried it; until then ``mail_due_at``
    says when one is to. Both are empty where no mail is wanted.
    """

    uid = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    words = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=50)
    act_uid = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    topic = models.CharField(max_length=32, blank=True, default="")
    is_urgent = models.BooleanField(default=False)
    mail = models.ForeignKey(
        MailMessage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notifications",
    )
    mail_due_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["user", "-id"], name="accounts_notification_inbox"),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at=None),
                name="accounts_notification_unread",
            ),
            models.Index(
                fields=["mail_due_at", "id"],
                condition=models.Q(mail_due_at__isnull=False),
                name="accounts_notification_mail_due",
            ),
            models.Index(
                fields=["topic"],
                condition=~models.Q(topic="") & models.Q(mail_due_at__isnull=False),
                name="accounts_notification_topic",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field would enter an event; notifications enter none."""

        open = (
            "user",
            "kind",
            "link",
            "audience",
            "act_uid",
            "created_at",
            "read_at",
            "topic",
            "is_urgent",
            "mail",
            "mail_due_at",
        )
        personal = ("subject", "words")

    def __str__(self) -> str:
        return self.subject


class NotificationPreferenceQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the preferences."""

    def visible_to(self, user: Any) -> Self:
        """Narrow to the person's own."""
        return self.filter(user=user)


class NotificationPreference(ledger.Governed):
    """Whether, and how often, a person wants one kind of notification by email."""

    uid_prefix = "npf"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preferences"
    )
    kind = models.CharField(max_length=60)
    by_mail = models.BooleanField(default=True)
    rhythm = models.CharField(
        max_length=10, choices=MailRhythm.choices, default=MailRhythm.AT_ONCE
    )

    objects: ClassVar = NotificationPreferenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="accounts_preference_once"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("user", "kind", "by_mail", "rhythm")

    def __str__(self) -> str:
        return f"{self.kind}: {'email' if self.by_mail else 'inbox only'}"

    def audit_label(self) -> str:
        """Name the kind of notification."""
        return self.kind

    def audience(self) -> ledger.Audience:
        """Say that a preference concerns its person."""
        return ledger.Audience(token=f"person:{self.user.uid}")
