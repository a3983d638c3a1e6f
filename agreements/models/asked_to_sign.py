"""Requests for signature."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.enums import Capacity, RequestStatus, SignatureMethod
from agreements.models.agreements import Party, open_to
from agreements.models.guests import OutsideSignatory
from agreements.models.versions import Version
from agreements.rules.requests import GRACE, last_day_of
from audit import models as ledger
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


def optional_key(to: Any, related_name: str) -> Any:
    """Give a key that may be empty and whose row cannot be deleted from under it."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, null=True, blank=True, related_name=related_name
    )


class SignatureRequestQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow requests for signature."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to requests on agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))

    def of_this_round(self, version: Version) -> Self:
        """Narrow to what was asked since the version last went out for signature."""
        if version.sent_out_at is None:
            return self.none()
        return self.filter(version=version, asked_at__gte=version.sent_out_at)

    def over_on(self, day: dt.date) -> Self:
        """Narrow to those still asked whose last day lies before a day."""
        return self.filter(status=RequestStatus.ASKED).filter(
            Q(expires_on__lt=day) | Q(expires_on=None, due_on__lt=day - GRACE)
        )


class SignatureRequest(ledger.Governed):
    """One party is asked to sign one version; ``signatory`` is the person asked first.

    ``expires_on`` is the last day on which they can sign (empty in rows older than
    this field: ``due_on`` and grace).
    """

    uid_prefix = "req"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="requests"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="requests")
    signatory = models.ForeignKey(
        PERSON,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signature_requests",
    )
    outside = optional_key(OutsideSignatory, "requests")
    method = models.CharField(
        max_length=20,
        choices=SignatureMethod.choices,
        default=SignatureMethod.RE_AUTHENTICATED,
    )
    capacity = models.CharField(
        max_length=10, choices=Capacity.choices, default=Capacity.ANY
    )
    status = models.CharField(
        max_length=10, choices=RequestStatus.choices, default=RequestStatus.ASKED
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar = SignatureRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party", "capacity"],
                condition=Q(status__in=["asked", "signed"]),
                name="agreements_request_once",
                violation_error_message="This party was already asked to sign.",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_at=None)
                | (~Q(status="asked") & Q(decided_at__isnull=False)),
                name="agreements_request_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    method="re_authenticated", signatory__isnull=False, outside=None
                )
                | Q(method="link_and_code", signatory=None, outside__isnull=False)
                | Q(method="wet_ink", signatory=None, outside=None),
                name="agreements_request_asks_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("due_on")),
                name="agreements_request_expires_after_due",
            ),
        ]
        indexes = [
            # What waits for somebody is little, however much they ever signed.
            models.Index(
                fields=["signatory"],
                condition=Q(status="asked"),
                name="agreements_request_asked",
            ),
            models.Index(
                fields=["expires_on", "due_on"],
                condition=Q(status="asked"),
                name="agreements_request_running_out",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "version",
            "party",
            "signatory",
            "outside",
            "method",
            "capacity",
            "status",
            "asked_at",
            "due_on",
            "expires_on",
            "decided_at",
        )
        personal = ("decline_reason",)

    def __str__(self) -> str:
        return f"{self.version}: {self.party.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether its signature is waited for."""
        return bool(
            self.status == RequestStatus.ASKED and self.version.is_out_for_signature
        )

    @property
    def asked_name(self) -> str:
        """Name who is asked: a person, or in words that it is signed on paper."""
        if self.signatory is not None:
            return str(self.signatory.name)
        if self.outside is not None:
            return str(self.outside.name)
        return "Whoever signs on paper"

    @property
    def last_day(self) -> dt.date:
        """Give the last day on which it can be signed or declined."""
        return last_day_of(self.due_on, self.expires_on)

    def audience(self) -> ledger.Audience:
        """Say that a request concerns the agreement's people."""
        return self.version.audience()
