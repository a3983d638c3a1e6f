"""Who wrote a version's text since it was last approved, and whom they stand in for."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from agreements.models import ApprovalRound, Version
from collab.models import Deputy


@dataclass(frozen=True, kw_only=True)
class Authors:
    """Who may not approve a text: its authors, and those they deputise for.

    ``wrote`` holds people's ids; ``represented`` names, for each person whom an author
    deputises for, that author.
    """

    wrote: frozenset[int]
    represented: dict[int, str]

    def why_not(self, user: User) -> str:
        """Say why a person may not approve; "" where nothing stands against it."""
        if user.pk in self.wrote:
            return (
                "Whoever wrote or changed the text since it was last approved cannot"
                " approve it."
            )
        if user.pk in self.represented:
            return (
                f"{self.represented[user.pk]}, their deputy, wrote or changed the text"
                " since it was last approved, and an author cannot approve through"
                " somebody they deputise for."
            )
        return ""


def last_approved(version: Version) -> ApprovalRound | None:
    """Find the last round in which every group approved, outdated since or not."""
    found: ApprovalRound | None = (
        version.rounds.filter(approved_at__isnull=False).order_by("-pk").first()
    )
    return found


def authors_of(version: Version, at: dt.datetime) -> Authors:
    """
    Gather who may not approve a version's text (settled question 5).

    Authors are whoever changed it since the last complete approval and, before there
    was one, whoever began it. They deputise for somebody when the two days touch: the
    deputy's time, and the time from their change until now.
    """
    approved = last_approved(version)
    since = dict(
        version.authorships.filter(after=approved).values_list("user_id", "since")
    )
    if approved is None:
        since[version.written_by_id] = version.created_at
    rows = Deputy.objects.given().filter(user_id__in=since, starts_at__lte=at)
    stands_in = [
        row
        for row in rows.select_related("user", "appointment")
        if row.ends_at is None or row.ends_at > since[row.user_id]
    ]
    return Authors(
        wrote=frozenset(since),
        represented={row.appointment.user_id: row.user.name for row in stands_in},
    )
