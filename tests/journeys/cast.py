"""The people of the journeys: nine bodies, who governs, signs, takes part and audits."""

import datetime as dt
from dataclasses import dataclass, field

from accounts.enums import Role
from accounts.models import User
from collab.models import Collaborative, Organisation
from tests.builders import people
from tests.journeys.walking import able_to_sign_in, with_app

SIGNATORIES = {
    "Northfield NHS Trust": "Eleanor Marsh",
    "Vale Community NHS Trust": "Martin Holloway",
    "Ferry Hospitals NHS Trust": "Sunita Rao",
    "Vale Council": "Paul Merriman",
    "Northfield Council": "Fiona Garrick",
    "Weir Hospice": "Alan Whitmore",
    "Vale Carers": "Rosa Delgado",
    "Homeward Care Limited": "Nadia Rahman",
    "Mill Street Practice": "David Lockwood",
}


@dataclass
class Cast:
    """Who there is, by what they are for the story."""

    collaborative: Collaborative
    bodies: list[Organisation]
    governance_lead: User
    member: User
    auditor: User
    outsider: User
    signatories: dict[str, User] = field(default_factory=dict)

    @property
    def late(self) -> User:
        """The last of the signatories, who needs a reminder."""
        return list(self.signatories.values())[-1]


def gather(now: dt.datetime, count: int = 9) -> Cast:
    """Bodies that can each sign, in one collaborative, and the people of the story."""
    names = list(SIGNATORIES)[:count]
    bodies = [people.organisation_with_two_leads(name, now) for name in names]
    here = people.collaborative_with(
        bodies, now, slug="vale", name="Vale Care Partners"
    )
    lead = people.governance_lead("Priya Raman", here, bodies[0], now)
    member = people.member("Leila Hassan", here, bodies[1], now)
    elsewhere = people.organisation_with_two_leads("Marrow Trust", now)
    other = people.collaborative_with([elsewhere], now, slug="marrow")
    cast = Cast(
        collaborative=here,
        bodies=bodies,
        governance_lead=with_app(lead),
        member=able_to_sign_in(member),
        auditor=with_app(people.auditor("Judith Palmer", now, here)),
        outsider=with_app(people.governance_lead("Sian Powell", other, elsewhere, now)),
    )
    for body in bodies:
        signatory = people.person(SIGNATORIES[body.name], now)
        people.appoint(signatory, body, now, post="Chief executive")
        people.delegate(signatory, body, now)
        people.give(Role.MEMBER, signatory, here, now)
        cast.signatories[body.name] = with_app(signatory)
    return cast
