"""What pages read of collaboratives."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from accounts.models import User
from collab.enums import MembershipRole, PartnershipRole
from collab.models import Collaborative, Membership, NamedRole, Persona, Succession
from collab.rules.rights import Rights


def collaboratives(*, rights: Rights) -> QuerySet[Any]:
    """Give the collaboratives whose front page the person may see."""
    return Collaborative.objects.visible_to(rights, setting_up=True)


def my_collaboratives(*, rights: Rights) -> list[Collaborative]:
    """List the collaboratives that are open to the person, by name."""
    return list(Collaborative.objects.visible_to(rights).order_by("name", "pk"))


def anything_invented() -> bool:
    """Say whether the invented sample is loaded, for the notice on every page."""
    everything = Rights(is_active=True, administers_installation=True)
    return bool(
        Collaborative.objects.visible_to(everything, setting_up=True)
        .filter(is_invented=True)
        .exists()
    )


@dataclass(frozen=True, kw_only=True)
class CollaborativePage:
    """Who takes part in a collaborative and why, on one day."""

    collaborative: Collaborative
    members: dict[str, list[Membership]] = field(default_factory=dict)
    former: list[Membership] = field(default_factory=list)
    to_come: list[Membership] = field(default_factory=list)
    attention: list[tuple[Membership, Succession | None]] = field(default_factory=list)
    named_roles: list[tuple[str, NamedRole | None]] = field(default_factory=list)
    personas: list[Persona] = field(default_factory=list)

    @property
    def who(self) -> str:
        """Say in a sentence how many organisations work together, and who leads."""
        bodies = {
            part.organisation_id: part.organisation.name
            for parts in self.members.values()
            for part in parts
        }
        if not bodies:
            return "No organisation takes part yet."
        leads = self.members.get(str(MembershipRole.LEAD_PROVIDER.label), [])
        led = " and ".join(part.organisation.name for part in leads)
        if len(bodies) == 1:
            return f"{next(iter(bodies.values()))} takes part so far."
        counted = f"{len(bodies)} organisations work together"
        return f"{counted}, led by {led}." if led else f"{counted}."


def collaborative_page(
    *, collaborative: Collaborative, day: dt.date
) -> CollaborativePage:
    """Read the page of a collaborative that the caller found visible."""
    parts = _parts(collaborative)
    present = [part for part in parts if _holds(part.joined_on, part.left_on, day)]
    return CollaborativePage(
        collaborative=collaborative,
        members={
            label: found
            for role, label in MembershipRole.choices
            if (found := [part for part in present if part.role == role])
        },
        former=[part for part in parts if part.left_on and part.left_on <= day],
        to_come=[part for part in parts if part.joined_on > day],
        attention=[
            (part, _what_became(part, day))
            for part in present
            if part.organisation.closed_on and part.organisation.closed_on <= day
        ],
        named_roles=_named_roles(collaborative, day),
        personas=list(collaborative.personas.order_by("name", "pk")),
    )


def _parts(collaborative: Collaborative) -> list[Membership]:
    successions = Prefetch(
        "organisation__successions",
        queryset=Succession.objects.visible_to(Rights(is_active=True))
        .select_related("successor")
        .order_by("-happened_on", "-pk"),
    )
    return list(
        collaborative.memberships.select_related("organisation")
        .prefetch_related(successions)
        .order_by("organisation__name", "joined_on", "pk")
    )


def _holds(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    return start <= day and (end is None or end > day)


def _what_became(part: Membership, day: dt.date) -> Succession | None:
    happened = (
        fact for fact in part.organisation.successions.all() if fact.happened_on <= day
    )
    return next(happened, None)


def _named_roles(
    collaborative: Collaborative, day: dt.date
) -> list[tuple[str, NamedRole | None]]:
    held = {
        named.role: named
        for named in collaborative.named_roles.filter(starts_on__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gt=day))
        .select_related("user")
    }
    return [(str(label), held.get(role)) for role, label in PartnershipRole.choices]


def chairs_of(collaborative: Collaborative, day: dt.date) -> list[User]:
    """List who chairs a collaborative on a day: one person, or nobody yet."""
    chairing = (
        collaborative.named_roles.filter(role=PartnershipRole.CHAIR, starts_on__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gt=day))
        .select_related("user")
    )
    return [named.user for named in chairing]


def memberships_needing_attention(
    *, rights: Rights, day: dt.date
) -> QuerySet[Any] | None:
    """Narrow to parts held by closed bodies; None for those who govern nowhere."""
    governed = rights.collaboratives_with("govern")
    if not governed:
        return None
    rows: QuerySet[Any] = (
        Membership.objects.visible_to(rights)
        .filter(collaborative_id__in=governed)
        .filter(joined_on__lte=day, organisation__closed_on__lte=day)
        .filter(Q(left_on=None) | Q(left_on__gt=F("organisation__closed_on")))
        .filter(Q(left_on=None) | Q(left_on__gt=day))
    )
    return rows


def without_members(*, rights: Rights) -> Collaborative | None:
    """Find a collaborative that nobody takes part in yet."""
    found: Collaborative | None = (
        collaboratives(rights=rights).filter(memberships=None).order_by("pk").first()
    )
    return found


def without_people(*, rights: Rights) -> Collaborative | None:
    """Find a collaborative where no role was ever given to anybody."""
    found: Collaborative | None = (
        collaboratives(rights=rights)
        .filter(collaborativegrouppermission=None)
        .order_by("pk")
        .first()
    )
    return found
