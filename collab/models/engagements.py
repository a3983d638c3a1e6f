"""Auditors' engagements: a scope, and a period."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit import models as ledger
from collab.models.collaboratives import Collaborative
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class EngagementQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow audit engagements."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to audits of the person's collaboratives, or of the installation."""
        whole = rights.administers_installation or rights.audits_installation
        return self.filter(
            Q(collaborative_id__in=rights.collaboratives)
            | (Q(collaborative=None) if whole else Q(pk__in=[]))
        )

    def in_effect_at(self, moment: dt.datetime) -> Self:
        """Narrow to engagements under way at a moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class Engagement(ledger.Governed):
    """An auditor's engagement: one collaborative, or the installation, for a time."""

    uid_prefix = "eng"

    user = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="engagements"
    )
    collaborative = models.ForeignKey(
        Collaborative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="engagements",
    )
    body = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = EngagementQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=F("given_by")),
                name="collab_engagement_not_of_oneself",
                violation_error_message="Nobody engages themselves.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="collab_engagement_ends_after_start",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("user", "collaborative", "body", "starts_at", "ends_at", "given_by")

    def __str__(self) -> str:
        return f"audit by {self.body}"

    def audience(self) -> ledger.Audience:
        """Say that an engagement concerns what is audited."""
        if self.collaborative is not None:
            return self.collaborative.audience()
        return ledger.Audience(token="installation")  # noqa: S106 - an audience
