"""Forums, what they were set up to do, and who sits in them."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.enums import DecisionRule, ForumForm, SeatKind
from collab.models.collaboratives import Collaborative, PartQuerySet
from collab.models.documents import Document
from collab.models.organisations import Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class ForumQuerySet(PartQuerySet):
    """Ways to narrow forums."""

    def open_on(self, day: dt.date) -> Self:
        """Narrow to forums that have not been closed by a day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class Forum(ledger.Governed):
    """Where a collaborative's people meet and decide; what it may do is its terms'.

    ``closed_on`` is the first day on which it no longer exists.
    """

    uid_prefix = "for"

    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="forums"
    )
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar = ForumQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "slug"],
                name="collab_forum_slug",
                violation_error_message="Another forum has this short name.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("collaborative", "slug", "name", "closed_on")

    def __str__(self) -> str:
        return self.name

    def audience(self) -> ledger.Audience:
        """Say that a forum concerns the collaborative's people."""
        return self.collaborative.audience()


class OfForumQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow what belongs to one forum."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to forums of the person's collaboratives (ids first)."""
        return self.filter(forum__collaborative_id__in=rights.collaboratives)


class ForumTerms(ledger.Fact):
    """Terms of reference from a day on, until the next number's day.

    ``quorum`` is the JSON of collab.rules.quorum.QuorumRule; empty where there is no
    rule, and then the forum cannot decide. ``source`` says where they were adopted.
    """

    uid_prefix = "tor"

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    legal_form = models.CharField(max_length=30, choices=ForumForm.choices)
    purpose = models.TextField()
    text = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_effect_from = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    quorum = models.JSONField(null=True, blank=True)
    decision_rule = models.CharField(
        max_length=12, choices=DecisionRule.choices, default=DecisionRule.CONSENSUS
    )
    abstentions_count = models.BooleanField(default=False)
    casting_vote = models.BooleanField(default=False)
    set_at = models.DateTimeField()

    objects: ClassVar = OfForumQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = "terms of reference"
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "number"], name="collab_forum_terms_number"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="collab_forum_terms_from_one"
            ),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gt=F("in_effect_from")),
                name="collab_forum_terms_reviewed_later",
                violation_error_message="The review must come after the first day.",
            ),
        ]
        indexes = [models.Index(fields=["review_on"], name="collab_forum_terms_review")]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        # What a forum is for is adopted to be published, as a clause is.
        open = (
            "forum",
            "number",
            "legal_form",
            "purpose",
            "text",
            "source",
            "document",
            "in_effect_from",
            "review_on",
            "quorum",
            "decision_rule",
            "abstentions_count",
            "casting_vote",
            "set_at",
        )

    def __str__(self) -> str:
        return f"terms of reference {self.number} of {self.forum}"

    def audience(self) -> ledger.Audience:
        """Say that terms concern the collaborative's people."""
        return self.forum.audience()


class HeldQuerySet(OfForumQuerySet):
    """Ways to narrow what is held from one day to another."""

    def held_on(self, day: dt.date) -> Self:
        """Narrow to what is held on a day; the last day is not included."""
        return self.filter(starts_on__lte=day).lasting_beyond(day)

    def lasting_beyond(self, day: dt.date) -> Self:
        """Narrow to what has no end, or one after a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def held_between(self, first: dt.date, end: dt.date | None) -> Self:
        """Narrow to what is held on some day of the half-open period [first, end)."""
        until = self if end is None else self.filter(starts_on__lt=end)
        return until.lasting_beyond(first).exclude(ends_on=F("starts_on"))


class Seat(ledger.Governed):
    """One person's place in a forum, for one body, in the half-open [starts, ends).

    Whoever becomes or ceases to be chair gets a new row from that day, so that each
    row is true for the whole of its time. ``source`` is the letter or minute that says
    so.
    """

    uid_prefix = "sea"

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="seats"
    )
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="seats")
    title = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10, choices=SeatKind.choices, default=SeatKind.VOTING
    )
    is_chair = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar = HeldQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "user"],
                condition=Q(ends_on=None),
                name="collab_seat_once",
                violation_error_message="This person has a seat in the forum.",
            ),
            models.UniqueConstraint(
                fields=["forum"],
                condition=Q(ends_on=None, is_chair=True),
                name="collab_seat_one_chair",
                violation_error_message="The forum has a chair.",
            ),
            models.CheckConstraint(
                condition=Q(is_chair=False) | Q(kind=SeatKind.VOTING),
                name="collab_seat_observer_does_not_chair",
                violation_error_message="An observer cannot chair.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="collab_seat_ends_after_start",
                violation_error_message="A seat must end after it begins.",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "ends_on"], name="collab_seat_user"),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "forum",
            "organisation",
            "user",
            "title",
            "kind",
            "is_chair",
            "source",
            "starts_on",
            "ends_on",
        )

    def __str__(self) -> str:
        what = "chair" if self.is_chair else f"{self.get_kind_display().lower()} seat"
        return f"{what} of {self.organisation} in {self.forum}"

    def audience(self) -> ledger.Audience:
        """Say that a seat concerns the collaborative's people."""
        return self.forum.audience()


class SeatDeputyQuerySet(HeldQuerySet):
    """Ways to narrow deputies of seats."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to forums of the person's collaboratives (ids first)."""
        return self.filter(seat__forum__collaborative_id__in=rights.collaboratives)


class SeatDeputy(ledger.Governed):
    """Who may sit in a seat when its holder cannot, in the half-open [starts, ends)."""

    uid_prefix = "sdp"

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="deputies")
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar = SeatDeputyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "user"],
                condition=Q(ends_on=None),
                name="collab_seat_deputy_once",
                violation_error_message="This person deputises for the seat.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="collab_seat_deputy_ends_after_start",
                violation_error_message="It must end after it begins.",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("seat", "user", "source", "starts_on", "ends_on")

    def __str__(self) -> str:
        return f"deputy for the {self.seat}"

    def audience(self) -> ledger.Audience:
        """Say that a deputy concerns the collaborative's people."""
        return self.seat.audience()
