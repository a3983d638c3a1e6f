"""Collaboratives, their members, personas and named roles."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import FootprintLevel, MembershipRole, PartnershipRole
from collab.models.organisations import Organisation
from collab.rules.rights import Rights


class CollaborativeQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the collaboratives."""

    def visible_to(self, rights: Rights, *, setting_up: bool = False) -> Self:
        """
        Narrow to those that are open to the person (ids first: settled 26).

        ``setting_up`` is for the pages that say what a collaborative is and who is in
        it, never for its records: administrators see those of all of them.
        """
        if setting_up and rights.administers_installation:
            return self
        return self.filter(pk__in=rights.collaboratives)


class PartQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow what belongs to one collaborative and is open to its people."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to the collaboratives that are open to the person."""
        return self.filter(collaborative_id__in=rights.collaboratives)


class Collaborative(ledger.Governed):
    """Several sovereign bodies running a care pathway together; it has no boss."""

    uid_prefix = "col"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.TextField()
    persona_question = models.CharField(max_length=200, blank=True)
    footprint_level = models.CharField(max_length=15, choices=FootprintLevel.choices)
    footprint = models.CharField(max_length=300)
    live_from = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_invented = models.BooleanField(default=False)

    objects: ClassVar = CollaborativeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [
            ("take_part", "Read, and log decisions"),
            ("govern", "Draft agreements and send them out"),
            ("keep_finances", "Keep the money"),
            ("analyse", "Load and read measures"),
            ("audit", "Read everything, change nothing"),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "slug",
            "name",
            "purpose",
            "persona_question",
            "footprint_level",
            "footprint",
            "live_from",
            "closed_on",
            "is_invented",
        )

    def __str__(self) -> str:
        return self.name

    def audience(self) -> ledger.Audience:
        """Say that the collaborative concerns its people."""
        return ledger.Audience(
            token=f"collaborative:{self.uid}", collaborative=self.named()
        )


class Persona(ledger.Governed):
    """A named person of the imagination whose goals the partners share."""

    uid_prefix = "per"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="personas"
    )
    name = models.CharField(max_length=80)
    story = models.TextField()

    objects: ClassVar = PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("collaborative", "name", "story")

    def __str__(self) -> str:
        return self.name

    def audience(self) -> ledger.Audience:
        """Say that a persona concerns the collaborative's people."""
        return self.collaborative.audience()


class MembershipQuerySet(PartQuerySet):
    """Ways to narrow memberships."""

    def in_effect_on(self, day: dt.date) -> Self:
        """Narrow to bodies that are members on a day; the last day is not included."""
        return self.filter(joined_on__lte=day).filter(
            Q(left_on=None) | Q(left_on__gt=day)
        )


class Membership(ledger.Governed):
    """One organisation's part in one collaborative, from one day to another."""

    uid_prefix = "mem"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=MembershipRole.choices)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "organisation", "role"],
                condition=Q(left_on=None),
                name="collab_membership_once",
                violation_error_message="This organisation already has that part.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gt=F("joined_on")),
                name="collab_membership_leaves_after_joining",
                violation_error_message="A member must leave after it joined.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "organisation",
            "role",
            "joined_on",
            "left_on",
            "source",
        )

    def __str__(self) -> str:
        return f"{self.organisation} as {self.get_role_display().lower()}"

    def audience(self) -> ledger.Audience:
        """Say that a membership concerns the collaborative's people."""
        return self.collaborative.audience()


class NamedRole(ledger.Governed):
    """Who is chair, senior responsible officer or the like, and when."""

    uid_prefix = "nam"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="named_roles"
    )
    role = models.CharField(max_length=20, choices=PartnershipRole.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="named_roles"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar = PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "role"],
                condition=Q(ends_on=None),
                name="collab_named_role_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="collab_named_role_ends_after_start",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("collaborative", "role", "user", "starts_on", "ends_on")

    def __str__(self) -> str:
        return str(self.get_role_display())

    def audience(self) -> ledger.Audience:
        """Say that a named role concerns the collaborative's people."""
        return self.collaborative.audience()


class ReferenceCounter(models.Model):
    """The last number given in one series; locked by the act that takes the next.

    Not governed: it says nothing that the numbered records do not say.
    """

    series = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
