"""Mail that waits to be sent, and the signs of life of those who send it."""

from django.conf import settings
from django.db import models

from audit import models as ledger


class MailMessage(models.Model):
    """One message to one address; its row fixes its Message-ID.

    ``body`` is sealed (accounts.rules.sealing) and emptied once sent, since a code in
    it opens an account. ``link_to`` names what a ``{link}`` in it stands for, such as
    ``invitation:inv_…``: the link itself is made when the message is sent. One with a
    ``topic`` is withdrawn if that comes to an end before it was sent. What is
    ``is_private`` binds a body in law: nobody but who it is sent to is ever shown it,
    not the administrators of an installation that writes its mail to files either.
    """

    uid = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    link_to = models.CharField(max_length=60, blank=True)
    is_private = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    topic = models.CharField(max_length=32, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["topic"],
                condition=~models.Q(topic="") & models.Q(sent_at=None),
                name="accounts_mail_topic",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field would enter an event; messages enter none."""

        open = (
            "user",
            "link_to",
            "is_private",
            "created_at",
            "sent_at",
            "topic",
            "withdrawn_at",
        )
        personal = ("to", "subject")
        secret = ("body",)

    def __str__(self) -> str:
        return f"{self.uid} {self.subject}"

    @property
    def message_id(self) -> str:
        """Give the Message-ID: the same for every delivery of this row."""
        return f"<{self.uid}@{settings.MAIL_DOMAIN}>"


class Heartbeat(models.Model):
    """When a worker, or beat, was last seen at work."""

    name = models.CharField(max_length=20, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field would enter an event; heartbeats enter none."""

        open = ("name", "seen_at")

    def __str__(self) -> str:
        return self.name
