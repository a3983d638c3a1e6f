"""People, roles, invitations, notifications and mail."""

from accounts.models.feeds import CalendarFeed
from accounts.models.hours import Absence, MailHours
from accounts.models.invitations import Invitation
from accounts.models.messages import Heartbeat, MailMessage
from accounts.models.notifications import Notification, NotificationPreference
from accounts.models.people import RoleHolding, User
from accounts.models.signing_in import FailedSignIns, FailureCount, SingleSignOn

__all__ = [
    "Absence",
    "CalendarFeed",
    "FailedSignIns",
    "FailureCount",
    "Heartbeat",
    "Invitation",
    "MailHours",
    "MailMessage",
    "Notification",
    "NotificationPreference",
    "RoleHolding",
    "SingleSignOn",
    "User",
]
