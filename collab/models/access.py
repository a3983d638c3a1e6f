"""Access grants: guardian's direct-foreign-key rows, governed and with an end."""

from typing import Any

from django.conf import settings
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from audit import models as ledger
from collab.models.collaboratives import Collaborative
from collab.models.organisations import Organisation


class Grant(ledger.Governed):
    """What every grant has: who gave it, why, and until when."""

    # guardian's bases bring these two.
    permission: Any
    content_object: Any

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

    class Meta:
        abstract = True

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "granted_by",
            "granted_at",
            "expires_at",
            "permission",
            "content_object",
            "user",
            "group",
        )
        personal = ("reason",)

    def __str__(self) -> str:
        return f"{self.permission.codename} on {self.content_object}"

    def audit_label(self) -> str:
        """Name the right and what it is on."""
        return f"{self.permission.codename} on {self.content_object.audit_label()}"

    def audience(self) -> ledger.Audience:
        """Say that a grant concerns what it opens."""
        if isinstance(self.content_object, Organisation):
            return ledger.Audience(token=f"organisation:{self.content_object.uid}")
        audience: ledger.Audience = self.content_object.audience()
        return audience


class CollaborativeUserPermission(Grant, UserObjectPermissionBase):
    """One person's right on one collaborative, such as an auditor's."""

    uid_prefix = "gcu"
    content_object = models.ForeignKey(Collaborative, on_delete=models.PROTECT)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()


class CollaborativeGroupPermission(Grant, GroupObjectPermissionBase):
    """One role's right on one collaborative."""

    uid_prefix = "gcg"
    content_object = models.ForeignKey(Collaborative, on_delete=models.PROTECT)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()


class OrganisationUserPermission(Grant, UserObjectPermissionBase):
    """One person's right on one organisation."""

    uid_prefix = "gou"
    content_object = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()


class OrganisationGroupPermission(Grant, GroupObjectPermissionBase):
    """One role's right on one organisation."""

    uid_prefix = "gog"
    content_object = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()
