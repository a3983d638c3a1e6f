"""What a signatory sees before signing: by what right, for whom, with which words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements.models import Version
from agreements.presenters.pages import authority_in_words
from agreements.selectors.content import parties_of
from agreements.selectors.signing import Way, ways_to_sign


@dataclass(frozen=True, kw_only=True)
class WayShown:
    """One body the person can sign for, and the delegation quoted."""

    uid: str
    name: str
    authority: str


@dataclass(frozen=True, kw_only=True)
class SigningShown:
    """What the sign page needs to know of the person."""

    ways: list[WayShown]
    refusals: list[str]
    intent: str

    @property
    def bodies(self) -> list[tuple[str, str]]:
        """Give the choices of the form."""
        return [(way.uid, way.name) for way in self.ways]


def show_signing(version: Version, *, user: Any, at: dt.datetime) -> SigningShown:
    """Gather for which bodies the person can sign, and why not for the others."""
    every = ways_to_sign(version, user=user, at=at)
    own = user_organisations(user, at)
    ways = [_shown(way) for way in every if way.authority.allows]
    body = ways[0].name if len(ways) == 1 else "the organisation chosen here"
    return SigningShown(
        ways=ways,
        refusals=[
            f"{way.organisation}: {way.authority.sentence}"
            f" An organisation lead of {way.organisation} can record what is missing."
            for way in every
            if not way.authority.allows and way.organisation.pk in own
        ],
        intent=(
            f"I have read version {version.number} of {version.agreement.title} and"
            f" sign it for {body}"
        ),
    )


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
        uid=way.organisation.uid, name=way.organisation.name, authority=words
    )


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
        (party.organisation.uid, party.organisation.name)
        for party in parties_of(version)
    ]


def organisation_ids(version: Version) -> dict[str, int]:
    """Give the internal id of each party by its uid."""
    return {
        party.organisation.uid: party.organisation_id for party in parties_of(version)
    }
