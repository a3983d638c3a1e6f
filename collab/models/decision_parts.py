"""What belongs to a decision: who was there or took no part, and its links."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import DecisionLinkKind, SeatKind, Stance
from collab.models.decisions import Decision, not_excluded
from collab.models.forums import Seat
from collab.models.organisations import Organisation
from collab.rules.rights import Rights


class Presence(ledger.Fact):
    """One person who was there when a decision was taken, and for which body.

    ``seat`` and ``kind`` are empty in decisions without a forum. ``stance`` is what
    they said of the result, where they were not simply for it.
    """

    uid_prefix = "prs"

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="presences"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presences",
    )
    name = models.CharField(max_length=120)
    seat = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presences",
    )
    as_deputy = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=SeatKind.choices, blank=True)
    stance = models.CharField(max_length=10, choices=Stance.choices, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "organisation", "name"],
                condition=Q(user=None),
                name="collab_presence_once",
            ),
            models.UniqueConstraint(
                fields=["decision", "user"],
                condition=Q(seat__isnull=False),
                name="collab_presence_on_one_seat",
                violation_error_message="Nobody is there on two seats.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "decision",
            "organisation",
            "user",
            "seat",
            "as_deputy",
            "kind",
            "stance",
        )
        personal = ("name",)

    def __str__(self) -> str:
        return f"{self.name} for {self.organisation}"

    def audit_label(self) -> str:
        """Name the presence without the person."""
        return f"present for {self.organisation}"

    def audience(self) -> ledger.Audience:
        """Say that a presence concerns the collaborative's people."""
        return self.decision.audience()


class Recusal(ledger.Fact):
    """Somebody took no part in an item because of an interest, and why.

    With ``of_the_body`` the interest is the organisation's: all its people take no
    part, and ``user`` is empty. ``is_withheld`` says that the papers are kept from them.
    """

    uid_prefix = "rcs"

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="recusals"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recusals",
    )
    name = models.CharField(max_length=200)
    reason = models.TextField()
    of_the_body = models.BooleanField(default=False)
    is_withheld = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(of_the_body=True, user=None)
                | Q(of_the_body=False, user__isnull=False),
                name="collab_recusal_of_a_person_or_a_body",
            ),
            models.UniqueConstraint(
                fields=["decision", "user"],
                condition=Q(user__isnull=False),
                name="collab_recusal_of_a_person_once",
            ),
            models.UniqueConstraint(
                fields=["decision", "organisation"],
                condition=Q(of_the_body=True),
                name="collab_recusal_of_a_body_once",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "decision",
            "organisation",
            "seat",
            "user",
            "of_the_body",
            "is_withheld",
        )
        personal = ("name", "reason")

    def __str__(self) -> str:
        return f"{self.name} took no part"

    def audit_label(self) -> str:
        """Name the recusal without the person."""
        return f"no part for {self.organisation}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the decision's people."""
        return self.decision.audience()


class DecisionLinkQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow links between decisions."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to links of which the person may see both ends."""
        return (
            self.filter(
                from_decision__collaborative_id__in=rights.collaboratives,
                to_decision__collaborative_id__in=rights.collaboratives,
            )
            .filter(not_excluded(rights, "from_decision__"))
            .filter(not_excluded(rights, "to_decision__"))
        )


class DecisionLink(ledger.Fact):
    """What a decision does to an earlier one.

    A decision is withheld from everybody from whom one that it speaks of is, so that
    the earlier decision's audience is never wider than the link's.
    """

    uid_prefix = "dlk"

    from_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="links"
    )
    to_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="linked_from"
    )
    kind = models.CharField(max_length=12, choices=DecisionLinkKind.choices)

    objects: ClassVar = DecisionLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["from_decision", "to_decision"],
                name="collab_decision_link_once",
            ),
            models.CheckConstraint(
                condition=~Q(from_decision=F("to_decision")),
                name="collab_decision_link_to_another",
            ),
            models.UniqueConstraint(
                fields=["to_decision"],
                condition=Q(kind__in=["supersedes", "revokes"]),
                name="collab_decision_ended_once",
                violation_error_message="Another decision has ended this one.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("from_decision", "to_decision", "kind")

    def __str__(self) -> str:
        verb = self.get_kind_display().lower()
        return f"{self.from_decision.reference} {verb} {self.to_decision.reference}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the people of the later decision."""
        return self.from_decision.audience()
