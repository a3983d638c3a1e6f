"""Requests for signature and the signatures themselves."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.enums import RequestStatus, SignatureMethod
from agreements.models.agreements import Agreement, Party
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Decision, Delegation, Deputy, Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class SignatureRequestQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow requests for signature."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to requests on agreements that are open to the person."""
        return self.filter(
            version__agreement__collaborative_id__in=rights.collaboratives
        )


class SignatureRequest(ledger.Governed):
    """One party is asked to sign one version; ``signatory`` is the person asked first."""

    uid_prefix = "req"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="requests"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="requests")
    signatory = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="signature_requests"
    )
    status = models.CharField(
        max_length=10, choices=RequestStatus.choices, default=RequestStatus.ASKED
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar = SignatureRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                condition=Q(status__in=["asked", "signed"]),
                name="agreements_request_once",
                violation_error_message="This party was already asked to sign.",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_at=None)
                | (~Q(status="asked") & Q(decided_at__isnull=False)),
                name="agreements_request_decided_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["signatory", "status"], name="agreements_request_waiting"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "version",
            "party",
            "signatory",
            "status",
            "asked_at",
            "due_on",
            "decided_at",
        )
        personal = ("decline_reason",)

    def __str__(self) -> str:
        return f"{self.version}: {self.party.organisation}"

    def audience(self) -> ledger.Audience:
        """Say that a request concerns the agreement's people."""
        return self.version.audience()


class SignOffQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow signatures."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to signatures on agreements that are open to the person."""
        return self.filter(
            version__agreement__collaborative_id__in=rights.collaboratives
        )


class SignOff(ledger.Fact):
    """One body's signature on one version, with the authority behind it; written once.

    ``content_hash`` is the version's at that moment; ``deputy`` the row by which the
    person used the delegation of somebody else; ``address`` and ``agent`` are where it
    was signed from.
    """

    uid_prefix = "sgn"

    request = models.OneToOneField(
        SignatureRequest, on_delete=models.PROTECT, related_name="sign_off"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="sign_offs"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="sign_offs"
    )
    signatory = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="sign_offs"
    )
    signatory_name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=200)
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="sign_offs"
    )
    deputy = models.ForeignKey(
        Deputy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sign_offs",
    )
    content_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=20, choices=SignatureMethod.choices)
    signed_at = models.DateTimeField()
    address = models.CharField(max_length=60, blank=True)
    agent = models.CharField(max_length=300, blank=True)

    objects: ClassVar = SignOffQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"], name="agreements_sign_off_once"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "request",
            "version",
            "organisation",
            "signatory",
            "capacity",
            "delegation",
            "deputy",
            "content_hash",
            "method",
            "signed_at",
        )
        personal = ("signatory_name", "address", "agent")

    def __str__(self) -> str:
        return f"{self.organisation} signed {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that a signature concerns the agreement's people."""
        return self.version.audience()


class DecisionUnderQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the links from decisions to agreements."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to links of agreements that are open to the person."""
        return self.filter(agreement__collaborative_id__in=rights.collaboratives)


class DecisionUnder(ledger.Fact):
    """A decision was taken under an agreement, as it was in force that day."""

    uid_prefix = "und"

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="under"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="decisions"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="decisions"
    )

    objects: ClassVar = DecisionUnderQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = ("decision", "agreement", "version")

    def __str__(self) -> str:
        return f"decision {self.decision.reference} under {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that the link concerns the agreement's people."""
        return self.agreement.audience()
