"""Invitations, with which every account begins."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audit import models as ledger

SALT: Final = "concordat.accounts.invitation"
VALID_FOR: Final = dt.timedelta(days=7)


class InvitationQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the invitations."""

    def visible_to(self, user: Any, *, administers: bool) -> Self:
        """Narrow to the person's own, or to all of them for an administrator."""
        return self.all() if administers else self.filter(user=user)

    def open_at(self, moment: dt.datetime) -> Self:
        """Narrow to those that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=moment)

    def for_token(self, token: str) -> "Invitation | None":
        """Find the invitation that a link belongs to, if its signature holds.

        A link of an earlier sending finds nothing: ``issue`` has moved on.
        """
        try:
            uid, issue = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        found: Invitation | None = (
            self.select_related("user", "invited_by")
            .filter(uid=uid, issue=issue)
            .first()
        )
        return found


class Invitation(ledger.Governed):
    """One person asked to join; its link is made when the mail is sent.

    ``issue`` counts the sendings, so that only the newest link works.
    """

    uid_prefix = "inv"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    invited_at = models.DateTimeField()
    issue = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="accounts_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="accounts_invitation_one_ending",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "user",
            "invited_by",
            "invited_at",
            "issue",
            "expires_at",
            "accepted_at",
            "withdrawn_at",
        )

    def __str__(self) -> str:
        return f"invitation {self.uid}"

    def audit_label(self) -> str:
        """Name the kind of thing; the person is in it by opaque id."""
        return "Invitation"

    def audience(self) -> ledger.Audience:
        """Say that an invitation concerns the person invited."""
        return ledger.Audience(token=f"person:{self.user.uid}")

    def is_open_at(self, moment: dt.datetime) -> bool:
        """Say whether it can still be accepted."""
        return (
            self.accepted_at is None
            and self.withdrawn_at is None
            and moment < self.expires_at
        )

    def token(self) -> str:
        """Sign the link's secret part; it is computed each time and stored nowhere."""
        return signing.dumps([self.uid, self.issue], salt=SALT)

    def link(self) -> str:
        """Give the whole address to put in a message, or to print at the server."""
        path = reverse("accounts:invitation", args=[self.token()])
        return f"{settings.SITE_URL}{path}"
