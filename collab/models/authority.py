"""Authority as dated fact: appointments, deputies, delegations."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import Power, Recurrence, SignsAs
from collab.models.dated_authority import (
    AUTHORITY_FIELDS,
    PERSON,
    Authority,
    AuthorityQuerySet,
)
from collab.rules.rights import Rights


class AppointmentQuerySet(AuthorityQuerySet):
    """Ways to narrow appointments."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow as the rest; administrators see the first leads they name."""
        if rights.audits_installation:
            return self
        seen = Q(organisation_id__in=rights.organisations)
        if rights.administers_installation:
            seen |= Q(is_founding=True)
        return self.filter(seen)


class Appointment(Authority):
    """A person's post in an organisation; a person may hold several."""

    uid_prefix = "app"

    user = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.CharField(max_length=120)
    # The holder administers this organisation's people while the appointment lasts.
    is_lead = models.BooleanField(default=False)
    # Given by the installation's administrator while there was no lead (ADR 0008).
    is_founding = models.BooleanField(default=False)

    objects: ClassVar = AppointmentQuerySet.as_manager()

    class Meta(Authority.Meta):
        constraints = [
            *(
                constraint
                for constraint in Authority.Meta.constraints
                if not constraint.name.endswith("_two_people")
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | ~Q(confirmed_by=F("proposed_by"))
                | Q(is_founding=True),
                name="collab_appointment_two_people",
                violation_error_message="A second person must confirm this.",
            ),
            models.CheckConstraint(
                condition=Q(is_founding=False) | Q(is_lead=True),
                name="collab_appointment_founding_is_lead",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("proposed_by"))
                & (Q(confirmed_by=None) | ~Q(user=F("confirmed_by"))),
                name="collab_appointment_not_of_oneself",
                violation_error_message="Nobody appoints themselves.",
            ),
        ]
        indexes = [
            *Authority.Meta.indexes,
            models.Index(
                fields=["user", "starts_at", "ends_at"], name="collab_appointment_user"
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (*AUTHORITY_FIELDS, "user", "post", "is_lead", "is_founding")
        personal = ("ended_because",)

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation}"


class Deputy(Authority):
    """Who stands in for the holder of an appointment, for a time."""

    uid_prefix = "dep"

    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="deputies"
    )
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="deputises")

    class Meta(Authority.Meta):
        constraints = [
            *Authority.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=F("proposed_by"))
                & (Q(confirmed_by=None) | ~Q(user=F("confirmed_by"))),
                name="collab_deputy_not_of_oneself",
                violation_error_message="Nobody makes themselves a deputy.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (*AUTHORITY_FIELDS, "appointment", "user")
        personal = ("ended_because",)

    def __str__(self) -> str:
        return f"deputy for {self.appointment}"


class Delegation(Authority):
    """An organisation lets one person bind it: to do what, up to what amount.

    ``limit_pence`` empty means without limit; a value equal to the limit is within.
    """

    uid_prefix = "del"

    user = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="delegations"
    )
    power = models.CharField(max_length=20, choices=Power.choices)
    capacity = models.CharField(max_length=120)
    limit_pence = models.BigIntegerField(null=True, blank=True)
    recurrence = models.CharField(
        max_length=10, choices=Recurrence.choices, default=Recurrence.EITHER
    )
    signs_as = models.CharField(
        max_length=12, choices=SignsAs.choices, default=SignsAs.UNSPECIFIED
    )
    conditions = models.CharField(max_length=300, blank=True)

    class Meta(Authority.Meta):
        constraints = [
            *Authority.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=F("proposed_by"))
                & (Q(confirmed_by=None) | ~Q(user=F("confirmed_by"))),
                name="collab_delegation_not_to_oneself",
                violation_error_message="Nobody gives themselves authority.",
            ),
            models.CheckConstraint(
                condition=Q(limit_pence=None) | Q(limit_pence__gte=0),
                name="collab_delegation_limit_not_negative",
            ),
        ]
        indexes = [
            *Authority.Meta.indexes,
            models.Index(
                fields=["organisation", "power", "starts_at"],
                name="collab_delegation_power",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            *AUTHORITY_FIELDS,
            "user",
            "power",
            "capacity",
            "limit_pence",
            "recurrence",
            "signs_as",
        )
        personal = ("conditions", "ended_because")

    def __str__(self) -> str:
        return f"{self.get_power_display()} for {self.organisation}"
