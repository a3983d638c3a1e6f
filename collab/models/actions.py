"""Actions: what somebody is to do by a day, and what shows that it was done."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from audit import models as ledger
from collab.enums import ActionStatus
from collab.models.authority import Appointment
from collab.models.collaboratives import Collaborative
from collab.models.decisions import Decision, not_excluded
from collab.models.documents import Document
from collab.models.organisations import Organisation
from collab.rules.rights import Rights

LIVING = (ActionStatus.OPEN, ActionStatus.DONE)
_IS_LIVING = Q(status__in=["open", "done"])


class ActionQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow actions."""

    def visible_to(self, rights: Rights) -> Self:
        """
        Narrow to the person's collaboratives (ids first), less what is withheld.

        What comes from a decision that is withheld from somebody is withheld too.
        """
        here = self.filter(collaborative_id__in=rights.collaboratives)
        return here.filter(Q(decision=None) | not_excluded(rights, "decision__"))

    def living(self) -> Self:
        """Narrow to those that are neither closed nor dropped."""
        return self.filter(status__in=LIVING)

    def open_conditions_of(self, decisions: Iterable[Any]) -> Self:
        """Narrow to the conditions that keep decisions from taking effect."""
        return self.living().filter(is_condition=True, decision__in=decisions)

    def with_owner_there(self, at: dt.datetime) -> Self:
        """Say of each as ``owner_there`` whether its owner has a post at its body."""
        posts = Appointment.objects.in_effect_at(at).filter(
            user=OuterRef("owner"),
            organisation=OuterRef("organisation"),
            user__is_active=True,
        )
        return self.annotate(owner_there=Exists(posts))


class Action(ledger.Governed):
    """
    Something that a person of an organisation is to do by a day.

    ``done_by`` said last that it is done, and gave the evidence; nobody closes what
    they own or gave evidence for. ``returned_because`` says why the last evidence was
    not accepted, ``dropped_because`` why there is no more need of it. A condition of a
    decision keeps it from taking effect; only another decision ends that need.
    """

    uid_prefix = "acn"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="actions"
    )
    reference = models.CharField(max_length=20)
    what = models.CharField(max_length=1000)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="actions"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions"
    )
    due_on = models.DateField()
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
    )
    is_condition = models.BooleanField(default=False)
    status = models.CharField(
        max_length=10, choices=ActionStatus.choices, default=ActionStatus.OPEN
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    done_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(max_length=500, blank=True)
    dropped_because = models.CharField(max_length=500, blank=True)
    superseded_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ActionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "reference"], name="collab_action_reference"
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("owner")),
                name="collab_action_closed_by_another",
                violation_error_message="Somebody other than the owner closes it.",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("done_by")),
                name="collab_action_closed_by_another_than_shown",
                violation_error_message="Nobody closes what they gave evidence for.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="closed", closed_by__isnull=False, closed_at__isnull=False)
                    | (~Q(status="closed") & Q(closed_by=None, closed_at=None))
                ),
                name="collab_action_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "closed"])
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="collab_action_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_condition=False) | Q(decision__isnull=False),
                name="collab_action_condition_of_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped", is_condition=True)
                | Q(superseded_by__isnull=False),
                name="collab_action_condition_not_dropped",
                violation_error_message="Only another decision ends a condition.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["collaborative", "due_on", "id"], name="collab_action_by_day"
            ),
            models.Index(
                fields=["collaborative", "due_on", "id"],
                condition=_IS_LIVING,
                name="collab_action_living",
            ),
            models.Index(
                fields=["owner", "due_on", "id"],
                condition=_IS_LIVING,
                name="collab_action_of_owner",
            ),
            models.Index(
                fields=["decision"],
                condition=Q(decision__isnull=False),
                name="collab_action_of_decision",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "collaborative",
            "reference",
            "organisation",
            "owner",
            "due_on",
            "decision",
            "is_condition",
            "status",
            "opened_by",
            "opened_at",
            "done_by",
            "done_at",
            "closed_by",
            "closed_at",
            "superseded_by",
        )
        personal = ("what", "returned_because", "dropped_because")

    def __str__(self) -> str:
        return f"{self.reference} {self.what}"

    def audit_label(self) -> str:
        """Name the action by its reference: what is to be done is typed text."""
        return f"Action {self.reference}"

    def audience(self) -> ledger.Audience:
        """Say that an action concerns whom its decision does, or the collaborative."""
        if self.decision is not None:
            return self.decision.audience()
        return self.collaborative.audience()

    @property
    def is_living(self) -> bool:
        """Say whether it is neither closed nor dropped."""
        return self.status in LIVING

    def is_overdue(self, today: dt.date) -> bool:
        """Say whether its day has passed and nobody gave evidence."""
        return self.status == ActionStatus.OPEN and self.due_on < today


class ActionEvidenceQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow evidence."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to evidence for actions that are open to the person."""
        return self.filter(action__in=Action.objects.visible_to(rights))


class ActionEvidence(ledger.Fact):
    """What somebody gave to show that an action is done: words, and perhaps a file."""

    uid_prefix = "ace"

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="evidence"
    )
    words = models.CharField(max_length=2000)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    objects: ClassVar = ActionEvidenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("action", "document", "given_by", "given_at")
        personal = ("words",)

    def __str__(self) -> str:
        return f"evidence for {self.action.audit_label()}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the action's people."""
        return self.action.audience()
