"""A draft as the person who writes it sees it: its parts, and what is missing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from agreements.models import Clause, Party, Version
from agreements.presenters.markdown import to_html
from agreements.presenters.pages import ClauseShown
from agreements.selectors.bodies import members_of
from agreements.selectors.content import parties_of
from collab.models import Organisation


@dataclass(frozen=True, kw_only=True)
class DraftShown:
    """Every part of a draft, and in words what is missing before it can go out."""

    version: Version
    parties: list[Party]
    clauses: list[ClauseShown]
    missing: list[str]
    may_add_party: bool


def show_draft(version: Version, *, user: Any, now: dt.datetime) -> DraftShown:
    """Gather a draft's parts."""
    parties = parties_of(version)
    rows = version.clauses.order_by("position", "pk")
    clauses = [
        ClauseShown(
            number=number,
            identity=clause.identity,
            heading=clause.heading,
            html=to_html(clause.text),
        )
        for number, clause in enumerate(rows, start=1)
    ]
    missing = []
    if len(parties) < 2:
        missing.append("Name at least two parties.")
    if version.commences_on is None:
        missing.append("Set the day it commences.")
    if not clauses:
        missing.append("Write at least one clause.")
    return DraftShown(
        version=version,
        parties=parties,
        clauses=clauses,
        missing=missing,
        may_add_party=bool(other_members(version, now=now)),
    )


def other_members(version: Version, *, now: dt.datetime) -> list[Organisation]:
    """List the members of the collaborative that are not parties yet."""
    named = {party.organisation_id for party in parties_of(version)}
    members = members_of(version.agreement.collaborative, now)
    return [body for body in members if body.pk not in named]


def find_clause(version: Version, identity: str) -> Clause | None:
    """Find a clause of a version the person may see, or nothing."""
    clause: Clause | None = version.clauses.filter(identity=identity).first()
    return clause


def clause_or_404(version: Version, identity: str) -> Clause:
    """Find a clause of a version the person may see, or answer that there is none."""
    clause = find_clause(version, identity)
    if clause is None:
        raise Http404
    return clause


def initial_of(clause: Clause | None) -> dict[str, Any]:
    """Give what a clause's form starts from."""
    if clause is None:
        return {}
    return {
        "heading": clause.heading,
        "text": clause.text,
        "revision": clause.revision,
        "identity": clause.identity,
    }
