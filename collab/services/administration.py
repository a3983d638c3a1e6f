"""Who administers the installation, as the room of accounts asks it."""

import datetime as dt

from accounts.enums import Role
from accounts.models import User
from audit.door import Record
from collab import grants


def give_administration(*, record: Record, user: User, at: dt.datetime) -> None:
    """Make a person the installation's administrator, inside the caller's open act."""
    grants.give_role(
        record=record,
        role=Role.ADMINISTRATOR,
        on=None,
        user=user,
        given_by=None,
        at=at,
    )
