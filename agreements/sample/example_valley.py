"""Example Valley: a trust, a council, a charity and a company, all invented."""

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
        *leads_of("ev-trust", "Gareth Lewis", "Moira Quinn"),
        Person(name="Sian Powell", body="ev-trust", post="Chief executive", signs=True),
        Person(
            name="Nia Probert",
            body="ev-trust",
            post="Company secretary's office",
            roles=(Role.GOVERNANCE_LEAD,),
            offer="Governance lead of Example Valley, where a partner declined to"
            " sign.",
        ),
        *leads_of("ev-council", "Derek Hughes", "Anita Shah"),
        Person(
            name="Paul Merriman",
            body="ev-council",
            post="Director of adult services",
            signs=True,
        ),
        *leads_of("ev-carers", "Wendy Griffiths", "Ben Carter"),
        Person(
            name="Rosa Delgado",
            body="ev-carers",
            post="Chief officer",
            signs=True,
            roles=(Role.MEMBER,),
            offer="Chief officer of the charity Example Valley Carers, and a member"
            " of the collaborative.",
        ),
        *leads_of("ev-homecare", "Stephen Barr", "Lucy Tan"),
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
)
