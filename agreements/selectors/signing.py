"""Who can sign a version for which party, as its pages need it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from agreements.enums import Capacity, RequestStatus, SignatureMethod, SigningPlan
from agreements.models import OutsideSignatory, Party, Version
from agreements.selectors.content import places_of, plan_of_party
from collab.enums import Power
from collab.models import Organisation
from collab.selectors.authority import Authority, delegation_for, who_may


@dataclass(frozen=True, kw_only=True)
class Way:
    """One body that waits for a signature, and the person's authority for it."""

    organisation: Organisation
    capacity: str
    authority: Authority


@dataclass(frozen=True, kw_only=True)
class PartyPlan:
    """One signature of one party before sending out: who may give it."""

    party: Party
    capacity: str
    people: list[User]
    outside: list[OutsideSignatory]
    is_deed: bool = False


def ways_to_sign(version: Version, *, user: Any, at: dt.datetime) -> list[Way]:
    """Give each signature that is waited for, with what the person holds there.

    Where the person has given a party's other signature, this one is not theirs.
    """
    requests = version.requests.filter(
        status=RequestStatus.ASKED, method=SignatureMethod.RE_AUTHENTICATED
    ).select_related("party__organisation")
    given = set(
        version.sign_offs.standing()
        .filter(signatory_id=user.pk)
        .values_list("organisation_id", flat=True)
    )
    return [
        Way(
            organisation=request.party.organisation,
            capacity=request.capacity,
            authority=delegation_for(
                user=user,
                organisation_id=request.party.organisation_id,
                power=Power.SIGN_AGREEMENTS,
                value_pence=version.value_pence,
                at=at,
                capacity=request.capacity,
            ),
        )
        for request in requests.order_by("party__organisation__name", "pk")
        if request.party.organisation_id not in given
    ]


def people_who_may_sign(
    version: Version,
    organisation_id: int,
    at: dt.datetime,
    capacity: str = Capacity.ANY,
) -> list[User]:
    """List the people whose delegation covers a version, for one body."""
    return who_may(
        organisation_id=organisation_id,
        power=Power.SIGN_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
        capacity=capacity,
    )


def plan_of(version: Version, at: dt.datetime) -> list[PartyPlan]:
    """Give each signature that a draft needs, with the people who may give it."""
    return [
        place_plan(version, party, capacity, at)
        for party, capacity in places_of(version)
    ]


def place_plan(
    version: Version, party: Party, capacity: str, at: dt.datetime
) -> PartyPlan:
    """Give one signature of a party, with the people who may give it."""
    outside = version.outside_signatories.filter(
        party=party, capacity=capacity, second_word_by__isnull=False, ended_at=None
    )
    return PartyPlan(
        party=party,
        capacity=capacity,
        people=people_who_may_sign(version, party.organisation_id, at, capacity),
        outside=[
            each for each in outside.order_by("pk") if each.covers(version.value_pence)
        ],
        is_deed=plan_of_party(version, party) == SigningPlan.DEED,
    )
