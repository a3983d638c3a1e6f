"""The bodies that a decision names, so that the register finds them by an index."""

from typing import ClassVar

from django.db import models

from audit import models as ledger
from collab.models.collaboratives import Collaborative
from collab.models.decisions import Decision
from collab.models.organisations import Organisation


class DecisionBody(models.Model):
    """One body that was there when a decision was taken, or that logged it.

    Operational: it says nothing that the decision and its presences do not say. It
    repeats the collaborative and the day, so that one index holds a body's decisions
    in the order of the register.
    """

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="bodies"
    )
    decided_on = models.DateField()

    objects: ClassVar = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "organisation"], name="collab_decision_body_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["collaborative", "organisation", "-decided_on", "-decision"],
                name="collab_decision_body_newest",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field would enter an event; these rows enter none."""

        open = ("collaborative", "organisation", "decision", "decided_on")

    def __str__(self) -> str:
        return f"{self.organisation} in {self.decision}"
