"""Notice as pages show it: who can give it, until when, and what it ends."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements import policies
from agreements.models import Agreement, Notice
from agreements.presenters.signatures import authority_in_words
from agreements.presenters.terms import notice_in_words
from agreements.rules.giving_notice import last_day
from agreements.selectors.content import content_of
from agreements.selectors.notices import bound_parties, running_notices
from collab.grants import rights_of
from collab.rules.periods import london_day
from ui.formats import date


@dataclass(frozen=True, kw_only=True)
class Giving:
    """What the page that gives notice shows: the terms, the last day, for whom."""

    terms: str
    last_on: dt.date | None
    choices: list[tuple[str, str]]
    bodies: dict[str, int]
    authorities: list[tuple[str, str]]
    refusals: list[str]


def show_giving(agreement: Agreement, *, user: Any, now: dt.datetime) -> Giving:
    """Gather for which bound bodies the person can give notice today, and why not."""
    version = agreement.versions.in_force_at(now).first()
    terms = content_of(version).notice if version else None
    if version is None or terms is None:
        return Giving(
            terms="",
            last_on=None,
            choices=[],
            bodies={},
            authorities=[],
            refusals=[
                "No version is in force today."
                if version is None
                else f"{version} says nothing of notice."
            ],
        )
    version.agreement = agreement
    given = {notice.party_id for notice in running_notices(agreement)}
    own = rights_of(user, now).organisations
    ways, refusals = [], []
    for party in bound_parties(agreement):
        found = policies.authority_to_sign(
            user=user, version=version, organisation_id=party.organisation_id, at=now
        )
        if found.allows and party.pk not in given:
            ways.append((party.organisation, found.delegation))
        elif party.organisation_id in own:
            refusals.append(
                f"{party.organisation} has given notice already."
                if party.pk in given
                else f"{party.organisation}: {found.sentence}"
            )
    return Giving(
        terms=notice_in_words(terms),
        last_on=last_day(london_day(now), terms.length, terms.unit),
        choices=[(body.uid, body.name) for body, _ in ways],
        bodies={body.uid: body.pk for body, _ in ways},
        authorities=[(body.name, authority_in_words(by)) for body, by in ways],
        refusals=refusals,
    )


def notice_lines(notices: list[Notice]) -> list[dict[str, str]]:
    """Say of each running notice who gave it, when, and its last day."""
    return [
        {
            "organisation": notice.party.organisation.name,
            "uid": notice.party.organisation.uid,
            "words": notice.words,
            "detail": (
                f"Given on {date(notice.given_at)} by {notice.given_name},"
                f" {notice.capacity}. The last day is {date(notice.last_on)}."
            ),
        }
        for notice in notices
    ]
