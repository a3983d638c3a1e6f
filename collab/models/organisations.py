"""Organisations and what became of them."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import LegalForm, OversightRoute, Sector, SuccessionKind
from collab.rules.rights import Rights

REGISTER = ledger.Audience(token="installation")  # noqa: S106 - an audience


class OrganisationQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the organisations."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to what the person may see: the register is open to all who sign in."""
        return self if rights.is_active else self.none()

    def open_on(self, day: dt.date) -> Self:
        """Narrow to bodies that exist on a day."""
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=day)).filter(
            Q(closed_on=None) | Q(closed_on__gt=day)
        )


class Organisation(ledger.Governed):
    """A sovereign body; its ODS code may be unknown and is not always 3 characters."""

    uid_prefix = "org"

    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=30, choices=Sector.choices)
    legal_form = models.CharField(
        max_length=30, choices=LegalForm.choices, default=LegalForm.UNKNOWN
    )
    ods_code = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001 - unknown is not ""
    oversight_route = models.CharField(
        max_length=30, choices=OversightRoute.choices, default=OversightRoute.UNKNOWN
    )
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    region_code = models.CharField(max_length=10, blank=True)
    icb_code = models.CharField(max_length=10, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    objects: ClassVar = OrganisationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("administer_people", "Administer this organisation's people")]
        constraints = [
            models.UniqueConstraint(
                fields=["ods_code"],
                name="collab_organisation_ods_code_once",
                violation_error_message="Another organisation has this ODS code.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(opened_on=None)
                | Q(closed_on__gte=F("opened_on")),
                name="collab_organisation_closes_after_opening",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="collab_organisation_name"),
            models.Index(
                fields=["sector", "name", "id"], name="collab_organisation_sector"
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "name",
            "sector",
            "legal_form",
            "ods_code",
            "oversight_route",
            "town",
            "postcode",
            "region_code",
            "icb_code",
            "opened_on",
            "closed_on",
            "source",
        )

    def __str__(self) -> str:
        return self.name

    def audience(self) -> ledger.Audience:
        """Say that the register concerns the whole installation."""
        return REGISTER


class SuccessionQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow successions."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to what the person may see: open to all who sign in."""
        return self if rights.is_active else self.none()


class Succession(ledger.Fact):
    """What became of an organisation on a day: renamed, merged or closed."""

    uid_prefix = "suc"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions"
    )
    kind = models.CharField(max_length=10, choices=SuccessionKind.choices)
    successor = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessions",
    )
    former_name = models.CharField(max_length=200)
    happened_on = models.DateField()
    source = models.CharField(max_length=200)

    objects: ClassVar = SuccessionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SuccessionKind.MERGED, successor__isnull=False)
                | (~Q(kind=SuccessionKind.MERGED) & Q(successor=None)),
                name="collab_succession_merger_names_successor",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "organisation",
            "kind",
            "successor",
            "former_name",
            "happened_on",
            "source",
        )

    def __str__(self) -> str:
        return f"{self.former_name}: {self.get_kind_display()}"

    def audience(self) -> ledger.Audience:
        """Say that the register concerns the whole installation."""
        return REGISTER
