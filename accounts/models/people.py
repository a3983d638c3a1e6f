"""People and the roles they hold."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    Group,
    PermissionsMixin,
)
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from audit import models as ledger


class UserQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow the people."""

    def visible_to(self, user: Any, *, administers: bool) -> Self:
        """Narrow to the person alone, or to everyone for an administrator."""
        return self.all() if administers else self.filter(pk=user.pk)

    def starting_with(self, words: str) -> Self:
        """Narrow to names and email addresses that start with what was typed."""
        return self.filter(Q(name__istartswith=words) | Q(email__istartswith=words))

    def active(self) -> Self:
        """Narrow to people who may sign in."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds people by email; it makes none (accounts begin with an invitation)."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """Find a person by email, whatever the capitals."""
        return self.get(email__iexact=username)


class User(ledger.Governed, AbstractBaseUser, PermissionsMixin):
    """A person with an account, from the invitation on.

    ``joined_at`` is empty until the invitation was accepted. While
    ``barred_until`` lies ahead the person may not sign, vote or approve: somebody
    else changed their email, password or second factor (settled question 3).
    """

    uid_prefix = "usr"

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    barred_until = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    last_login = None
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Group,
        through="accounts.RoleHolding",
        through_fields=("user", "group"),
        blank=True,
        related_name="people",
        related_query_name="user",
    )

    objects: ClassVar = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["name", "id"], name="accounts_user_name")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message="Somebody already has this email address.",
            ),
            models.CheckConstraint(
                condition=Q(is_superuser=False), name="accounts_user_no_superusers"
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "is_active",
            "is_superuser",
            "is_sample",
            "created_at",
            "joined_at",
            "left_at",
            "barred_until",
        )
        personal = ("email", "name")
        secret = ("password",)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Give the name as pages show it."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name as pages show it."""
        return self.name

    def check_password(self, raw_password: str) -> bool:
        """Compare, and never write: a stronger hash comes with the next password.

        Django's own would save the row here, outside any act.
        """
        return check_password(raw_password, self.password)

    def audit_label(self) -> str:
        """Give nothing: events name people by opaque id alone."""
        return ""

    def audience(self) -> ledger.Audience:
        """Say that an account concerns the person and the installation's auditors."""
        return ledger.Audience(token=f"person:{self.uid}")

    def is_barred_at(self, moment: dt.datetime) -> bool:
        """Say whether signing, voting and approving are closed to the person."""
        return self.barred_until is not None and moment < self.barred_until


class RoleHoldingQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow role holdings."""

    def in_effect_at(self, moment: dt.datetime) -> Self:
        """Narrow to holdings that have not expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment))


class RoleHolding(ledger.Governed):
    """One person's place in one role group, until it expires; written by grants."""

    uid_prefix = "rol"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="holdings")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    audience_token = models.CharField(max_length=50, default="installation")
    title = models.CharField(max_length=250)

    objects: ClassVar = RoleHoldingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"],
                condition=Q(expires_at=None),
                name="accounts_role_holding_once",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gte=F("granted_at")),
                name="accounts_role_holding_ends_after_start",
            ),
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "user",
            "group",
            "granted_by",
            "granted_at",
            "expires_at",
            "audience_token",
            "title",
        )
        personal = ("reason",)

    def __str__(self) -> str:
        return f"role #{self.group_id}"

    def audit_label(self) -> str:
        """Name the role, not its holder."""
        return self.title

    def audience(self) -> ledger.Audience:
        """Say that a role concerns the body or collaborative it is held on."""
        return ledger.Audience(token=self.audience_token)
