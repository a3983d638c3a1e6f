"""A draft as the person who writes it sees it: its parts, and what is missing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from agreements.enums import SigningPlan
from agreements.models import Clause, Condition, Party, Version
from agreements.presenters.markdown import to_html
from agreements.presenters.pages import ClauseShown
from agreements.presenters.terms import notice_in_words
from agreements.selectors.bodies import members_of
from agreements.selectors.content import notice_of, parties_of, plan_of_party
from collab.models import Organisation
from ui.formats import date, pounds_short


@dataclass(frozen=True, kw_only=True)
class DraftShown:
    """Every part of a draft, and in words what is missing before it can go out."""

    version: Version
    parties: list[Party]
    clauses: list[ClauseShown]
    missing: list[str]
    terms: list[tuple[str, str]]
    conditions: list[Condition]
    may_add_party: bool
    plans: list[tuple[str, str]]


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
        terms=draft_terms(version),
        conditions=list(version.conditions.order_by("position", "pk")),
        may_add_party=bool(other_members(version, now=now)),
        plans=[
            (
                party.organisation.name,
                str(SigningPlan(plan_of_party(version, party)).label),
            )
            for party in parties
        ],
    )


def draft_terms(version: Version) -> list[tuple[str, str]]:
    """Give the terms of a draft, also those that are not set, as label and words."""
    notice = notice_of(version)
    return [
        ("Title", version.agreement.title),
        ("Day it commences", _day(version.commences_on, "Not set")),
        ("Last day", _day(version.expires_on, "No end is set")),
        ("Value", pounds_short(version.value_pence) or "None"),
        ("Day of review", _day(version.review_on, "Not set")),
        ("Notice", notice_in_words(notice) if notice else "None is agreed"),
    ]


def _day(day: dt.date | None, otherwise: str) -> str:
    return date(day) if day else otherwise


def other_members(version: Version, *, now: dt.datetime) -> list[Organisation]:
    """List the members of the collaborative that are not parties yet."""
    named = {party.organisation_id for party in parties_of(version)}
    members = members_of(version.agreement.collaborative, now)
    return [body for body in members if body.pk not in named]


def find_clause(version: Version, identity: str) -> Clause | None:
    """Find a clause of a version the person may see, or nothing."""
    clause: Clause | None = version.clauses.filter(identity=identity).first()
    return clause


def clause_once_there(version: Version, identity: str) -> Clause | None:
    """
    Find a clause, or nothing where somebody took it out meanwhile.

    One that never stood in this version does not exist for anybody who asks here.
    """
    clause = find_clause(version, identity)
    once = Clause.history.filter(version=version, identity=identity)
    if clause is None and not once.exists():
        raise Http404
    return clause


def clause_or_404(version: Version, identity: str) -> Clause:
    """Find a clause of a version the person may see, or answer that there is none."""
    clause = find_clause(version, identity)
    if clause is None:
        raise Http404
    return clause


def find_condition(version: Version, identity: str) -> Condition | None:
    """Find a condition of a version the person may see, or nothing."""
    condition: Condition | None = version.conditions.filter(identity=identity).first()
    return condition


def condition_once_there(version: Version, identity: str) -> Condition | None:
    """
    Find a condition, or nothing where somebody took it out meanwhile.

    One that never stood in this version does not exist for anybody who asks here.
    """
    condition = find_condition(version, identity)
    once = Condition.history.filter(version=version, identity=identity)
    if condition is None and not once.exists():
        raise Http404
    return condition


def condition_or_404(version: Version, identity: str) -> Condition:
    """Find a condition of a version the person may see, or answer there is none."""
    condition = find_condition(version, identity)
    if condition is None:
        raise Http404
    return condition


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
