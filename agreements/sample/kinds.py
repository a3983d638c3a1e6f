"""What the sample is made of: kinds of plain values."""

from dataclasses import dataclass

from accounts.enums import Role
from agreements.enums import Instrument, OpenTo
from agreements.rules.content import Notice
from collab.enums import LegalForm, OversightRoute, Sector


@dataclass(frozen=True, kw_only=True)
class Body:
    """An organisation of the sample; ``ods_code`` None where it is not known."""

    key: str
    name: str
    ods_code: str | None = None
    sector: Sector
    legal_form: LegalForm
    oversight_route: OversightRoute
    town: str = ""
    source: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person of the sample: a post in a body, and what they are there for.

    ``offer`` is the sentence beside "continue as", empty for people who are not
    offered there. ``roles`` are held on the collaborative of the body.
    """

    name: str
    body: str
    post: str
    leads: bool = False
    signs: bool = False
    approves: bool = False
    deputy_of: str = ""
    roles: tuple[Role, ...] = ()
    offer: str = ""

    @property
    def email(self) -> str:
        """Give an address in a domain that cannot exist."""
        name = self.name.removeprefix("Dr ").lower().replace(" ", ".")
        return f"{name}@{self.body}.example"


@dataclass(frozen=True, kw_only=True)
class PersonaStory:
    """A person of the imagination whose goals the partners share."""

    name: str
    story: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """A clause of a sample agreement."""

    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a sample agreement says; its days are told with the story.

    ``bodies`` are the keys of its parties, the lead first.
    """

    title: str
    instrument: Instrument
    bodies: tuple[str, ...]
    terms: tuple[Term, ...]
    conditions: tuple[str, ...] = ()
    value_pence: int | None = None
    notice: Notice | None = None
    open_to: OpenTo = OpenTo.COLLABORATIVE


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """A sample collaborative with its people."""

    slug: str
    name: str
    purpose: str
    persona_question: str
    footprint: str
    live_from: tuple[int, int, int]
    lead: str
    is_invented: bool
    source: str
    bodies: tuple[Body, ...]
    people: tuple[Person, ...]
    personas: tuple[PersonaStory, ...]

    @property
    def governance_lead(self) -> Person:
        """Give its first governance lead."""
        return next(each for each in self.people if Role.GOVERNANCE_LEAD in each.roles)

    def signatory_of(self, body: str) -> Person:
        """Give the person who signs for a body, not their deputy."""
        return next(
            person
            for person in self.people
            if person.body == body and person.signs and not person.deputy_of
        )


def leads_of(body: str, first: str, second: str) -> tuple[Person, Person]:
    """Give the two organisation leads that every body of the sample has."""
    return (
        Person(name=first, body=body, post="Company secretary", leads=True),
        Person(name=second, body=body, post="Deputy company secretary", leads=True),
    )
