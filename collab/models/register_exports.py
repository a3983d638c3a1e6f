"""Files of the register that were given out, and to whom."""

from typing import ClassVar

from django.db import models

from audit import models as ledger
from collab.enums import RegisterFile
from collab.models.collaboratives import Collaborative


class RegisterExport(ledger.Fact):
    """A part of the register that somebody took away: which decisions, and how many.

    Who took it is the person of the act. ``words`` says the filters as the page did.
    """

    uid_prefix = "rex"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="register_exports"
    )
    kind = models.CharField(max_length=4, choices=RegisterFile.choices)
    words = models.CharField(max_length=1_000)
    decisions = models.PositiveIntegerField()
    given_at = models.DateTimeField()

    objects: ClassVar = ledger.GovernedQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("collaborative", "kind", "decisions", "given_at")
        personal = ("words",)

    def __str__(self) -> str:
        return f"{self.decisions} decisions as {self.get_kind_display()}"

    def audience(self) -> ledger.Audience:
        """Say that what was taken away concerns the collaborative's people."""
        return self.collaborative.audience()
