"""Authority as dated fact: appointments, deputies, delegations."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import AuthorityStatus, Power, Recurrence
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
            models.Index(
                fields=["user", "starts_at", "ends_at"], name="collab_appointment_user"
            )
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
            models.Index(
                fields=["organisation", "power", "starts_at"],
                name="collab_delegation_power",
            )
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
        )
        personal = ("conditions", "ended_because")

    def __str__(self) -> str:
        return f"{self.get_power_display()} for {self.organisation}"
