"""Ladders of reminders, as a collaborative or one of its records has them."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models

from audit import models as ledger
from collab.models.collaboratives import Collaborative, PartQuerySet


class Ladder(ledger.Governed):
    """How one kind of reminder goes, in one collaborative or for one record of it.

    ``days`` names for rungs the days they are counted by, or None where a rung is off;
    rungs that it does not name are as the next wider ladder has them. ``item_uid`` is
    empty for the whole collaborative. ``cap`` is the most that one person is told of
    one occasion, empty for the usual.
    """

    uid_prefix = "lad"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="ladders"
    )
    kind = models.CharField(max_length=40)
    item_uid = models.CharField(max_length=32, blank=True)
    item_label = models.CharField(max_length=250, blank=True)
    days = models.JSONField(default=dict, blank=True)
    cap = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )

    objects: ClassVar = PartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "kind", "item_uid"],
                name="collab_ladder_once",
            ),
            models.CheckConstraint(
                condition=models.Q(cap=None) | models.Q(cap__gte=1),
                name="collab_ladder_cap_is_positive",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("collaborative", "kind", "item_uid", "item_label", "days", "cap")

    def __str__(self) -> str:
        of = self.item_label or str(self.collaborative)
        return f"{self.kind} reminders of {of}"

    def audience(self) -> ledger.Audience:
        """Say that a ladder concerns the collaborative's people."""
        return self.collaborative.audience()
