"""Who and what the sample is made of, as plain values."""

from dataclasses import dataclass, field
from typing import Final

from accounts.enums import Role
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
class Partnership:
    """A sample collaborative with its people and its agreement."""

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
    agreement_title: str
    agreement_value_pence: int
    terms: tuple[Term, ...] = field(default=())


TRUSTS_SOURCE: Final = "NHS Organisation Data Service, extract of 2025"
MEMBERS_SOURCE: Final = (
    "nottinghamshirehealthcare.nhs.uk, IMPACT learning disability and autism"
)

ADMINISTRATOR: Final = Person(
    name="Ruth Okafor",
    body="concordat",
    post="Installation administrator",
    offer="Looks after this installation: invites people and bodies, and can sign"
    " nothing.",
)
AUDITOR: Final = Person(
    name="Judith Palmer",
    body="amber-assurance",
    post="Internal auditor",
    offer="Audits IMPACT: reads everything that happened, and changes nothing.",
)
AUDIT_BODY: Final = "Amber Assurance (invented)"


def _trust(key: str, name: str, ods_code: str, town: str) -> Body:
    return Body(
        key=key,
        name=name,
        ods_code=ods_code,
        sector=Sector.NHS_TRUST_MENTAL_HEALTH,
        legal_form=(
            LegalForm.NHS_FOUNDATION_TRUST
            if "Foundation" in name
            else LegalForm.NHS_TRUST
        ),
        oversight_route=OversightRoute.NHS_ENGLAND,
        town=town,
        source=TRUSTS_SOURCE,
    )


def _independent(
    key: str,
    name: str,
    ods_code: str | None,
    legal_form: LegalForm = LegalForm.COMPANY,
    source: str = "NHS Choices hospital file, parent code",
) -> Body:
    return Body(
        key=key,
        name=name,
        ods_code=ods_code,
        sector=Sector.INDEPENDENT_PROVIDER,
        legal_form=legal_form,
        oversight_route=OversightRoute.CQC_AND_CONTRACT,
        source=source,
    )


def _leads(body: str, first: str, second: str) -> tuple[Person, Person]:
    return (
        Person(name=first, body=body, post="Company secretary", leads=True),
        Person(name=second, body=body, post="Deputy company secretary", leads=True),
    )


