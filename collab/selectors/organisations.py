"""What pages read of the register."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from collab.models import Membership, Organisation, Succession
from collab.rules.organisation_csv import ODS_CODE
from collab.rules.rights import Rights

MOST_NAMESAKES = 5


def organisations(
    *, rights: Rights, sector: str = "", name: str = "", code: str = ""
) -> QuerySet[Any]:
    """Narrow the register by sector, first letters of the name, and ODS code."""
    rows = Organisation.objects.visible_to(rights)
    if sector:
        rows = rows.filter(sector=sector)
    if name:
        rows = rows.filter(name__istartswith=name)
    if code:
        rows = rows.filter(ods_code=code.upper())
    return rows


def organisation_named(*, typed: str, rights: Rights) -> list[Organisation]:
    """
    Find what a person means by a code or a name: one, none, or those it may be.

    An exact code or name stands alone; otherwise the first few that begin so.
    """
    visible = Organisation.objects.visible_to(rights)
    text = " ".join(typed.split())
    is_code = ODS_CODE.fullmatch(text.upper())
    if is_code and (found := list(visible.filter(ods_code=text.upper()))):
        return found
    exact = list(visible.filter(name__iexact=text).order_by("pk")[:MOST_NAMESAKES])
    if exact:
        return exact
    likely = visible.filter(name__istartswith=text).order_by("name", "pk")
    return list(likely[:MOST_NAMESAKES])


@dataclass(frozen=True, kw_only=True)
class OrganisationPage:
    """One body with what became of it and where it takes part."""

    organisation: Organisation
    successions: list[Succession] = field(default_factory=list)
    predecessions: list[Succession] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)


def organisation_page(
    *, organisation: Organisation, rights: Rights
) -> OrganisationPage:
    """Read a body's page; memberships only of collaboratives open to the person."""
    successions = Succession.objects.visible_to(rights)
    return OrganisationPage(
        organisation=organisation,
        successions=list(
            successions.filter(organisation=organisation)
            .select_related("successor")
            .order_by("-happened_on", "-pk")
        ),
        predecessions=list(
            successions.filter(successor=organisation)
            .select_related("organisation")
            .order_by("-happened_on", "-pk")
        ),
        memberships=list(
            Membership.objects.visible_to(rights)
            .filter(organisation=organisation)
            .select_related("collaborative")
            .order_by("-joined_on", "pk")
        ),
    )
