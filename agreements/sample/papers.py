"""Writing, sending out and signing an agreement, as the people of the sample do."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.enums import PartyRole
from agreements.models import Version
from agreements.sample.kinds import Paper, Partnership, Term
from agreements.sample.telling import Story
from agreements.services import (
    clauses,
    conditions,
    creating,
    parties,
    sending_out,
    signing,
    terms,
)
from audit.rules.uids import new_uid
from collab.models import Collaborative


@dataclass(frozen=True, kw_only=True)
class Days:
    """When a text has effect, in days before (negative) or after today."""

    commences: int
    expires: int | None = None
    review: int | None = None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where a collaborative's agreements are written, and by whom."""

    story: Story
    partnership: Partnership
    collaborative: Collaborative
    writer: str

    def body_of(self, name: str) -> str:
        """Give the key of a person's body."""
        return next(each.body for each in self.partnership.people if each.name == name)

    def write(self, paper: Paper, days: Days, *, on: int) -> Version:
        """Open an agreement, with its clauses, conditions, parties and terms."""
        story, actor = self.story, self.story.people[self.writer]
        version = creating.create_agreement(
            collaborative_id=self.collaborative.pk,
            title=paper.title,
            instrument=paper.instrument,
            open_to=paper.open_to,
            actor=actor,
            now=story.at(on),
        )
        for minute, term in enumerate(paper.terms):
            self.add_clause(version, term, at=story.at(on, 10, 5 + minute))
        for minute, text in enumerate(paper.conditions):
            conditions.add_condition(
                version_id=version.pk,
                identity=new_uid("idn"),
                text=text,
                actor=actor,
                now=story.at(on, 10, 30 + minute),
            )
        for body in paper.bodies:
            self._name_party(version, body, paper, on)
        return self.set_terms(
            version, paper, days, value_pence=paper.value_pence, on=on
        )

    def add_clause(self, version: Version, term: Term, *, at: dt.datetime) -> str:
        """Add a clause at the end; gives its identity."""
        identity = new_uid("idn")
        clauses.add_clause(
            version_id=version.pk,
            identity=identity,
            heading=term.heading,
            text=term.text,
            actor=self.story.people[self.writer],
            now=at,
        )
        return identity

    def _name_party(self, version: Version, body: str, paper: Paper, on: int) -> None:
        parties.name_party(
            version_id=version.pk,
            organisation_id=self.story.bodies[body].pk,
            role=PartyRole.LEAD if body == paper.bodies[0] else PartyRole.PARTNER,
            actor=self.story.people[self.writer],
            now=self.story.at(on, 11),
        )

    def set_terms(
        self,
        version: Version,
        paper: Paper,
        days: Days,
        *,
        value_pence: int | None,
        on: int,
    ) -> Version:
        """Set the days, the value and the notice of a draft."""
        story = self.story
        return terms.set_terms(
            version_id=version.pk,
            revision=Version.objects.get(pk=version.pk).revision,
            title=paper.title,
            commences_on=story.day(days.commences),
            expires_on=None if days.expires is None else story.day(days.expires),
            review_on=None if days.review is None else story.day(days.review),
            value_pence=value_pence,
            notice=paper.notice,
            actor=story.people[self.writer],
            now=story.at(on, 12),
        )

    def send_out(self, version: Version, paper: Paper, *, on: int) -> Version:
        """Ask every party's signatory to sign within a fortnight."""
        story = self.story
        asked = {
            story.bodies[body].pk: story.people[
                self.partnership.signatory_of(body).name
            ].pk
            for body in paper.bodies
        }
        return sending_out.send_out_for_signature(
            version_id=version.pk,
            signatories=asked,
            due_on=story.day(on + 14),
            actor=story.people[self.writer],
            now=story.at(on, 14),
        )

    def sign(self, version: Version, bodies: Iterable[str], *, on: int) -> None:
        """Have the signatories of some bodies sign, one after another."""
        story = self.story
        fingerprint = Version.objects.get(pk=version.pk).content_hash
        for minute, body in enumerate(bodies):
            name = self.partnership.signatory_of(body).name
            now = story.at(on, 14, 3 * minute)
            signing.sign_off_version(
                version_id=version.pk,
                organisation_id=story.bodies[body].pk,
                fingerprint=fingerprint,
                session=story.shown_who(name, now=now),
                actor=story.people[name],
                now=now,
            )
