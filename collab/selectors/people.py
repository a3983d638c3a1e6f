"""What pages read of people and what they hold."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import F, QuerySet

from accounts.enums import Role
from accounts.models import RoleHolding, User
from collab import grants
from collab.models import (
    Appointment,
    Collaborative,
    Delegation,
    Deputy,
    Engagement,
    Organisation,
)
from collab.rules.rights import Rights
from collab.selectors.authority import deputies_of

SOON: Final = dt.timedelta(days=30)
MOST_TO_CHOOSE_FROM: Final = 500
KINDS: Final[dict[str, type[Any]]] = {
    Appointment.uid_prefix: Appointment,
    Deputy.uid_prefix: Deputy,
    Delegation.uid_prefix: Delegation,
}
_WITH: Final = ("organisation", "user", "proposed_by", "confirmed_by", "ended_by")


def authority_named(*, uid: str, rights: Rights) -> Any | None:
    """Find an appointment, deputy or delegation that the person may see."""
    model = KINDS.get(uid.partition("_")[0])
    if model is None:
        return None
    rows = model.objects.visible_to(rights).select_related(*_WITH, "source_document")
    if model is Deputy:
        rows = rows.select_related("appointment__user")
    return rows.filter(uid=uid).first()


def waiting(*, organisation_ids: Any, rights: Rights) -> list[Any]:
    """List what waits for a second person at some bodies, oldest first."""
    found: list[Any] = []
    for model in KINDS.values():
        rows = (
            model.objects.visible_to(rights)
            .waiting()
            .filter(organisation_id__in=organisation_ids)
            .select_related(*_WITH)
        )
        if model is Deputy:
            rows = rows.select_related("appointment__user")
        found += rows.order_by("proposed_at", "pk")[:100]
    return sorted(found, key=lambda row: (row.proposed_at, row.uid))


def waiting_for_second_word(
    model: type[Any], *, user: Any, rights: Rights
) -> QuerySet[Any] | None:
    """Narrow to what another lead proposed for somebody else; None for no lead."""
    led = rights.organisations_with("administer_people")
    if not led or rights.administers_installation:
        return None
    rows: QuerySet[Any] = (
        model.objects.visible_to(rights)
        .waiting()
        .filter(organisation_id__in=led)
        .exclude(proposed_by=user)
        .exclude(user=user)
    )
    return rows


def waiting_for_an_administrator(
    *, user: Any, rights: Rights, at: dt.datetime
) -> QuerySet[Any] | None:
    """Narrow to the leads named for bodies that lost all theirs (ADR 0008)."""
    if not rights.administers_installation:
        return None
    rows: QuerySet[Any] = (
        Appointment.objects.visible_to(rights)
        .waiting()
        .filter(grants.no_leads(at), is_founding=True)
        .exclude(proposed_by=user)
        .exclude(user=user)
    )
    return rows


def posts(
    *, organisation: Organisation, rights: Rights, at: dt.datetime
) -> QuerySet[Any]:
    """Give a body's posts that are not over, to be paged by their holder's name."""
    rows: QuerySet[Any] = (
        Appointment.objects.visible_to(rights)
        .filter(organisation=organisation)
        .not_over_at(at)
        .annotate(holder_name=F("user__name"))
        .select_related("user")
    )
    return rows


def posts_to_choose_from(
    *, organisation: Organisation, rights: Rights, at: dt.datetime
) -> list[Appointment]:
    """List the posts a form offers, by their holder's name."""
    rows = posts(organisation=organisation, rights=rights, at=at)
    return list(rows.order_by("user__name", "pk")[:MOST_TO_CHOOSE_FROM])


def delegations(
    *, organisation: Organisation, rights: Rights, at: dt.datetime
) -> QuerySet[Any]:
    """Give the register of a body's delegations that are not over."""
    rows: QuerySet[Any] = (
        Delegation.objects.visible_to(rights)
        .filter(organisation=organisation)
        .not_over_at(at)
        .annotate(holder_name=F("user__name"))
        .select_related("user")
    )
    return rows


def deputies(
    *, organisation: Organisation, rights: Rights, at: dt.datetime
) -> list[Deputy]:
    """List who stands in for whom at a body, now or later."""
    return list(
        Deputy.objects.visible_to(rights)
        .filter(organisation=organisation)
        .not_over_at(at)
        .select_related("user", "appointment__user")
        .order_by("starts_at", "pk")[:100]
    )


