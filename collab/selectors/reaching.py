"""Who a rung reaches at a moment: the people meant, their deputies, the leads.

Everything is asked in a handful of questions, however many rungs are resolved.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from accounts.rules.mail_hours import Away
from accounts.selectors import absences_of
from collab.grants import holders, takes_part
from collab.models import Collaborative, Deputy
from collab.rules.periods import london_day
from collab.rules.reminders import Whom
from collab.selectors.authority import all_deputies_of


@dataclass(frozen=True)
class Reached:
    """Somebody who is told, and in whose place where that person is away."""

    user: User
    in_place_of: User | None = None


@dataclass(frozen=True)
class Circle:
    """The people of one collaborative that some rungs may reach, read once.

    ``inside`` are those who can open its pages: nobody else is told of anything.
    """

    users: dict[int, User]
    leads: list[User]
    deputies: dict[int, list[Deputy]]
    inside: set[int]
    absences: dict[int, list[Away]]
    today: dt.date

    def reached(self, whom: Whom, *, day: dt.date | None = None) -> list[Reached]:
        """
        List who is told on a day, each once: active accounts that can open the pages.

        Somebody away is told too, in their inbox; with them their deputies are, or the
        governance leads where nobody stands in.
        """
        on = self.today if day is None else day
        found = self._able(self._meant(whom), whom)
        if whom.or_leads and not found:
            found = self._able(self.leads, whom)
        told = {user.pk: Reached(user) for user in found}
        for user in found:
            if self.is_away(user, on):
                for other in self._covering(user, whom, on):
                    told.setdefault(other.pk, Reached(other, user))
        return list(told.values())

    def is_away(self, user: User, day: dt.date) -> bool:
        """Say whether somebody is away on a day."""
        return any(away.holds(day) for away in self.absences.get(user.pk, ()))

    def _covering(self, user: User, whom: Whom, day: dt.date) -> list[User]:
        deputies = [row.user for row in self._standing_in(user, whom.organisation_id)]
        able = self._able(deputies, whom)
        here = [each for each in able if not self.is_away(each, day)]
        return here or self._able(self.leads, whom)

    def _able(self, people: Iterable[User], whom: Whom) -> list[User]:
        once = {user.pk: user for user in people if user.is_active}
        may = self.inside - set(whom.without)
        return [user for pk, user in once.items() if pk in may]

    def _meant(self, whom: Whom) -> list[User]:
        people = [self.users[pk] for pk in whom.people if pk in self.users]
        if whom.deputies:
            people = [
                row.user
                for person in people
                for row in self._standing_in(person, whom.organisation_id)
            ]
        return [*people, *self.leads] if whom.leads else people

    def _standing_in(self, person: User, organisation_id: int | None) -> list[Deputy]:
        return [
            row
            for row in self.deputies.get(person.pk, [])
            if organisation_id in (None, row.organisation_id)
        ]


def circle_of(
    collaborative: Collaborative, wanted: Iterable[Whom], *, at: dt.datetime
) -> Circle:
    """Read who these rungs may reach in one collaborative at a moment."""
    asked = list(wanted)
    leads = holders(role=Role.GOVERNANCE_LEAD, on=collaborative, at=at)
    meant = {pk for whom in asked for pk in whom.people}
    users = {user.pk: user for user in leads}
    users |= User.objects.in_bulk(meant - set(users))
    today = london_day(at)
    absences = absences_of(users=set(users), since=today)
    deputies: dict[int, list[Deputy]] = {}
    # Deputies are told where a rung says so, and in place of somebody who is away.
    if absences or any(whom.deputies for whom in asked):
        deputies = all_deputies_of(holders=users, at=at)
    standing_in = {row.user_id for rows in deputies.values() for row in rows}
    if others := standing_in - set(users):
        absences |= absences_of(users=others, since=today)
    return Circle(
        users=users,
        leads=leads,
        deputies=deputies,
        inside=takes_part(
            users=set(users) | standing_in, collaborative=collaborative, at=at
        ),
        absences=absences,
        today=today,
    )
