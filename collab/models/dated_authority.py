"""What every kind of authority shares: a body, a period, a source, two people's word."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import AuthorityStatus
from collab.models.documents import Document
from collab.models.organisations import Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class AuthorityQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow dated authority."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to authorities of the person's own organisations (ids first)."""
        if rights.audits_installation:
            return self
        return self.filter(organisation_id__in=rights.organisations)

    def waiting(self) -> Self:
        """Narrow to what waits for a second person."""
        return self.filter(status=AuthorityStatus.PROPOSED)

    def not_over_at(self, moment: dt.datetime) -> Self:
        """Narrow to what was confirmed and holds at a moment or later."""
        return self.open_at(moment).filter(status=AuthorityStatus.CONFIRMED)

    def open_at(self, moment: dt.datetime) -> Self:
        """Narrow to what waits, or holds at a moment or later."""
        lasts = Q(ends_at=None) | Q(ends_at__gt=moment)
        confirmed = Q(status=AuthorityStatus.CONFIRMED) & lasts
        return self.filter(Q(status=AuthorityStatus.PROPOSED) | confirmed)

    def given(self) -> Self:
        """Narrow to what two people confirmed, ended since or not."""
        return self.filter(
            status__in=[AuthorityStatus.CONFIRMED, AuthorityStatus.ENDED],
            confirmed_at__isnull=False,
        )

    def in_effect_at(self, moment: dt.datetime) -> Self:
        """Narrow to what was confirmed and held at a moment, half-open [from, to).

        An ended authority keeps its period, so the past can still be asked for.
        """
        lasts = Q(ends_at=None) | Q(ends_at__gt=moment)
        return self.given().filter(lasts, starts_at__lte=moment)


class Authority(ledger.Governed):
    """What every authority has: a body, a period, a source, and two people's word."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    status = models.CharField(
        max_length=10,
        choices=AuthorityStatus.choices,
        default=AuthorityStatus.PROPOSED,
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=200)
    source_paragraph = models.CharField(max_length=60, blank=True)
    source_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects: ClassVar = AuthorityQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message="It must end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="%(app_label)s_%(class)s_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="%(app_label)s_%(class)s_ended_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="%(app_label)s_%(class)s_two_people",
                violation_error_message="A second person must confirm this.",
            ),
            models.CheckConstraint(
                condition=~Q(status=AuthorityStatus.CONFIRMED)
                | Q(confirmed_by__isnull=False),
                name="%(app_label)s_%(class)s_confirmed_has_confirmer",
            ),
        ]
        indexes = [
            # What waits for a second word is little, however much was ever given.
            models.Index(
                fields=["organisation"],
                condition=Q(status=AuthorityStatus.PROPOSED),
                name="%(app_label)s_%(class)s_waiting",
            ),
            models.Index(
                fields=["organisation", "ends_at"],
                name="%(app_label)s_%(class)s_ends",
            ),
        ]

    def audience(self) -> ledger.Audience:
        """Say that authority concerns the body that gives it."""
        return ledger.Audience(token=f"organisation:{self.organisation.uid}")


AUTHORITY_FIELDS = (
    "organisation",
    "status",
    "starts_at",
    "ends_at",
    "source",
    "source_paragraph",
    "source_document",
    "proposed_by",
    "proposed_at",
    "confirmed_by",
    "confirmed_at",
    "ended_by",
    "ended_at",
)
