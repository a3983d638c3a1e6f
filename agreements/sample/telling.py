"""The days of the sample's story, and the people who act in it."""

import datetime as dt
import io
import secrets
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.services import administrators, invitations
from agreements.sample.cast import ADMINISTRATOR
from agreements.sample.kinds import Body, Person
from agreements.sample.paper import board_paper
from audit.door import CommandActor, act
from collab.models import Document, Organisation
from collab.rules.authority import Terms
from collab.services.documents import store_document
from collab.services.organisations import OrganisationFacts, create_organisation

LONDON = ZoneInfo("Europe/London")
LOADER = CommandActor("load_sample")


@dataclass
class Story:
    """Where the telling is: today, who is there so far, and their passwords.

    ``passwords`` holds one for each person who is offered on the sign-in page; their
    colleagues have accounts without one.
    """

    today: dt.date
    people: dict[str, User] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    papers: dict[str, Document] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """Give a moment so many days before (negative) today, by London's clock."""
        day = self.today + dt.timedelta(days=days)
        return dt.datetime.combine(day, dt.time(hour, minute), LONDON)

    def day(self, days: int) -> dt.date:
        """Give the day so many days before (negative) or after today."""
        return self.today + dt.timedelta(days=days)

    @property
    def administrator(self) -> User:
        """Give the administrator, who sets the place up."""
        return self.people[ADMINISTRATOR.name]

    def terms(self, body: str, *, since: int, paragraph: str) -> Terms:
        """Give terms that rest on a body's paper, from so many days before today."""
        return Terms(
            starts_on=self.day(since),
            source="Board minute 14 and scheme of delegation (invented)",
            source_paragraph=paragraph,
            source_document_id=self.papers[body].pk,
        )

    def bring(self, person: Person, *, now: dt.datetime) -> User:
        """Invite a person and have them accept."""
        if person is ADMINISTRATOR:
            user = administrators.create_administrator(
                email=person.email,
                name=person.name,
                actor=LOADER,
                now=now,
                is_sample=True,
            )
        else:
            user = invitations.invite_person(
                email=person.email,
                name=person.name,
                actor=self.administrator,
                now=now,
                is_sample=True,
            )
        password = secrets.token_urlsafe(12) if person.offer else ""
        if password:
            self.passwords[person.email] = password
        with act("accounts.invitation.accepted", by=user, at=now) as record:
            user = User.objects.select_for_update().get(pk=user.pk)
            invitations.join(record=record, user=user, password=password or None)
        self.people[person.name] = User.objects.get(pk=user.pk)
        return self.people[person.name]

    def found(self, body: Body, *, now: dt.datetime) -> Organisation:
        """Add a body that the register of trusts does not hold."""
        self.bodies[body.key] = create_organisation(
            facts=OrganisationFacts(
                name=body.name,
                sector=body.sector,
                legal_form=body.legal_form,
                ods_code=body.ods_code or "",
                oversight_route=body.oversight_route,
                town=body.town,
                source=body.source,
            ),
            actor=self.administrator,
            now=now,
        )
        return self.bodies[body.key]

    def file_paper(self, body: Body, *, now: dt.datetime) -> Document:
        """Store the paper that a body's authorities rest on."""
        content = board_paper(body.name, day=f"{self.day(-400):%-d %B %Y}")
        self.papers[body.key] = store_document(
            organisation_id=self.bodies[body.key].pk,
            name="Extract from board minutes (invented).pdf",
            content=io.BytesIO(content),
            size=len(content),
            actor=self.administrator,
            now=now,
        )
        return self.papers[body.key]

    def shown_who(self, name: str, *, now: dt.datetime) -> dict[str, object]:
        """Give the session of an invented person who just showed who they are."""
        user = self.people[name]
        return {
            "account_authentication_methods_user": str(user.pk),
            "account_authentication_methods": [
                {"method": "sample", "at": now.timestamp()}
            ],
        }
