"""Signatures."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.enums import RequestStatus, SignatureMethod
from agreements.models.agreements import open_to
from agreements.models.asked_to_sign import SignatureRequest, optional_key
from agreements.models.guests import OutsideSignatory
from agreements.models.paper import PaperSignature
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Delegation, Deputy, Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class SignOffQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow signatures."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to signatures on agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))

    def standing(self) -> Self:
        """Narrow to those that count: not withdrawn when the version was reopened."""
        return self.filter(request__status=RequestStatus.SIGNED)


class SignOff(ledger.Fact):
    """One body's signature on one version, with the authority behind it; written once.

    ``content_hash`` is the version's at that moment; ``deputy`` the row by which the
    person used the delegation of somebody else; ``address`` and ``agent`` are where it
    was signed from. By ``method`` it rests on a delegation, on two people's word for
    somebody without an account (``outside``), or on a ``paper`` that two people saw.
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
        PERSON,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sign_offs",
    )
    signatory_name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=200)
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sign_offs",
    )
    outside = optional_key(OutsideSignatory, "sign_offs")
    paper = models.OneToOneField(
        PaperSignature,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sign_off",
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
            models.CheckConstraint(
                condition=Q(
                    method="re_authenticated",
                    signatory__isnull=False,
                    delegation__isnull=False,
                    outside=None,
                    paper=None,
                )
                | Q(
                    method="link_and_code",
                    signatory=None,
                    delegation=None,
                    deputy=None,
                    outside__isnull=False,
                    paper=None,
                )
                | Q(
                    method="wet_ink",
                    signatory=None,
                    delegation=None,
                    deputy=None,
                    outside=None,
                    paper__isnull=False,
                ),
                name="agreements_sign_off_rests_on_one",
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
            "outside",
            "paper",
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
