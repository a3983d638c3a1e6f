"""Before a version goes out: who can sign for each party, and what is lacking."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from agreements.models import Version
from agreements.presenters.pages import authority_in_words
from agreements.selectors.signing import PartyPlan, plan_of
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
                plan.party.organisation.uid,
                plan.party.organisation.name,
                [(person.uid, person.name) for person in plan.people],
            )
            for plan in self.plans
        ]

    @property
    def is_lacking(self) -> bool:
        """Whether some party has nobody who may sign."""
        return any(party.lacking for party in self.parties)

    def chosen(self, by_uid: dict[str, str]) -> dict[int, int]:
        """Turn what was chosen in the form into internal ids."""
        return {
            plan.party.organisation_id: person.pk
            for plan in self.plans
            for person in plan.people
            if by_uid.get(plan.party.organisation.uid) == person.uid
        }


def show_plan(version: Version, *, at: dt.datetime) -> PlanShown:
    """Gather who may sign for each party."""
    plans = plan_of(version, at)
    return PlanShown(parties=[_party(plan, version, at) for plan in plans], plans=plans)


def _party(plan: PartyPlan, version: Version, at: dt.datetime) -> PartyShown:
    organisation = plan.party.organisation
    lacking = ""
    if not plan.people:
        worth = (
            f" that covers {pounds_short(version.value_pence)}"
            if version.value_pence
            else ""
        )
        lacking = (
            f"Nobody at {organisation} holds a delegation in effect to sign"
            f" agreements{worth}. Ask an organisation lead of {organisation} to record"
            " one; a second lead confirms it."
        )
    return PartyShown(
        name=organisation.name,
        candidates=[_candidate(plan, person, version, at) for person in plan.people],
        lacking=lacking,
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
    )
    words = authority_in_words(found.delegation)
    return Candidate(
        name=str(person), authority=f"As deputy: {words}" if found.deputy else words
    )