def ending_soon(*, rights: Rights, at: dt.datetime) -> QuerySet[Any] | None:
    """Narrow to delegations that end within 30 days; None for those who lead nobody."""
    led = rights.organisations_with("administer_people")
    if not led:
        return None
    rows: QuerySet[Any] = (
        Delegation.objects.visible_to(rights)
        .in_effect_at(at)
        .filter(organisation_id__in=led, ends_at__lte=at + SOON)
    )
    return rows


@dataclass(frozen=True, kw_only=True)
class MyAuthority:
    """What one person holds: posts, powers, who stands in, and for whom they do."""

    posts: list[Appointment] = field(default_factory=list)
    powers: list[Delegation] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)
    standing_in: list[tuple[Deputy, list[Delegation]]] = field(default_factory=list)
    audits: list[Engagement] = field(default_factory=list)


def my_authority(*, user: User, rights: Rights, at: dt.datetime) -> MyAuthority:
    """Read everything a person holds at a moment and later."""
    own = Appointment.objects.visible_to(rights).filter(user=user).not_over_at(at)
    powers = Delegation.objects.visible_to(rights).in_effect_at(at)
    return MyAuthority(
        posts=list(own.select_related("organisation").order_by("starts_at", "pk")),
        powers=list(
            Delegation.objects.visible_to(rights)
            .filter(user=user)
            .not_over_at(at)
            .select_related("organisation", "user")
            .order_by("organisation__name", "power", "pk")
        ),
        deputies=deputies_of(holder=user, at=at),
        standing_in=_standing_in(user, rights, powers, at),
        audits=list(
            Engagement.objects.visible_to(rights)
            .in_effect_at(at)
            .filter(user=user)
            .select_related("collaborative")
            .order_by("ends_at", "pk")
        ),
    )


def _standing_in(
    user: User, rights: Rights, powers: QuerySet[Any], at: dt.datetime
) -> list[tuple[Deputy, list[Delegation]]]:
    rows = list(
        Deputy.objects.visible_to(rights)
        .filter(user=user)
        .not_over_at(at)
        .select_related("appointment__user", "organisation")
        .order_by("starts_at", "pk")
    )
    held = list(
        powers.filter(user__in=[row.appointment.user_id for row in rows])
        .exclude(proposed_by=user)
        .exclude(confirmed_by=user)
        .select_related("organisation", "user")
        .order_by("power", "pk")
    )
    return [
        (
            row,
            [
                power
                for power in held
                if (power.user_id, power.organisation_id)
                == (row.appointment.user_id, row.organisation_id)
            ],
        )
        for row in rows
    ]


def account_with(*, email: str) -> User | None:
    """Find an open account by its address, for whoever gives it a role."""
    found: User | None = User.objects.filter(
        email__iexact=email.strip(), is_active=True
    ).first()
    return found


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """One person's role on a collaborative."""

    user: User
    role: Role


def roles_on(*, collaborative: Collaborative, at: dt.datetime) -> list[RoleLine]:
    """List who holds which role on a collaborative that the caller may see."""
    prefix = f"{collaborative.slug}/"
    rows = (
        RoleHolding.objects.in_effect_at(at)
        .filter(
            group__name__startswith=prefix, user__is_active=True, granted_at__lte=at
        )
        .select_related("user", "group")
        .order_by("user__name", "pk")
    )
    return [
        RoleLine(user=row.user, role=Role(row.group.name.removeprefix(prefix)))
        for row in rows
    ]


def audits(
    *, collaborative: Collaborative | None, rights: Rights, at: dt.datetime
) -> list[Engagement]:
    """List the audits of a collaborative, or of the installation, not over yet."""
    return list(
        Engagement.objects.visible_to(rights)
        .filter(collaborative=collaborative, ends_at__gt=at)
        .select_related("user", "given_by")
        .order_by("ends_at", "pk")
    )


def leads_count(*, organisation: Organisation, at: dt.datetime) -> int:
    """Count the people who lead a body's people at a moment."""
    return len(grants.leads(organisation=organisation, at=at))
