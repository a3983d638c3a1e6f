"""People, roles, invitations, notifications and mail."""

from accounts.models.people import RoleHolding, User

__all__ = ["RoleHolding", "User"]
