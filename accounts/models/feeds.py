"""Calendar feeds: an address that reads a person's due things, until it is taken back."""

import hashlib
import secrets
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit import models as ledger


class CalendarFeedQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the calendar feeds."""

    def visible_to(self, user: Any) -> Self:
        """Narrow to the person's own."""
        return self.filter(user=user)

    def live(self) -> Self:
        """Narrow to those that were not taken back."""
        return self.filter(ended_at=None)

    def for_token(self, token: str) -> "CalendarFeed | None":
        """Find the live feed of an active person that a token opens."""
        found: CalendarFeed | None = (
            self.live()
            .filter(token_hash=CalendarFeed.hashed(token), user__is_active=True)
            .select_related("user")
            .first()
        )
        return found


class CalendarFeed(ledger.Governed):
    """One person's feed; only the hash of its token is kept, so nobody can read it."""

    uid_prefix = "cal"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CalendarFeedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at=None),
                name="accounts_calendar_feed_one_live",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("user", "made_at", "ended_at")
        secret = ("token_hash",)

    def __str__(self) -> str:
        return "calendar feed"

    def audience(self) -> ledger.Audience:
        """Say that a feed concerns its person."""
        return ledger.Audience(token=f"person:{self.user.uid}")

    @staticmethod
    def new_token() -> str:
        """Draw the secret part of an address: 256 bits."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def hashed(token: str) -> str:
        """Give what is kept of a token; it is random, so a plain hash is enough."""
        return hashlib.sha256(token.encode()).hexdigest()
