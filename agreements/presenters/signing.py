"""What a signatory sees before signing: by what right, for whom, with which words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements import policies
from agreements.enums import Capacity
from agreements.models import Version
from agreements.presenters.signatures import authority_in_words
from agreements.selectors.content import in_capacity, parties_of, places_of
from agreements.selectors.signing import Way, ways_to_sign


@dataclass(frozen=True, kw_only=True)
class WayShown:
    """One body the person can sign for, and the delegation quoted."""

    uid: str
    name: str
    authority: str
    # As forms send it: the body, and the capacity where its plan asks for one.
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class SigningShown:
    """What the sign page needs to know of the person."""

    ways: list[WayShown]
    refusals: list[str]
    intent: str
    may_withdraw: list[WayShown]

    @property
    def bodies(self) -> list[tuple[str, str]]:
        """Give the choices of the form."""
        return [(way.code, way.name) for way in self.ways]


def show_signing(version: Version, *, user: Any, at: dt.datetime) -> SigningShown:
    """Gather for which bodies the person can sign, and why not for the others."""
    every = ways_to_sign(version, user=user, at=at)
    own = user_organisations(user, at)
    ways = [_shown(way) for way in every if way.authority.allows]
    body = ways[0].name if len(ways) == 1 else "the organisation chosen here"
    return SigningShown(
        ways=ways,
        refusals=[
            f"{way.organisation}{in_capacity(way.capacity)}: {way.authority.sentence}"
            f" An organisation lead of {way.organisation} can record what is missing."
            for way in every
            if not way.authority.allows and way.organisation.pk in own
        ],
        intent=(
            f"I have read version {version.number} of {version.agreement.title} and"
            f" sign it for {body}"
        ),
        may_withdraw=bodies_to_withdraw(version, user=user, at=at),
    )


def bodies_to_withdraw(
    version: Version, *, user: Any, at: dt.datetime
) -> list[WayShown]:
    """Give the parties that the person binds, signed or not, and so may withdraw."""
    own = user_organisations(user, at)
    return [
        WayShown(uid=body.uid, name=body.name, authority="")
        for party in parties_of(version)
        for body in [party.organisation]
        if body.pk in own
        and policies.can_sign_off(user=user, version=version, organisation=body, at=at)
    ]


def user_organisations(user: Any, at: dt.datetime) -> set[int]:
    """Give the organisations where the person holds a post."""
    return set(
        user.appointments.in_effect_at(at).values_list("organisation_id", flat=True)
    )


def _shown(way: Way) -> WayShown:
    words = authority_in_words(way.authority.delegation)
    if way.authority.deputy is not None and way.authority.delegation is not None:
        words = f"As deputy for {way.authority.delegation.user.name}: {words}"
    return WayShown(
        uid=way.organisation.uid,
        name=f"{way.organisation.name}{in_capacity(way.capacity)}",
        authority=words,
        code=place_code(way.organisation.uid, way.capacity),
    )


def place_code(uid: str, capacity: str) -> str:
    """Name one body's place for one signature, as forms send it."""
    return uid if capacity == Capacity.ANY else f"{uid}:{capacity}"


def read_place(version: Version, code: str) -> tuple[int, str]:
    """Read such a name back: the organisation's internal id, and the capacity."""
    uid, _, capacity = code.partition(":")
    return organisation_ids(version)[uid], capacity or Capacity.ANY


def choices_of(
    version: Version, shown: SigningShown, posted: str
) -> list[tuple[str, str]]:
    """
    Give the bodies of the form.

    Where another party was posted it is a choice too, so that the service refuses
    and the refusal is kept: a form that knows no such choice would hide the attempt.
    """
    if not posted or posted in dict(shown.bodies):
        return shown.bodies
    return [
        (
            place_code(party.organisation.uid, capacity),
            f"{party.organisation.name}{in_capacity(capacity)}",
        )
        for party, capacity in places_of(version)
    ]


def organisation_ids(version: Version) -> dict[str, int]:
    """Give the internal id of each party by its uid."""
    return {
        party.organisation.uid: party.organisation_id for party in parties_of(version)
    }


def bodies_to_decline_for(ways: list[Way]) -> list[tuple[str, str]]:
    """Give the choices of declining."""
    return [
        (
            place_code(way.organisation.uid, way.capacity),
            f"{way.organisation.name}{in_capacity(way.capacity)}",
        )
        for way in ways
    ]
