"""Clauses: the numbered terms of a version."""

from typing import ClassVar, Self

from django.db import models

from agreements.models.agreements import open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.rules.rights import Rights


class ClauseQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow clauses."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to clauses of agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))


class Clause(ledger.Governed):
    """One numbered term of one version.

    ``identity`` stays the same from version to version, so that two versions can be
    compared clause by clause. ``text`` is Markdown, cleaned when shown.
    """

    uid_prefix = "cla"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="clauses"
    )
    identity = models.CharField(max_length=32)
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField()

    objects: ClassVar = ClauseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "identity"], name="agreements_clause_identity"
            )
        ]
        indexes = [
            models.Index(
                fields=["version", "position", "id"], name="agreements_clause_order"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("version", "identity", "position", "heading", "text")

    def __str__(self) -> str:
        return f"{self.position}. {self.heading}"

    def audience(self) -> ledger.Audience:
        """Say that a clause concerns the agreement's people."""
        return self.version.audience()
