"""A draft as the person who writes it sees it: its parts, and what is missing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from agreements.enums import SigningPlan
from agreements.models import Condition, Party, Version
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


def part_once_there(rows: Any, identity: str) -> Any:
    """
    Find one of a version's clauses or conditions, or nothing where it was taken out.

    One that never stood in this version does not exist for anybody who asks here.
    """
    part = rows.filter(identity=identity).first()
    once = rows.model.history.filter(version=rows.instance, identity=identity)
    if part is None and not once.exists():
        raise Http404
    return part
