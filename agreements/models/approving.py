"""Each approval that is asked for, what was answered, and who wrote the text."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.enums import ApprovalStatus
from agreements.models.agreements import open_to
from agreements.models.approvals import (
    ApprovalRound,
    OfVersionQuerySet,
    RoundGroup,
)
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Delegation, Deputy, Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL
_ANSWERS = [("given", "Approved"), ("refused", "Refused")]


class ApprovalRequestQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow requests for approval."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to requests on agreements that are open to the person."""
        return self.filter(open_to(rights, "group__round__version__agreement__"))


class ApprovalRequest(ledger.Governed):
    """One named person's approval of one exact text, for one body.

    It is planned until the turn of its group comes. ``asked_at`` is that moment.
    """

    uid_prefix = "apq"

    group = models.ForeignKey(
        RoundGroup, on_delete=models.PROTECT, related_name="requests"
    )
    user = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="approval_requests"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="approval_requests"
    )
    capacity = models.CharField(max_length=200)
    status = models.CharField(
        max_length=10, choices=ApprovalStatus.choices, default=ApprovalStatus.PLANNED
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ApprovalRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user", "organisation"],
                name="agreements_approval_request_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "outdated"])
                | Q(asked_at__isnull=False),
                name="agreements_approval_request_asked_at",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "asked"], ended_at=None)
                | (~Q(status__in=["planned", "asked"]) & Q(ended_at__isnull=False)),
                name="agreements_approval_request_ended_at",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "status"], name="agreements_approval_waiting"),
            models.Index(
                fields=["status", "asked_at", "id"], name="agreements_approval_due"
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "group",
            "user",
            "organisation",
            "capacity",
            "status",
            "asked_at",
            "ended_at",
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.group}"

    def audience(self) -> ledger.Audience:
        """Say that a request concerns the agreement's people."""
        return self.group.audience()


class Approval(ledger.Fact):
    """What one person answered about one exact text, by what authority; written once.

    ``deputy`` is the row by which they answered in the named person's place. What
    becomes of it when the text changes stands on its request, never here.
    """

    uid_prefix = "apv"

    request = models.OneToOneField(
        ApprovalRequest, on_delete=models.PROTECT, related_name="answer"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="approvals"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="approvals"
    )
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="approvals")
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=200)
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="approvals"
    )
    deputy = models.ForeignKey(
        Deputy, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_hash = models.CharField(max_length=64)
    answer = models.CharField(max_length=10, choices=_ANSWERS)
    reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField()

    objects: ClassVar = OfVersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="refused") | ~Q(reason=""),
                name="agreements_approval_refused_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(content_hash=""), name="agreements_approval_has_hash"
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "request",
            "version",
            "organisation",
            "user",
            "capacity",
            "delegation",
            "deputy",
            "content_hash",
            "answer",
            "answered_at",
        )
        personal = ("name", "reason")

    def __str__(self) -> str:
        return f"answer of {self.organisation} on {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that an approval concerns the agreement's people."""
        return self.version.audience()


class Authorship(ledger.Fact):
    """A person changed a version's content; written at their first change.

    ``after`` is the last round that was approved before; a change that follows another
    approval is another row. So the rows after the last approval name whoever changed
    the text since (settled question 5).
    """

    uid_prefix = "aut"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="authorships"
    )
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(
        ApprovalRound, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField()

    objects: ClassVar = OfVersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "user", "after"], name="agreements_authorship_once"
            ),
            models.UniqueConstraint(
                fields=["version", "user"],
                condition=Q(after=None),
                name="agreements_authorship_first",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("version", "user", "after", "since")

    def __str__(self) -> str:
        return f"authorship of {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that authorship concerns the agreement's people."""
        return self.version.audience()
