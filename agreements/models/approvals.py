"""Who is to approve an agreement's versions: the plan, and each asking under it."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.enums import ApprovalRule, RoundStatus
from agreements.models.agreements import Agreement, open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL
_NEEDED = Q(rule=ApprovalRule.N_OF_M, needed__gte=1) | (
    ~Q(rule=ApprovalRule.N_OF_M) & Q(needed=None)
)


class GroupQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the groups of a plan."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to plans of agreements that are open to the person."""
        return self.filter(open_to(rights, "agreement__"))


class ApprovalGroup(ledger.Governed):
    """One group of an agreement's approval plan; groups are asked in their order.

    ``needed`` is given for the rule "a number of those named" alone. Approval is due
    so many days after the group is asked.
    """

    uid_prefix = "apg"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="approval_groups"
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    rule = models.CharField(max_length=20, choices=ApprovalRule.choices)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    due_in_days = models.PositiveSmallIntegerField()

    objects: ClassVar = GroupQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=_NEEDED, name="agreements_approval_group_number"
            ),
            models.CheckConstraint(
                condition=Q(due_in_days__gte=1),
                name="agreements_approval_group_has_days",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agreement", "position", "id"],
                name="agreements_approval_group_ord",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("agreement", "position", "name", "rule", "needed", "due_in_days")

    def __str__(self) -> str:
        return f"{self.name}, approval group of {self.agreement.reference}"

    def audience(self) -> ledger.Audience:
        """Say that a plan concerns the agreement's people."""
        return self.agreement.audience()


class ApproverQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the approvers of a plan."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to plans of agreements that are open to the person."""
        return self.filter(open_to(rights, "group__agreement__"))


class Approver(ledger.Governed):
    """A person whom a plan names in a group, the body they act for, and as what."""

    uid_prefix = "apn"

    group = models.ForeignKey(
        ApprovalGroup, on_delete=models.PROTECT, related_name="approvers"
    )
    user = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="approver_in"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    capacity = models.CharField(max_length=200)

    objects: ClassVar = ApproverQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user", "organisation"],
                name="agreements_approver_once",
                violation_error_message="This person is already named in this group.",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("group", "user", "organisation", "capacity")

    def __str__(self) -> str:
        return f"approver for {self.organisation} in {self.group}"

    def audience(self) -> ledger.Audience:
        """Say that a plan concerns the agreement's people."""
        return self.group.audience()


class OfVersionQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow what belongs to one version."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to versions of agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))


class ApprovalRound(ledger.Governed):
    """One asking for approval of one exact text, through all the groups of the plan.

    ``content_hash`` is what was asked about; ``approved_at`` the moment the last group
    was complete, kept when the round is outdated later.
    """

    uid_prefix = "apr"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="rounds"
    )
    status = models.CharField(
        max_length=10, choices=RoundStatus.choices, default=RoundStatus.IN_REVIEW
    )
    content_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OfVersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(status__in=["in_review", "approved"]),
                name="agreements_round_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_at__isnull=False),
                name="agreements_round_approved_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["in_review", "approved"], ended_at=None)
                | Q(status__in=["refused", "outdated"], ended_at__isnull=False),
                name="agreements_round_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(content_hash=""), name="agreements_round_has_hash"
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "version",
            "status",
            "content_hash",
            "asked_by",
            "asked_at",
            "approved_at",
            "ended_at",
        )

    def __str__(self) -> str:
        return f"approval of {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that a round concerns the agreement's people."""
        return self.version.audience()


class RoundQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow what belongs to one round."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to rounds of agreements that are open to the person."""
        return self.filter(open_to(rights, "round__version__agreement__"))


class RoundGroup(ledger.Governed):
    """One group of a plan as it stood when approval was asked for.

    ``opened_at`` and ``due_on`` are set when its turn comes, ``completed_at`` when it
    has approved.
    """

    uid_prefix = "arg"

    round = models.ForeignKey(
        ApprovalRound, on_delete=models.PROTECT, related_name="groups"
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    rule = models.CharField(max_length=20, choices=ApprovalRule.choices)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    due_in_days = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"], name="agreements_round_group_position"
            ),
            models.CheckConstraint(
                condition=_NEEDED, name="agreements_round_group_number"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, due_on=None)
                | Q(opened_at__isnull=False, due_on__isnull=False),
                name="agreements_round_group_opened_has_due",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(opened_at__isnull=False),
                name="agreements_round_group_opened_first",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "round",
            "position",
            "name",
            "rule",
            "needed",
            "due_in_days",
            "opened_at",
            "due_on",
            "completed_at",
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.round}"

    def audience(self) -> ledger.Audience:
        """Say that a group concerns the agreement's people."""
        return self.round.audience()
