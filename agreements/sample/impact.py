"""IMPACT: nine real members, published facts, and invented people."""

from typing import Final

from accounts.enums import Role
from agreements.sample.kinds import (
    Body,
    Partnership,
    Person,
    PersonaStory,
    leads_of,
)
from collab.enums import LegalForm, OversightRoute, Sector

TRUSTS_SOURCE: Final = "NHS Organisation Data Service, extract of 2025"
MEMBERS_SOURCE: Final = (
    "nottinghamshirehealthcare.nhs.uk, IMPACT learning disability and autism"
)


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
        *leads_of("notts", "Hannah Whitlock", "Tariq Mehmood"),
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
            approves=True,
            offer="Finance lead of IMPACT: a draft waits for her approval.",
        ),
        Person(
            name="Tomasz Nowak",
            body="notts",
            post="Performance analyst",
            roles=(Role.ANALYST,),
            offer="Analyst of IMPACT.",
        ),
        Person(
            name="Dr Simon Achebe",
            body="notts",
            post="Medical director and Caldicott guardian",
            approves=True,
        ),
        *leads_of("derby", "Colin Ferris", "Amina Yusuf"),
        Person(
            name="Martin Holloway", body="derby", post="Chief executive", signs=True
        ),
        Person(
            name="Dr Leila Hassan",
            body="derby",
            post="Consultant forensic psychiatrist",
            roles=(Role.MEMBER,),
            approves=True,
            offer="Member of IMPACT for Derbyshire Healthcare: logs decisions.",
        ),
        *leads_of("leics", "Joanna Pike", "Desmond Clarke"),
        Person(
            name="Sunita Rao",
            body="leics",
            post="Chief executive",
            signs=True,
            approves=True,
        ),
        *leads_of("lincs", "Peter Sandford", "Mei Lin"),
        Person(name="Fiona Garrick", body="lincs", post="Chief executive", signs=True),
        *leads_of("northants", "Bridget Nolan", "Samuel Osei"),
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
            deputy_of="Alan Whitmore",
            offer="Deputy chief executive of Northamptonshire Healthcare: signs while"
            " the chief executive is on leave.",
        ),
        *leads_of("cygnet", "Rachel Stone", "Imran Sheikh"),
        Person(
            name="David Lockwood", body="cygnet", post="Managing director", signs=True
        ),
        *leads_of("elysium", "Laura Beck", "Kofi Mensah"),
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
        *leads_of("standrews", "Michael Frost", "Chloe Bennett"),
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
)
