"""How people get in: failures counted, and accounts at single sign-on."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit import models as ledger


class FailureCount(models.Model):
    """Failures of one account in the quarter-hour under way; operational."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "began_at"], name="accounts_failure_count_once"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field would enter an event; the fact below does instead."""

        open = ("user", "began_at", "count")

    def __str__(self) -> str:
        return f"{self.count} from {self.began_at}"


class FailedSignIns(ledger.Fact):
    """How often sign-in to one account failed in one quarter-hour; one act each."""

    uid_prefix = "fsi"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "began_at"], name="accounts_failed_sign_ins_once"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("user", "began_at", "count")

    def __str__(self) -> str:
        return f"{self.count} failed sign-ins"

    def audience(self) -> ledger.Audience:
        """Say that failures concern the person whose account it is."""
        return ledger.Audience(token=f"person:{self.user.uid}")


class SingleSignOnQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the accounts at single sign-on."""

    def visible_to(self, user: Any) -> Self:
        """Narrow to the person's own."""
        return self.filter(user=user)

    def bound_to(self, *, issuer: str, subject: str) -> "SingleSignOn | None":
        """Find who an issuer's subject is; the email address plays no part."""
        found: SingleSignOn | None = (
            self.select_related("user")
            .filter(issuer=issuer, subject=subject, removed_at=None)
            .first()
        )
        return found


class SingleSignOn(ledger.Governed):
    """A person's account at an identity provider, by issuer and subject."""

    uid_prefix = "sso"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="single_sign_on",
    )
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SingleSignOnQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=Q(removed_at=None),
                name="accounts_single_sign_on_once",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("user", "issuer", "bound_at", "removed_at")
        personal = ("subject",)

    def __str__(self) -> str:
        return self.issuer

    def audience(self) -> ledger.Audience:
        """Say that the binding concerns its person."""
        return ledger.Audience(token=f"person:{self.user.uid}")
