"""Agreements and their parties."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from agreements.enums import AgreementStatus, Instrument, PartyRole
from audit import models as ledger
from collab.models import Collaborative, Organisation
from collab.rules.rights import Rights


class AgreementQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow agreements."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to agreements of collaboratives that are open to the person."""
        return self.filter(collaborative_id__in=rights.collaboratives)


class Agreement(ledger.Governed):
    """A written arrangement between parties; what binds is one of its versions."""

    uid_prefix = "agr"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="agreements"
    )
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    instrument = models.CharField(max_length=30, choices=Instrument.choices)
    status = models.CharField(
        max_length=15, choices=AgreementStatus.choices, default=AgreementStatus.OPEN
    )
    created_at = models.DateTimeField()

    objects: ClassVar = AgreementQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "reference"],
                name="agreements_agreement_reference",
            )
        ]
        indexes = [
            models.Index(
                fields=["collaborative", "-created_at", "-id"],
                name="agreements_agreement_newest",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "reference",
            "title",
            "instrument",
            "status",
            "created_at",
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def audience(self) -> ledger.Audience:
        """Say that an agreement concerns the collaborative's people."""
        return self.collaborative.audience()


class PartyQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow parties."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to parties of agreements that are open to the person."""
        return self.filter(agreement__collaborative_id__in=rights.collaboratives)


class Party(ledger.Governed):
    """An organisation bound by an agreement, from one day to another.

    ``leaving_with`` is the version that is written without this party: the day that
    version commences is the day it leaves.
    """

    uid_prefix = "pty"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="parties"
    )
    role = models.CharField(
        max_length=15, choices=PartyRole.choices, default=PartyRole.PARTNER
    )
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    leaving_with = models.ForeignKey(
        "agreements.Version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects: ClassVar = PartyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                condition=Q(left_on=None),
                name="agreements_party_once",
                violation_error_message="This organisation is already a party.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None)
                | Q(joined_on=None)
                | Q(left_on__gte=F("joined_on")),
                name="agreements_party_leaves_after_joining",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "agreement",
            "organisation",
            "role",
            "joined_on",
            "left_on",
            "leaving_with",
        )

    def __str__(self) -> str:
        return f"{self.organisation} in {self.agreement.reference}"

    def audience(self) -> ledger.Audience:
        """Say that a party concerns the agreement's people."""
        return self.agreement.audience()
