"""Notice that a party gave: from whom, by what authority, until when."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.enums import NoticeStatus
from agreements.models.agreements import Agreement, Party, open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Delegation, Deputy
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class NoticeQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow notices."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to notices on agreements that are open to the person."""
        return self.filter(open_to(rights, "agreement__"))

    def running(self) -> Self:
        """Narrow to those that were neither withdrawn nor came to their last day."""
        return self.filter(status=NoticeStatus.GIVEN)


class Notice(ledger.Governed):
    """One party's notice under the version that was in force when it was given.

    ``last_on`` is the last day on which the party is bound, worked out from the terms
    of that version. ``delegation`` is the authority by which it was given.
    """

    uid_prefix = "not"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="notices"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="notices"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="notices")
    status = models.CharField(
        max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.GIVEN
    )
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=200)
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()
    words = models.CharField(max_length=1000)
    last_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(status="given"),
                name="agreements_notice_once",
                violation_error_message="This party has given notice already.",
            ),
            models.CheckConstraint(
                condition=Q(status="given", closed_at=None)
                | (~Q(status="given") & Q(closed_at__isnull=False)),
                name="agreements_notice_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_by__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_by=None)),
                name="agreements_notice_withdrawn_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["last_on"],
                condition=Q(status="given"),
                name="agreements_notice_due",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "agreement",
            "version",
            "party",
            "status",
            "given_by",
            "capacity",
            "delegation",
            "deputy",
            "given_at",
            "last_on",
            "closed_at",
            "withdrawn_by",
        )
        personal = ("given_name", "words")

    def __str__(self) -> str:
        return f"notice of {self.party.organisation} on {self.agreement.reference}"

    def audience(self) -> ledger.Audience:
        """Say that notice concerns the agreement's people."""
        return self.agreement.audience()
