"""Before a version goes out: who can sign for each party, and what is lacking."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from accounts.models import User
from agreements.enums import Capacity
from agreements.models import OutsideSignatory, Version
from agreements.presenters.signatures import authority_in_words
from agreements.presenters.signing import place_code
from agreements.selectors.content import in_capacity
from agreements.selectors.signing import PartyPlan, plan_of
from agreements.services.asking import ON_PAPER, Outside, Place, Whom
from collab.enums import Power
from collab.selectors.authority import delegation_for
from ui.formats import pounds_short


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One person who may sign, and by what."""

    name: str
    authority: str


@dataclass(frozen=True, kw_only=True)
class PartyShown:
    """One party, the people who may sign for it, or what to do where there is none."""

    name: str
    candidates: list[Candidate]
    lacking: str
    uid: str
    query: str


@dataclass(frozen=True, kw_only=True)
class PlanShown:
    """The preview of sending a version out."""

    parties: list[PartyShown]
    plans: list[PartyPlan]

    @property
    def choices(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Give what the form offers for each party."""
        return [
            (
                place_code(plan.party.organisation.uid, plan.capacity),
                f"{plan.party.organisation.name}{in_capacity(plan.capacity)}",
                whom_to_ask(plan),
            )
            for plan in self.plans
        ]

    @property
    def is_lacking(self) -> bool:
        """Whether some party has nobody who may sign."""
        return any(party.lacking for party in self.parties)

    def chosen(self, by_place: dict[str, str]) -> dict[Place, Whom]:
        """Turn what was chosen in the form into internal ids."""
        return {
            (plan.party.organisation_id, plan.capacity): read_whom(
                plan,
                by_place.get(
                    place_code(plan.party.organisation.uid, plan.capacity), ""
                ),
            )
            for plan in self.plans
        }


ON_PAPER_CODE: Final = "paper"
ON_PAPER_WORDS: Final = "Somebody on paper, recorded and checked by two people"


def whom_to_ask(plan: PartyPlan) -> list[tuple[str, str]]:
    """Give the choices for one signature: people, those without an account, paper."""
    if plan.is_deed:
        return [(ON_PAPER_CODE, "By deed, on paper and before a witness")]
    return [
        *((person.uid, person.name) for person in plan.people),
        *((each.uid, f"{each.name}, by a link") for each in plan.outside),
        (ON_PAPER_CODE, ON_PAPER_WORDS),
    ]


def read_whom(plan: PartyPlan, code: str) -> Whom:
    """Read such a choice back; None where it is none of them."""
    if code == ON_PAPER_CODE:
        return ON_PAPER
    for person in plan.people:
        if person.uid == code:
            return int(person.pk)
    for outside in plan.outside:
        if outside.uid == code:
            return Outside(outside.pk)
    return None


def show_plan(version: Version, *, at: dt.datetime) -> PlanShown:
    """Gather who may sign for each party."""
    plans = plan_of(version, at)
    return PlanShown(parties=[_party(plan, version, at) for plan in plans], plans=plans)


def _party(plan: PartyPlan, version: Version, at: dt.datetime) -> PartyShown:
    organisation = plan.party.organisation
    lacking = ""
    if not plan.people and not plan.outside and not plan.is_deed:
        worth = (
            f" that covers {pounds_short(version.value_pence)}"
            if version.value_pence
            else ""
        )
        lacking = (
            f"Nobody at {organisation} holds a delegation in effect to sign"
            f" agreements{in_capacity(plan.capacity)}{worth}. Ask an organisation lead of {organisation} to record"
            " one; a second lead confirms it."
        )
    return PartyShown(
        name=f"{organisation.name}{in_capacity(plan.capacity)}",
        candidates=[
            *(_candidate(plan, person, version, at) for person in plan.people),
            *(_candidate_outside(each) for each in plan.outside),
        ],
        uid=organisation.uid,
        query="" if plan.capacity == Capacity.ANY else f"?as={plan.capacity}",
        lacking=lacking,
    )


def _candidate_outside(outside: OutsideSignatory) -> Candidate:
    return Candidate(
        name=f"{outside.name}, without an account",
        authority=f"{outside.source}: as {outside.post}",
    )


def _candidate(
    plan: PartyPlan, person: User, version: Version, at: dt.datetime
) -> Candidate:
    found = delegation_for(
        user=person,
        organisation_id=plan.party.organisation_id,
        power=Power.SIGN_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
        capacity=plan.capacity,
    )
    words = authority_in_words(found.delegation)
    return Candidate(
        name=str(person), authority=f"As deputy: {words}" if found.deputy else words
    )
