"""Versions of an agreement, their clauses, and the periods they are in force."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agreements.enums import EffectFrom, NoticeEffect, NoticeUnit, VersionStatus
from agreements.models.agreements import Agreement, open_to
from audit import models as ledger
from collab.rules.rights import Rights

OPEN_STATUSES = ("draft", "recorded", "in_review", "approved", "out_for_signature")
CHANGEABLE = ("draft", "in_review", "approved")


class VersionQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow versions."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to versions of agreements that are open to the person."""
        return self.filter(open_to(rights, "agreement__"))

    def in_force_at(self, moment: dt.datetime) -> Self:
        """Narrow to versions in force at a moment: reads periods, never status."""
        return self.filter(in_force_from__lte=moment).filter(
            Q(in_force_to=None) | Q(in_force_to__gt=moment)
        )


class Version(ledger.Governed):
    """One numbered text of an agreement; frozen by its hash once it leaves draft.

    ``commences_on`` is the day (00:00 Europe/London) from which it shall have effect;
    the period ``[in_force_from, in_force_to)`` is a fact set in the act of the last
    signature, or of the last condition met (docs/adr/0009). ``content`` is the
    canonical text of clauses, parties and dates as it was sent for approval or out,
    and ``content_hash`` its SHA-256 (agreements/rules/content.py).
    """

    uid_prefix = "ver"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    commences_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    notice_length = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_unit = models.CharField(
        max_length=15, choices=NoticeUnit.choices, blank=True
    )
    notice_effect = models.CharField(
        max_length=10, choices=NoticeEffect.choices, default=NoticeEffect.ENDS
    )
    effect_from = models.CharField(
        max_length=15, choices=EffectFrom.choices, default=EffectFrom.LATER
    )
    value_pence = models.BigIntegerField(null=True, blank=True)
    # By organisation's uid, who must sign for it; left out: one signatory.
    signing_plan = models.JSONField(default=dict, blank=True)
    # Recorded as it was signed elsewhere: no signature of it is in Concordat.
    signed_outside = models.BooleanField(default=False)
    content = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    sent_out_at = models.DateTimeField(null=True, blank=True)
    sent_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateTimeField(null=True, blank=True)
    in_force_to = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="agreements_version_number"
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(in_force_from__isnull=False, in_force_to=None),
                name="agreements_version_one_in_force",
                violation_error_message="Another version is already in force.",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(status__in=OPEN_STATUSES),
                name="agreements_version_one_open",
                violation_error_message="Another version is still open.",
            ),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gt=F("in_force_from")),
                name="agreements_version_period_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["in_force", "terminated"])
                | Q(in_force_from__isnull=False),
                name="agreements_version_in_force_has_period",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from=None)
                | Q(
                    signed_at__isnull=False,
                    status__in=[
                        "signed",
                        "in_force",
                        "superseded",
                        "expired",
                        "terminated",
                    ],
                ),
                name="agreements_version_period_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "in_force"])
                | Q(signed_at__isnull=False),
                name="agreements_version_signed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(notice_length=None, notice_unit="")
                | (Q(notice_length__gte=1) & ~Q(notice_unit="")),
                name="agreements_version_notice_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        "in_review",
                        "approved",
                        "out_for_signature",
                        "signed",
                        "in_force",
                        "superseded",
                        "expired",
                        "terminated",
                    ]
                )
                | (~Q(content_hash="") & ~Q(content="")),
                name="agreements_version_sent_out_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(sent_out_by=None, sent_out_at=None)
                | Q(sent_out_by__isnull=False, sent_out_at__isnull=False),
                name="agreements_version_sent_out_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(value_pence=None) | Q(value_pence__gte=0),
                name="agreements_version_value_not_negative",
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "in_force_from"], name="agreements_version_due"
            ),
            # What somebody has in hand is little, however much they ever wrote.
            models.Index(
                fields=["sent_out_by"],
                condition=Q(status="out_for_signature"),
                name="agreements_version_sent",
            ),
            models.Index(
                fields=["written_by"],
                condition=Q(status="draft"),
                name="agreements_version_drafts",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "agreement",
            "number",
            "status",
            "commences_on",
            "expires_on",
            "review_on",
            "notice_length",
            "notice_unit",
            "notice_effect",
            "effect_from",
            "value_pence",
            "signing_plan",
            "signed_outside",
            "content",
            "content_hash",
            "written_by",
            "created_at",
            "sent_out_at",
            "sent_out_by",
            "signed_at",
            "in_force_from",
            "in_force_to",
        )

    def __str__(self) -> str:
        return f"{self.agreement.reference} version {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether its text may still change."""
        return self.status == VersionStatus.DRAFT

    @property
    def may_still_change(self) -> bool:
        """Whether a change of its text is possible: then it is a draft again."""
        return self.status in CHANGEABLE

    @property
    def is_out_for_signature(self) -> bool:
        """Whether signatures are being gathered."""
        return self.status == VersionStatus.OUT_FOR_SIGNATURE

    @property
    def takes_comments(self) -> bool:
        """Whether its clauses may be commented on."""
        return self.status in (VersionStatus.DRAFT, VersionStatus.IN_REVIEW)

    def is_in_force_at(self, moment: dt.datetime) -> bool:
        """Say whether it is in force at a moment: reads its period, never its status."""
        return (
            self.in_force_from is not None
            and self.in_force_from <= moment
            and (self.in_force_to is None or moment < self.in_force_to)
        )

    def audience(self) -> ledger.Audience:
        """Say that a version concerns the agreement's people."""
        return self.agreement.audience()