IMPACT: Final = Partnership(
    slug="impact",
    name="IMPACT: East Midlands adult secure care provider collaborative",
    purpose=(
        "Adult low and medium secure mental health, learning disability and autism"
        " services close to home: people from Derbyshire, Leicestershire,"
        " Lincolnshire, Northamptonshire and Nottinghamshire should not have to be"
        " cared for far away."
    ),
    persona_question="What is best for Marcus?",
    footprint=(
        "Derbyshire, Leicestershire, Lincolnshire, Northamptonshire and Nottinghamshire"
    ),
    live_from=(2020, 10, 1),
    lead="notts",
    is_invented=False,
    source=MEMBERS_SOURCE,
    bodies=(
        _trust(
            "notts",
            "Nottinghamshire Healthcare NHS Foundation Trust",
            "RHA",
            "Nottingham",
        ),
        _trust("derby", "Derbyshire Healthcare NHS Foundation Trust", "RXM", "Derby"),
        _trust("leics", "Leicestershire Partnership NHS Trust", "RT5", "Leicester"),
        _trust(
            "lincs", "Lincolnshire Partnership NHS Foundation Trust", "RP7", "Lincoln"
        ),
        _trust(
            "northants",
            "Northamptonshire Healthcare NHS Foundation Trust",
            "RP1",
            "Kettering",
        ),
        _independent("cygnet", "Cygnet Health Care Limited", "NMJ"),
        _independent("elysium", "Elysium Healthcare", "DE8"),
        _independent("priory", "Priory Group Limited", "NTN"),
        _independent(
            "standrews",
            "St Andrew's Healthcare",
            None,
            LegalForm.CHARITY,
            "ODS code not found in the public sources consulted",
        ),
    ),
    people=(
        *_leads("notts", "Hannah Whitlock", "Tariq Mehmood"),
        Person(name="Eleanor Marsh", body="notts", post="Chief executive", signs=True),
        Person(
            name="Priya Raman",
            body="notts",
            post="Programme governance director",
            roles=(Role.GOVERNANCE_LEAD,),
            offer="Governance lead of IMPACT: brought the agreement out for"
            " signature and sees who has not signed.",
        ),
        Person(
            name="Owen Bramley",
            body="notts",
            post="Collaborative support hub manager",
            roles=(Role.GOVERNANCE_LEAD,),
        ),
        Person(
            name="Grace Adeyemi",
            body="notts",
            post="Deputy director of finance",
            roles=(Role.FINANCE_LEAD,),
            offer="Finance lead of IMPACT.",
        ),
        Person(
            name="Tomasz Nowak",
            body="notts",
            post="Performance analyst",
            roles=(Role.ANALYST,),
            offer="Analyst of IMPACT.",
        ),
        *_leads("derby", "Colin Ferris", "Amina Yusuf"),
        Person(
            name="Martin Holloway", body="derby", post="Chief executive", signs=True
        ),
        Person(
            name="Dr Leila Hassan",
            body="derby",
            post="Consultant forensic psychiatrist",
            roles=(Role.MEMBER,),
            offer="Member of IMPACT for Derbyshire Healthcare: logs decisions.",
        ),
        *_leads("leics", "Joanna Pike", "Desmond Clarke"),
        Person(name="Sunita Rao", body="leics", post="Chief executive", signs=True),
        *_leads("lincs", "Peter Sandford", "Mei Lin"),
        Person(name="Fiona Garrick", body="lincs", post="Chief executive", signs=True),
        *_leads("northants", "Bridget Nolan", "Samuel Osei"),
        Person(
            name="Alan Whitmore",
            body="northants",
            post="Chief executive",
            signs=True,
        ),
        Person(
            name="Catherine Doyle",
            body="northants",
            post="Deputy chief executive",
            signs=True,
            deputy_of="Alan Whitmore",
            offer="Deputy chief executive of Northamptonshire Healthcare: signs while"
            " the chief executive is on leave.",
        ),
        *_leads("cygnet", "Rachel Stone", "Imran Sheikh"),
        Person(
            name="David Lockwood", body="cygnet", post="Managing director", signs=True
        ),
        *_leads("elysium", "Laura Beck", "Kofi Mensah"),
        Person(
            name="Nadia Rahman",
            body="elysium",
            post="Chief operating officer",
            signs=True,
        ),
        Person(
            name="Thomas Reeve",
            body="priory",
            post="Company secretary",
            leads=True,
            offer="Organisation lead of Priory Group: gives authority, with a second"
            " lead's word.",
        ),
        Person(
            name="Yasmin Ali",
            body="priory",
            post="Deputy company secretary",
            leads=True,
            offer="Second organisation lead of Priory Group: confirms what the first"
            " proposes.",
        ),
        Person(
            name="Helen Cartwright",
            body="priory",
            post="Managing director",
            signs=True,
            offer="Signatory of Priory Group: the agreement waits for her.",
        ),
        *_leads("standrews", "Michael Frost", "Chloe Bennett"),
        Person(
            name="Robert Ainsley",
            body="standrews",
            post="Chief executive",
            signs=True,
            offer="Signatory of St Andrew's Healthcare: the agreement waits for him.",
        ),
    ),
    personas=(
        PersonaStory(
            name="Marcus",
            story=(
                "Marcus, 34, grew up in Lincoln and is cared for in a medium secure"
                " unit. He wants his sister to be able to visit on a weekday evening,"
                " and to know what has to happen before he can step down to a place"
                " nearer home."
            ),
        ),
    ),
    agreement_title="Partnership agreement for adult secure care",
    agreement_value_pence=1_250_000_00,
    terms=(
        Term(
            heading="Parties and background",
            text=(
                "The parties run adult low and medium secure services for people from"
                " the five East Midlands counties. Nottinghamshire Healthcare holds"
                " the contract with NHS England as lead provider."
            ),
        ),
        Term(
            heading="Purpose",
            text=(
                "The parties will care for people as close to home as is safe, and"
                " will judge each proposal by the question *What is best for Marcus?*"
            ),
        ),
        Term(
            heading="Principles",
            text=(
                "- decide by consensus wherever possible\n"
                "- share information openly between partners\n"
                "- no partner gains from a person staying longer than they need"
            ),
        ),
        Term(
            heading="Reinvestment",
            text=(
                "Money saved because fewer beds are used outside the East Midlands"
                " stays with the collaborative, and is spent on services that benefit"
                " all partners, by decision of the partnership board."
            ),
        ),
        Term(
            heading="Term, review and notice",
            text=(
                "This agreement is reviewed each year. A party may leave by six"
                " months' written notice to all others."
            ),
        ),
    ),
)


