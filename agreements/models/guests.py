"""Signatories without an account: who vouches for them, and the link each is sent."""

import datetime as dt
import hashlib
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from agreements.enums import Capacity
from agreements.models.agreements import Party, open_to
from agreements.models.versions import Version
from agreements.rules.link_codes import Count
from audit import models as ledger
from audit.enums import ActorType
from collab.models import Document
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL
_SALT = "concordat.agreements.link"


def _person(**options: Any) -> Any:
    return models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="+", **options
    )


class OutsideSignatoryQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow signatories without an account."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to those of versions that are open, and of the person's own body."""
        own = Q(party__organisation_id__in=rights.organisations)
        return self.filter(open_to(rights, "version__agreement__") | own)


class OutsideSignatory(ledger.Governed):
    """Somebody without an account who may sign one version for one party.

    ``source`` and ``document`` say by what authority. It counts from the second of two
    words: of the party's own organisation leads, or of two governance leads where it
    has none here (docs/adr/0011). ``limit_pence`` empty is without limit.
    """

    uid_prefix = "gst"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="outside_signatories"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="outside_signatories"
    )
    capacity = models.CharField(
        max_length=10, choices=Capacity.choices, default=Capacity.ANY
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    post = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    limit_pence = models.BigIntegerField(null=True, blank=True)
    named_by = _person()
    named_at = models.DateTimeField()
    first_word_by = _person(null=True, blank=True)
    first_word_at = models.DateTimeField(null=True, blank=True)
    second_word_by = _person(null=True, blank=True)
    second_word_at = models.DateTimeField(null=True, blank=True)
    ended_by = _person(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects: ClassVar = OutsideSignatoryQuerySet.as_manager()

    # As events know whoever acts.
    audit_actor_type: ClassVar[str] = ActorType.EXTERNAL

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(second_word_by=None)
                | (
                    Q(first_word_by__isnull=False)
                    & ~Q(second_word_by=F("first_word_by"))
                ),
                name="agreements_guest_two_people",
                violation_error_message="A second person must confirm this.",
            ),
            models.CheckConstraint(
                condition=Q(limit_pence=None) | Q(limit_pence__gte=0),
                name="agreements_guest_limit_not_negative",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "version",
            "party",
            "capacity",
            "post",
            "source",
            "document",
            "limit_pence",
            "named_by",
            "named_at",
            "first_word_by",
            "first_word_at",
            "second_word_by",
            "second_word_at",
            "ended_by",
            "ended_at",
        )
        personal = ("name", "email", "ended_because")

    def __str__(self) -> str:
        return f"{self.post} of {self.party.organisation} for {self.version}"

    @property
    def is_vouched_for(self) -> bool:
        """Whether both words stand, so that this person may sign."""
        return self.second_word_by_id is not None and self.ended_at is None

    def covers(self, value_pence: int | None) -> bool:
        """Say whether a version's value is within; equal to the limit is."""
        return (
            value_pence is None
            or self.limit_pence is None
            or value_pence <= self.limit_pence
        )

    def audience(self) -> ledger.Audience:
        """Say that it concerns the agreement's people."""
        return self.version.audience()


class SigningLinkQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow links to sign by."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to links of versions that are open; the secret is in no row."""
        return self.filter(open_to(rights, "request__version__agreement__"))

    def for_token(self, token: str) -> "SigningLink | None":
        """Find the link that a secret belongs to, good or not."""
        found: SigningLink | None = (
            self.select_related(
                "outside",
                "request__party__organisation",
                "request__version__agreement__collaborative",
            )
            .filter(token_hash=token_hash(token))
            .first()
        )
        return found


class SigningLink(ledger.Governed):
    """A link by which one person signs one version, once.

    Of its secret only the hash is kept. The secret is worked out from ``nonce`` and
    the installation's key when the message is sent, and stored nowhere.
    """

    uid_prefix = "lnk"

    request = models.ForeignKey(
        "agreements.SignatureRequest", on_delete=models.PROTECT, related_name="links"
    )
    outside = models.ForeignKey(
        OutsideSignatory, on_delete=models.PROTECT, related_name="links"
    )
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SigningLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(revoked_at=None),
                name="agreements_link_one_good",
                violation_error_message="Another link is still good.",
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "request",
            "outside",
            "sent_at",
            "expires_at",
            "opened_at",
            "revoked_at",
            "used_at",
        )
        secret = ("nonce", "token_hash")

    def __str__(self) -> str:
        return f"link to sign {self.request}"

    def audience(self) -> ledger.Audience:
        """Say that it concerns the agreement's people."""
        return self.request.audience()

    def is_good_at(self, moment: dt.datetime) -> bool:
        """Say whether it still leads to a signature that is waited for."""
        return (
            self.revoked_at is None
            and self.used_at is None
            and moment < self.expires_at
            and self.request.is_open
            and self.outside.is_vouched_for
        )

    def token(self) -> str:
        """Work out the secret, for the one message that carries it."""
        keyed = salted_hmac(_SALT, f"{self.uid}:{self.nonce}", algorithm="sha256")
        return str(keyed.hexdigest())

    def address(self) -> str:
        """Give the whole address for the message."""
        path = reverse("agreements:outside_link", args=[self.token()])
        return f"{settings.SITE_URL}{path}"

    def hash_of_code(self, code: str) -> str:
        """Hash a code of this link's, so that the table tells nobody what it is."""
        keyed = salted_hmac(f"{_SALT}.code", f"{self.nonce}:{code}", algorithm="sha256")
        return str(keyed.hexdigest())


def token_hash(token: str) -> str:
    """Hash a link's secret, as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


class SigningCode(models.Model):
    """The code sent last for a link, and how often it was tried; no act of anybody's."""

    link = models.OneToOneField(
        SigningLink, on_delete=models.PROTECT, related_name="code"
    )
    code_hash = models.CharField(max_length=64)
    window_from = models.DateTimeField()
    sent = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    class Privacy(ledger.Privacy):
        """How each field would enter an event; codes enter none."""

        open = ("link", "window_from", "sent", "sent_at", "tries")
        secret = ("code_hash",)

    def __str__(self) -> str:
        return f"code of {self.link}"

    def count(self) -> Count:
        """Give the counters as plain values."""
        return Count(
            window_from=self.window_from,
            sent=self.sent,
            sent_at=self.sent_at,
            tries=self.tries,
        )
