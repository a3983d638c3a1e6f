"""Pathways and the stages that people go through on them."""

from typing import ClassVar, Self

from django.db import models

from audit import models as ledger
from collab.models import Collaborative
from collab.rules.rights import Rights


class PathwayQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow pathways."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to pathways of the person's collaboratives (ids first)."""
        return self.filter(collaborative_id__in=rights.collaboratives)


class Pathway(ledger.Governed):
    """The steps of care that the partners run together, from end to end.

    ``cohort`` says in words for whom it is, never who they are.
    """

    uid_prefix = "pth"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="pathways"
    )
    reference = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    cohort = models.CharField(max_length=500)
    created_at = models.DateTimeField()

    objects: ClassVar = PathwayQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "reference"], name="pathways_pathway_reference"
            ),
            models.UniqueConstraint(
                fields=["collaborative", "name"],
                name="pathways_pathway_name",
                violation_error_message="There is a pathway of this name already.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("collaborative", "reference", "name", "cohort", "created_at")

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def audience(self) -> ledger.Audience:
        """Say that a pathway concerns the collaborative's people."""
        return self.collaborative.audience()


class PathwayStageQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow stages."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to stages of pathways of the person's collaboratives."""
        return self.filter(pathway__collaborative_id__in=rights.collaboratives)


class PathwayStage(ledger.Governed):
    """One stage of a pathway, in its order: its name, and what happens there."""

    uid_prefix = "pst"

    pathway = models.ForeignKey(
        Pathway, on_delete=models.PROTECT, related_name="stages"
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    what_happens = models.TextField()

    objects: ClassVar = PathwayStageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "name"],
                name="pathways_stage_name",
                violation_error_message="The pathway has a stage of this name already.",
            )
        ]
        indexes = [
            models.Index(
                fields=["pathway", "position", "id"], name="pathways_stage_order"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("pathway", "position", "name", "what_happens")

    def __str__(self) -> str:
        return f"stage {self.position}, {self.name}, of {self.pathway.reference}"

    def audience(self) -> ledger.Audience:
        """Say that a stage concerns the collaborative's people."""
        return self.pathway.audience()
