"""What falls due, and when it next has something to say."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import ExpressionWrapper, Q

from audit import models as ledger
from collab.models.collaboratives import Collaborative
from collab.models.decisions import withheld_audiences
from collab.models.organisations import Organisation
from collab.rules.rights import Rights

_OPEN = Q(closed_at=None)


class DueThingQuerySet(models.QuerySet["DueThing"]):
    """Ways to narrow what falls due."""

    def visible_to(self, rights: Rights) -> Self:
        """
        Narrow to what is open to the person (ids first).

        What concerns fewer than all of a collaborative is seen here by those who
        govern or audit it; its own page is for the others.
        """
        wide = rights.collaboratives_with("govern") | rights.collaboratives_with(
            "audit"
        )
        here = self.filter(collaborative_id__in=rights.collaboratives).filter(
            Q(audience__startswith="collaborative:") | Q(collaborative_id__in=wide)
        )
        # An exclusion always wins.
        return here.exclude(audience__in=withheld_audiences(rights))

    def open(self) -> Self:
        """Narrow to what still waits."""
        return self.filter(closed_at=None)

    def with_overdue(self, today: dt.date) -> Self:
        """Say of each as ``overdue`` whether its day lies before today."""
        return self.annotate(
            overdue=ExpressionWrapper(
                Q(due_on__lt=today), output_field=models.BooleanField()
            )
        )

    def speaking_by(self, moment: dt.datetime) -> Self:
        """Narrow to what has something to say by a moment."""
        return self.open().filter(next_at__lte=moment)


class DueThing(models.Model):
    """One occasion: a thing that waits for somebody, since when and until when.

    Operational: worked out from governed rows, in the act that changes them, and by a
    repair that finds what is missing. ``name`` tells this occasion from an earlier one
    of the same subject; ``item_uid`` is the record whose ladder may be its own; and
    ``next_at`` the moment from which there is something to say, empty for never again.
    """

    uid = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, related_name="due_things"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="due_things",
    )
    audience = models.CharField(max_length=50)
    subject_type = models.CharField(max_length=60)
    subject_uid = models.CharField(max_length=32)
    item_uid = models.CharField(max_length=32)
    item_label = models.CharField(max_length=250)
    title = models.CharField(max_length=250)
    link = models.CharField(max_length=300)
    began_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = DueThingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subject_uid", "kind"],
                condition=_OPEN,
                name="collab_due_thing_one_open",
            ),
            models.UniqueConstraint(
                fields=["subject_uid", "name"], name="collab_due_thing_name"
            ),
            models.CheckConstraint(
                condition=_OPEN | Q(next_at=None),
                name="collab_due_thing_closed_is_silent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=_OPEN & Q(next_at__isnull=False),
                name="collab_due_thing_next",
            ),
            models.Index(
                fields=["collaborative", "kind", "next_at", "id"],
                condition=_OPEN & Q(next_at__isnull=False),
                name="collab_due_thing_portion",
            ),
            models.Index(
                fields=["collaborative", "due_on", "id"],
                condition=_OPEN,
                name="collab_due_thing_due",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field would enter an event; these rows enter none."""

        open = (
            "kind",
            "name",
            "collaborative",
            "organisation",
            "audience",
            "subject_type",
            "subject_uid",
            "item_uid",
            "item_label",
            "title",
            "link",
            "began_on",
            "due_on",
            "opened_at",
            "closed_at",
            "next_at",
            "claimed_until",
        )

    def __str__(self) -> str:
        return f"{self.title}, due {self.due_on.isoformat()}"
