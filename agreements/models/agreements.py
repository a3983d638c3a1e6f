"""Agreements and their parties."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agreements.enums import AgreementStatus, Instrument, OpenTo, PartyRole
from audit import models as ledger
from collab.models import Collaborative, Organisation
from collab.rules.rights import Rights


def open_to(rights: Rights, path: str = "") -> Q:
    """
    Give the condition that an agreement, reached by ``path``, is open to the person.

    One that is open to its parties alone is open to people of a body that is a party
    that day, or is named as one in a draft; to who governs the collaborative; and to
    who audits it (settled question 11). ``path`` is such as ``version__agreement__``.
    """
    oversees = rights.collaboratives_with("govern") | rights.collaboratives_with(
        "audit"
    )
    here = Q(**{f"{path}collaborative_id__in": rights.collaboratives})
    own = _of_own_bodies(rights, OuterRef(f"{path}pk"))
    return here & (
        Q(**{f"{path}open_to": OpenTo.COLLABORATIVE})
        | Q(**{f"{path}collaborative_id__in": oversees})
        | Q(Exists(own))
    )


def _of_own_bodies(rights: Rights, agreement: OuterRef) -> models.QuerySet[Any]:
    still = Q(left_on=None)
    if rights.day is not None:
        still |= Q(left_on__gt=rights.day)
    return Party.objects.filter(
        still, agreement=agreement, organisation_id__in=rights.organisations
    ).exclude(joined_on=None, leaving_with__isnull=False)


class AgreementQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow agreements."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to agreements that are open to the person."""
        return self.filter(open_to(rights))


class Agreement(ledger.Governed):
    """A written arrangement between parties; what binds is one of its versions.

    ``open_to`` says who may read it. It never changes: what was written down for few
    would otherwise be in the events, files and messages of many.
    """

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
    open_to = models.CharField(
        max_length=15, choices=OpenTo.choices, default=OpenTo.COLLABORATIVE
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
            ),
            models.Index(
                fields=["collaborative"],
                condition=Q(open_to="parties"),
                name="agreements_agreement_closed",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "reference",
            "title",
            "instrument",
            "status",
            "open_to",
            "created_at",
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the collaborative's people, or its parties' alone."""
        everybody = self.collaborative.audience()
        if self.open_to == OpenTo.COLLABORATIVE:
            return everybody
        return ledger.Audience(
            token=f"parties:{self.uid}", collaborative=everybody.collaborative
        )


class PartyQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow parties."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to parties of agreements that are open to the person."""
        return self.filter(open_to(rights, "agreement__"))


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
