"""Decisions, and from whom they are withheld."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from audit import models as ledger
from collab.enums import (
    DecisionMethod,
    DecisionOutcome,
    QuorumRoute,
)
from collab.models.collaboratives import Collaborative
from collab.models.forums import Forum, ForumTerms
from collab.models.organisations import Organisation
from collab.models.register_indexes import REGISTER_INDEXES
from collab.rules.rights import Rights


def not_excluded(rights: Rights, path: str = "") -> Q:
    """
    Give the condition that a decision, reached by ``path``, is not withheld.

    An exclusion always wins, over every role (settled question 11). Rights that are
    nobody's see nothing that is withheld from anybody. ``path`` is such as
    ``decision__``; where it may lead nowhere, say so beside it.
    """
    withheld_from_none = Q(**{f"{path}has_exclusions": False})
    if rights.user_id is None:
        return withheld_from_none
    own = Exclusion.objects.filter(
        decision=OuterRef(f"{path}pk"), user_id=rights.user_id
    )
    return withheld_from_none | Q(~Exists(own))


def withheld_audiences(rights: Rights) -> models.QuerySet[Any]:
    """Give the audiences of what is withheld from the person, as a subquery."""
    own = Exclusion.objects.none()
    if rights.user_id is not None:
        own = Exclusion.objects.filter(user_id=rights.user_id)
    token = Concat(Value("restricted:"), "decision__uid")
    found: models.QuerySet[Any] = own.values_list(token)
    return found


class DecisionQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow decisions."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to the person's collaboratives (ids first), less what is withheld."""
        here = self.filter(collaborative_id__in=rights.collaboratives)
        return here.filter(not_excluded(rights))


class Decision(ledger.Fact):
    """A decision as it was logged; frozen, a change of mind is another decision.

    ``result_hash`` is the SHA-256 of the canonical text of everything decided and
    who was there, so that a copy can be compared with the record; ``hash_schema`` is
    the number of that text's form. Terms, quorum and whom it binds are kept as they
    were that day. ``is_imported`` marks one taken before it could be logged here; it
    needs no forum, and ``source`` says where it is written. ``has_exclusions`` says
    that it is withheld from somebody; it is set with the exclusions.
    """

    uid_prefix = "dcn"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="decisions"
    )
    reference = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="logged_decisions"
    )
    title = models.CharField(max_length=200)
    proposal = models.TextField()
    rationale = models.TextField()
    outcome = models.CharField(max_length=30, choices=DecisionOutcome.choices)
    value_pence = models.BigIntegerField(null=True, blank=True)
    decided_on = models.DateField()
    forum = models.ForeignKey(
        Forum,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    terms = models.ForeignKey(
        ForumTerms,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
    )
    options = models.TextField(blank=True)
    method = models.CharField(max_length=10, choices=DecisionMethod.choices, blank=True)
    count_words = models.CharField(max_length=200, blank=True)
    dissent = models.TextField(blank=True)
    effective_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    binds = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    is_quorate = models.BooleanField(null=True, blank=True)
    quorum_words = models.TextField(blank=True)
    quorum_route = models.CharField(
        max_length=15, choices=QuorumRoute.choices, blank=True
    )
    source = models.CharField(max_length=200, blank=True)
    is_imported = models.BooleanField(default=False)
    has_exclusions = models.BooleanField(default=False)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    logged_at = models.DateTimeField()
    result_hash = models.CharField(max_length=64)
    hash_schema = models.PositiveSmallIntegerField(default=1)

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "reference"], name="collab_decision_reference"
            ),
            models.CheckConstraint(
                condition=Q(value_pence=None) | Q(value_pence__gte=0),
                name="collab_decision_value_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(effective_on=None)
                | Q(review_on=None)
                | Q(review_on__gte=F("effective_on")),
                name="collab_decision_reviewed_after_effect",
                violation_error_message="The review must not come before the effect.",
            ),
            models.CheckConstraint(
                condition=~Q(is_quorate=False)
                | Q(outcome=DecisionOutcome.DEFERRED) & ~Q(quorum_route=""),
                name="collab_decision_without_quorum_is_deferred",
                violation_error_message="Without a quorum nothing is decided.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["collaborative", "-decided_on", "-id"],
                name="collab_decision_newest",
            ),
            *REGISTER_INDEXES,
            models.Index(
                fields=["collaborative"],
                condition=Q(has_exclusions=True),
                name="collab_decision_withheld",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "reference",
            "organisation",
            "outcome",
            "value_pence",
            "decided_on",
            "logged_by",
            "logged_at",
            "result_hash",
            "hash_schema",
            "forum",
            "terms",
            "method",
            "count_words",
            "effective_on",
            "review_on",
            "binds",
            "is_quorate",
            "quorum_route",
            "is_imported",
            "has_exclusions",
        )
        personal = (
            "title",
            "proposal",
            "rationale",
            "options",
            "dissent",
            "conditions",
            "quorum_words",
            "source",
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def audit_label(self) -> str:
        """Name the decision by its reference: titles are typed text."""
        return f"Decision {self.reference}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the collaborative's people, less those excluded."""
        everybody = self.collaborative.audience()
        if not self.has_exclusions:
            return everybody
        return ledger.Audience(
            token=f"restricted:{self.uid}", collaborative=everybody.collaborative
        )


class Exclusion(ledger.Fact):
    """Somebody from whom a decision and its papers are withheld; it always wins."""

    uid_prefix = "exc"

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="exclusions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "user"], name="collab_exclusion_once"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("decision", "user")

    def __str__(self) -> str:
        return f"exclusion from {self.decision.reference}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns those from whom the decision is not withheld."""
        return self.decision.audience()
