"""When a person is away, and when they want no mail."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.rules.mail_hours import Away, Hours
from audit import models as ledger


class OwnQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow what a person says about themselves."""

    def visible_to(self, user: Any) -> Self:
        """Narrow to the person's own."""
        return self.filter(user=user)


class Absence(ledger.Governed):
    """Days on which a person is away, the last one included.

    It gives nobody anything: who stands in, and may act, is a deputy by appointment.
    """

    uid_prefix = "abs"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences"
    )
    starts_on = models.DateField()
    last_on = models.DateField()

    objects: ClassVar = OwnQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("starts_on")),
                name="accounts_absence_in_order",
                violation_error_message="The last day must not be before the first.",
            )
        ]
        indexes = [
            models.Index(fields=["user", "last_on"], name="accounts_absence_of_user")
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("user", "starts_on", "last_on")

    def __str__(self) -> str:
        return f"{self.starts_on.isoformat()} to {self.last_on.isoformat()}"

    def away(self) -> Away:
        """Give the days as the rules take them."""
        return Away(self.starts_on, self.last_on)

    def audience(self) -> ledger.Audience:
        """Say that an absence concerns its person."""
        return ledger.Audience(token=f"person:{self.user.uid}")


class MailHours(ledger.Governed):
    """When a person wants no mail; what comes meanwhile waits."""

    uid_prefix = "hrs"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_hours"
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    weekends_off = models.BooleanField(default=False)
    urgent_passes = models.BooleanField(default=True)

    objects: ClassVar = OwnQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="accounts_mail_hours_whole",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("user", "quiet_from", "quiet_until", "weekends_off", "urgent_passes")

    def __str__(self) -> str:
        return "hours without mail"

    def hours(self) -> Hours:
        """Give the hours as the rules take them."""
        return Hours(
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            weekends_off=self.weekends_off,
            urgent_passes=self.urgent_passes,
        )

    def audience(self) -> ledger.Audience:
        """Say that the hours concern their person."""
        return ledger.Audience(token=f"person:{self.user.uid}")
