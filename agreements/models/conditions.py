"""Conditions precedent: what must be so before a signed version comes into force."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from agreements.models.agreements import open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Document, Organisation
from collab.rules.rights import Rights


class ConditionQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow conditions precedent."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to conditions of agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))

    def still_open(self) -> Self:
        """Narrow to those that nobody has recorded as met."""
        return self.filter(met=None)


class Condition(ledger.Governed):
    """One condition precedent of one version, in its order; words, not a formula."""

    uid_prefix = "cnd"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="conditions"
    )
    identity = models.CharField(max_length=32)
    position = models.PositiveIntegerField()
    text = models.TextField()

    objects: ClassVar = ConditionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "identity"], name="agreements_condition_identity"
            )
        ]
        indexes = [
            models.Index(
                fields=["version", "position", "id"], name="agreements_condition_order"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("version", "identity", "position", "text")

    def __str__(self) -> str:
        return f"condition {self.position} of {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that a condition concerns the agreement's people."""
        return self.version.audience()


class ConditionMetQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow what was recorded of conditions."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to conditions of agreements that are open to the person."""
        return self.filter(open_to(rights, "condition__version__agreement__"))


class ConditionMet(ledger.Fact):
    """A condition was met on a day: who recorded it, and on what evidence."""

    uid_prefix = "met"

    condition = models.OneToOneField(
        Condition, on_delete=models.PROTECT, related_name="met"
    )
    met_on = models.DateField()
    evidence = models.CharField(max_length=1000)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar = ConditionMetQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "condition",
            "met_on",
            "document",
            "recorded_by",
            "organisation",
            "recorded_at",
        )
        personal = ("evidence",)

    def __str__(self) -> str:
        return f"{self.condition}, met"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the agreement's people."""
        return self.condition.audience()
