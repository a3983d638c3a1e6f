"""Who can sign a version for which party, as its pages need it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from agreements.enums import RequestStatus
from agreements.models import Party, Version
from agreements.selectors.content import parties_of
from collab.enums import Power
from collab.models import Organisation
from collab.selectors.authority import Authority, delegation_for, who_may


@dataclass(frozen=True, kw_only=True)
class Way:
    """One body that waits for a signature, and the person's authority for it."""

    organisation: Organisation
    authority: Authority


@dataclass(frozen=True, kw_only=True)
class PartyPlan:
    """One party before sending out: who may sign for it."""

    party: Party
    people: list[User]


def ways_to_sign(version: Version, *, user: Any, at: dt.datetime) -> list[Way]:
    """Give each body that waits for a signature, with what the person holds there."""
    requests = version.requests.filter(status=RequestStatus.ASKED).select_related(
        "party__organisation"
    )
    return [
        Way(
            organisation=request.party.organisation,
            authority=delegation_for(
                user=user,
                organisation_id=request.party.organisation_id,
                power=Power.SIGN_AGREEMENTS,
                value_pence=version.value_pence,
                at=at,
            ),
        )
        for request in requests.order_by("party__organisation__name", "pk")
    ]


def people_who_may_sign(
    version: Version, organisation_id: int, at: dt.datetime
) -> list[User]:
    """List the people whose delegation covers a version, for one body."""
    return who_may(
        organisation_id=organisation_id,
        power=Power.SIGN_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
    )


def plan_of(version: Version, at: dt.datetime) -> list[PartyPlan]:
    """Give each party of a draft with the people who may sign for it."""
    return [
        PartyPlan(
            party=party,
            people=people_who_may_sign(version, party.organisation_id, at),
        )
        for party in parties_of(version)
    ]