def _invented(
    key: str,
    name: str,
    sector: Sector,
    legal_form: LegalForm,
    oversight_route: OversightRoute,
) -> Body:
    return Body(
        key=key,
        name=name,
        sector=sector,
        legal_form=legal_form,
        oversight_route=oversight_route,
        town="Example Valley",
        source="Invented",
    )


EXAMPLE_VALLEY: Final = Partnership(
    slug="example-valley",
    name="Example Valley community care collaborative (invented)",
    purpose=(
        "Older people in Example Valley live at home for longer, with one team around"
        " them. The valley, its bodies and its people are invented."
    ),
    persona_question="What is best for Esther?",
    footprint="Example Valley",
    live_from=(2025, 4, 1),
    lead="ev-trust",
    is_invented=True,
    source="Invented",
    bodies=(
        _invented(
            "ev-trust",
            "Example Valley NHS Trust",
            Sector.NHS_TRUST_COMMUNITY,
            LegalForm.NHS_TRUST,
            OversightRoute.NHS_ENGLAND,
        ),
        _invented(
            "ev-council",
            "Example Valley Council",
            Sector.LOCAL_AUTHORITY,
            LegalForm.LOCAL_AUTHORITY,
            OversightRoute.COUNCIL_SCRUTINY,
        ),
        _invented(
            "ev-carers",
            "Example Valley Carers",
            Sector.VCSE,
            LegalForm.CHARITY,
            OversightRoute.CHARITY_COMMISSION,
        ),
        _invented(
            "ev-homecare",
            "Example Valley Homecare Limited",
            Sector.SOCIAL_CARE_PROVIDER,
            LegalForm.COMPANY,
            OversightRoute.CQC_AND_CONTRACT,
        ),
    ),
    people=(
        *_leads("ev-trust", "Gareth Lewis", "Moira Quinn"),
        Person(name="Sian Powell", body="ev-trust", post="Chief executive", signs=True),
        Person(
            name="Nia Probert",
            body="ev-trust",
            post="Company secretary's office",
            roles=(Role.GOVERNANCE_LEAD,),
            offer="Governance lead of Example Valley, where a partner declined to"
            " sign.",
        ),
        *_leads("ev-council", "Derek Hughes", "Anita Shah"),
        Person(
            name="Paul Merriman",
            body="ev-council",
            post="Director of adult services",
            signs=True,
        ),
        *_leads("ev-carers", "Wendy Griffiths", "Ben Carter"),
        Person(
            name="Rosa Delgado",
            body="ev-carers",
            post="Chief officer",
            signs=True,
            roles=(Role.MEMBER,),
            offer="Chief officer of the charity Example Valley Carers, and a member"
            " of the collaborative.",
        ),
        *_leads("ev-homecare", "Stephen Barr", "Lucy Tan"),
        Person(
            name="Victor Hale", body="ev-homecare", post="Managing director", signs=True
        ),
    ),
    personas=(
        PersonaStory(
            name="Esther",
            story=(
                "Esther, 86, lives alone above the old post office. She wants one"
                " telephone number, the same carer on most days, and never again to"
                " tell her story five times in one week."
            ),
        ),
    ),
    agreement_title="Memorandum of understanding on one team around each person",
    agreement_value_pence=180_000_00,
    terms=(
        Term(
            heading="Purpose",
            text="The partners form one team around each person, with one lead worker.",
        ),
        Term(
            heading="Money",
            text=(
                "Each partner meets its own cost. Nothing in this memorandum moves"
                " money between partners."
            ),
        ),
        Term(
            heading="Leaving",
            text="A partner may leave by three months' written notice.",
        ),
    ),
)

PARTNERSHIPS: Final = (IMPACT, EXAMPLE_VALLEY)
