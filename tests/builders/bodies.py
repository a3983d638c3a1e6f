"""Organisations, collaboratives and imports, reached through the real services."""

import datetime as dt
import itertools
from typing import Any

from allauth.mfa.models import Authenticator

from accounts.models import User
from audit.door import CommandActor
from collab.enums import FootprintLevel, Sector
from collab.models import Collaborative, Organisation, OrganisationImport
from collab.services.collaboratives import (
    CollaborativeFacts,
    create_collaborative,
)
from collab.services.imports import check_import, confirm_import
from collab.services.organisations import OrganisationFacts, create_organisation

SERVER = CommandActor("tests")
_numbers = itertools.count(1)

HEADINGS = "ods_code,name,sector,town,postcode,open_date,close_date\n"
# The shape of the published extract, with invented bodies.
EXTRACT = (
    "ods_code,name,nhse_region_code,icb_ods_code,address1,address2,address3,town,"
    "county,postcode,open_date,close_date\n"
    'X1A2B,NORTH VALE NHS FOUNDATION TRUST,Y99,QXX,"1ST FLOOR, EAST",HALL,,'
    "VALETOWN,,ZZ1 1AA,20241101,\n"
    "XA1,SOUTH VALE NHS TRUST,Y99,QXX,HILL HOUSE,,,MOORSIDE,,ZZ2 2BB,19920401,\n"
    "XA2,VALE AMBULANCE SERVICE NHS TRUST,Y99,QXY,THE DEPOT,,,VALETOWN,,ZZ3 3CC,"
    "20060701,20250331\n"
)


def facts(name: str = "", **given: Any) -> OrganisationFacts:
    """What the register may be told of a body."""
    return OrganisationFacts(
        **{
            "name": name or f"Body {next(_numbers)}",
            "sector": Sector.NHS_TRUST,
            "source": "Written by a test",
        }
        | given
    )


def body(name: str, now: dt.datetime, **given: Any) -> Organisation:
    """A body that an administrator's command added to the register."""
    return create_organisation(facts=facts(name, **given), actor=SERVER, now=now)


def collaborative_facts(**given: Any) -> CollaborativeFacts:
    """What a collaborative may be said to be."""
    return CollaborativeFacts(
        **{
            "name": "Vale Partners",
            "purpose": "Fewer people placed far from home.",
            "footprint_level": FootprintLevel.PLACE,
            "footprint": "Northfield and Vale",
        }
        | given
    )


def collaborative(slug: str, now: dt.datetime, **given: Any) -> Collaborative:
    """A collaborative that an administrator's command set up, without members."""
    return create_collaborative(
        slug=slug, facts=collaborative_facts(**given), actor=SERVER, now=now
    )


def imported(
    text: str, now: dt.datetime, *, actor: User | None = None
) -> OrganisationImport:
    """An import of a file, checked and confirmed; small files are finished."""
    by = actor or SERVER
    found = check_import(
        content=text.encode(), file_name="bodies.csv", actor=by, now=now
    )
    return confirm_import(import_id=found.pk, actor=by, now=now)


def with_second_factor(user: User) -> User:
    """A person who has set up an authenticator app."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
    )
    return user
