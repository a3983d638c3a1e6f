"""Outcomes, and the values that say how they are going."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from audit import models as ledger
from collab.models import Collaborative, Organisation
from collab.rules.rights import Rights
from pathways.enums import Direction, OutcomeDomain
from pathways.models.pathways import Pathway, PathwayStage
from pathways.rules.numbers import MOST_DECIMALS, written
from pathways.rules.progress import Measure


class OutcomeQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow outcomes."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to outcomes of the person's collaboratives (ids first)."""
        return self.filter(collaborative_id__in=rights.collaboratives)

    def with_latest(self) -> Self:
        """Add ``latest_id``, the key of the value in force for the latest period."""
        values = OutcomeValue.objects.in_force().filter(outcome=OuterRef("pk"))
        latest = values.order_by("-ends_on", "-starts_on", "-pk").values("pk")[:1]
        return self.annotate(latest_id=Subquery(latest))


class Outcome(ledger.Governed):
    """A result that the partners want, from where to where, and who answers for it.

    Its figures are whole numbers of the smallest step that is written: with two
    ``decimals`` 1,250 means 12.50, and nothing is ever rounded.
    ``organisation`` is the one body that is accountable; baseline, target and that body
    change only by an act that says why.
    """

    uid_prefix = "otc"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="outcomes"
    )
    pathway = models.ForeignKey(
        Pathway, on_delete=models.PROTECT, related_name="outcomes"
    )
    stage = models.ForeignKey(
        PathwayStage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
    )
    reference = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    meaning = models.TextField()
    notes = models.TextField(blank=True)
    domain = models.CharField(max_length=20, choices=OutcomeDomain.choices)
    unit = models.CharField(max_length=80)
    decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    baseline_value = models.BigIntegerField()
    baseline_period = models.CharField(max_length=100)
    baseline_source = models.CharField(max_length=300)
    target_value = models.BigIntegerField()
    target_on = models.DateField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="outcomes"
    )
    created_at = models.DateTimeField()

    objects: ClassVar = OutcomeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "reference"], name="pathways_outcome_reference"
            ),
            models.UniqueConstraint(
                fields=["pathway", "name"],
                name="pathways_outcome_name",
                violation_error_message="The pathway has an outcome of this name.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=MOST_DECIMALS),
                name="pathways_outcome_decimals",
            ),
            models.CheckConstraint(
                condition=Q(direction="neutral")
                | Q(direction="increase", target_value__gt=F("baseline_value"))
                | Q(direction="decrease", target_value__lt=F("baseline_value")),
                name="pathways_outcome_target_is_better",
                violation_error_message="The target must be better than the baseline.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["collaborative", "target_on", "id"],
                name="pathways_outcome_target",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "pathway",
            "stage",
            "reference",
            "name",
            "meaning",
            "notes",
            "domain",
            "unit",
            "decimals",
            "direction",
            "baseline_value",
            "baseline_period",
            "baseline_source",
            "target_value",
            "target_on",
            "organisation",
            "created_at",
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def audience(self) -> ledger.Audience:
        """Say that an outcome concerns the collaborative's people."""
        return self.collaborative.audience()

    @property
    def measure(self) -> Measure:
        """Give what the rules need to judge a figure."""
        return Measure(
            unit=self.unit,
            decimals=self.decimals,
            direction=self.direction,
            baseline=self.baseline_value,
            target=self.target_value,
        )

    def in_words(self, value: int) -> str:
        """Write one of its figures, without the unit."""
        return written(value, decimals=self.decimals)


class OutcomeValueQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow values."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to values of outcomes of the person's collaboratives."""
        return self.filter(outcome__collaborative_id__in=rights.collaboratives)

    def standing(self) -> Self:
        """Narrow to the last word on each period, which may be that there is none."""
        return self.filter(corrected_by=None)

    def in_force(self) -> Self:
        """Narrow to the figures that count: the last word on each period."""
        return self.standing().filter(value__isnull=False)

    def overlapping(self, starts_on: dt.date, ends_on: dt.date) -> Self:
        """Narrow to periods that share a day with this one (half-open)."""
        return self.filter(starts_on__lt=ends_on, ends_on__gt=starts_on)


class OutcomeValue(ledger.Fact):
    """What an outcome measured in one period, by whom it was entered, and whence.

    Written once. A correction is another row that names the one it corrects, for the
    same period, with a reason; without a ``value`` it says that none stands. The
    period includes its first day and not its ``ends_on``.
    """

    uid_prefix = "val"

    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, related_name="values_entered"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    label = models.CharField(max_length=60)
    value = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)
    is_illustrative = models.BooleanField(default=False)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    reason = models.CharField(max_length=500, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    objects: ClassVar = OutcomeValueQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            # With one correction of each row at most, one last word for each period.
            models.UniqueConstraint(
                fields=["outcome", "starts_on", "ends_on"],
                condition=Q(corrects=None),
                name="pathways_value_once",
                violation_error_message="There is a value for this period already.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="pathways_value_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, value__isnull=False, reason="")
                | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="pathways_value_correction_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["outcome", "-ends_on", "-id"], name="pathways_value_latest"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "outcome",
            "starts_on",
            "ends_on",
            "label",
            "value",
            "is_illustrative",
            "corrects",
            "entered_by",
            "entered_at",
        )
        personal = ("source", "reason")

    def __str__(self) -> str:
        return f"value of {self.outcome.reference} for {self.label}"

    def audience(self) -> ledger.Audience:
        """Say that a value concerns the collaborative's people."""
        return self.outcome.audience()
