"""Access: the one module that reads and writes grants (settled question 10).

guardian holds the rows; it says yes to superusers and knows no expiry, so its own
checks are never asked. A role is a group on one collaborative or organisation
(``impact/governance_lead``); holding it is a dated, governed row. A role counts only
while its holder has an appointment in effect at a current member; an auditor's only
while an engagement is in effect.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.enums import Role
from accounts.models import RoleHolding, User
from collab.models import (
    Appointment,
    Collaborative,
    CollaborativeGroupPermission,
    CollaborativeUserPermission,
    Membership,
    Organisation,
    OrganisationGroupPermission,
    OrganisationUserPermission,
    standing,
)
from collab.rules.periods import london_day
from collab.rules.rights import NOTHING, Rights

ADMINISTRATORS: Final = "installation/administrator"

# What each role opens, by name; the pages of each are in docs/reference/access.md.
CODENAMES: Final[dict[Role, frozenset[str]]] = {
    Role.MEMBER: frozenset({"take_part"}),
    Role.GOVERNANCE_LEAD: frozenset({"take_part", "govern"}),
    Role.FINANCE_LEAD: frozenset({"take_part", "keep_finances"}),
    Role.ANALYST: frozenset({"take_part", "analyse"}),
    Role.AUDITOR: frozenset({"audit"}),
    Role.ORGANISATION_LEAD: frozenset({"administer_people"}),
}


def rights_of(user: Any, at: dt.datetime) -> Rights:
    """
    Read everything a person holds at a moment, in two queries at most.

    Remembered on the person for that very moment, so that one page asks once; a
    service that changed grants asks with a fresh person.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOTHING
    remembered: dict[dt.datetime, Rights] = user.__dict__.setdefault("_rights", {})
    if at not in remembered:
        remembered.clear()
        remembered[at] = _read(user, at)
        # The navigation asks the same of this person: once a request is enough.
        user.__dict__.setdefault(
            "_administers", remembered[at].administers_installation
        )
    return remembered[at]


def fresh_rights(user: User, at: dt.datetime) -> Rights:
    """Read everything anew, for a service that decides: nothing is remembered."""
    return rights_of(User.objects.get(pk=user.pk), at)


def lead_appointment(
    *, user: User, organisation: Organisation, at: dt.datetime
) -> Appointment | None:
    """Find the appointment by which an active person leads a body's people, if any."""
    if user not in holders(role=Role.ORGANISATION_LEAD, on=organisation, at=at):
        return None
    found: Appointment | None = (
        Appointment.objects.in_effect_at(at)
        .filter(user=user, organisation=organisation)
        .order_by("-is_lead", "pk")
        .first()
    )
    return found


def leads(*, organisation: Organisation, at: dt.datetime) -> list[User]:
    """List the people who lead a body's people, with an appointment in effect there."""
    appointed = Appointment.objects.in_effect_at(at).filter(organisation=organisation)
    rows = _holders(Role.ORGANISATION_LEAD, organisation, at)
    return list(rows.filter(pk__in=appointed.values("user_id")))


def held(*, user: User, codename: str, collaborative_id: int, at: dt.datetime) -> bool:
    """Say whether the person holds a right on one collaborative at a moment."""
    return rights_of(user, at).may(codename, collaborative_id=collaborative_id)


def takes_part(
    *, users: Iterable[int], collaborative: Collaborative, at: dt.datetime
) -> set[int]:
    """Narrow to those with a role on a collaborative and a post at a member of it."""
    members = Membership.objects.in_effect_on(london_day(at))
    bodies = members.filter(collaborative=collaborative).values("organisation")
    posts = Appointment.objects.in_effect_at(at).filter(organisation__in=bodies)
    roles = RoleHolding.objects.filter(
        standing.in_effect(at),
        group__name__startswith=f"{collaborative.slug}/",
        user__in=posts.filter(user__in=set(users)).values("user"),
    )
    return set(roles.exclude(_auditor_names()).values_list("user_id", flat=True))


def _gather(rows: list[Any]) -> dict[int, frozenset[str]]:
    gathered: dict[int, set[str]] = {}
    for pk, codename in rows:
        gathered.setdefault(pk, set()).add(codename)
    return {pk: frozenset(names) for pk, names in gathered.items()}


def _read(user: User, at: dt.datetime) -> Rights:
    rows = standing.everything_of(user.pk, at)
    of = {
        kind: {row.on for row in rows if row.kind == kind}
        for kind in (standing.APPOINTED, standing.PARTNER, standing.ENGAGED)
    }
    appointed, engaged = of[standing.APPOINTED], of[standing.ENGAGED]
    on_organisations = [
        (row.on, row.name)
        for row in rows
        if row.kind == standing.ON_ORGANISATION and row.on in appointed
    ]
    on_collaboratives = [
        (row.on, row.name)
        for row in rows
        if row.kind == standing.ON_COLLABORATIVE
        and row.name != "audit"
        and row.on in of[standing.PARTNER]
    ]
    return Rights(
        on_collaboratives=_gather(
            on_collaboratives + [(pk, "audit") for pk in _audited(engaged)]
        ),
        on_organisations=_gather(on_organisations),
        organisations=frozenset(pk for pk in appointed if pk is not None),
        audits_installation=None in engaged,
        administers_installation=_administers(rows),
        is_active=True,
        day=london_day(at),
        user_id=user.pk,
    )


def _audited(engaged: set[Any]) -> set[Any]:
    everywhere = Collaborative.objects.values_list("pk", flat=True)
    return (engaged - {None}) | (set(everywhere) if None in engaged else set())


def no_leads(at: dt.datetime) -> Any:
    """Give the condition that nobody leads the people of a row's ``organisation``."""
    post = "user__appointments__"
    lasts = Q(**{f"{post}ends_at": None}) | Q(**{f"{post}ends_at__gt": at})
    given = {
        f"{post}confirmed_at__isnull": False,
        f"{post}status__in": ["confirmed", "ended"],
        f"{post}starts_at__lte": at,
        f"{post}organisation": OuterRef("organisation"),
    }
    named = Concat(
        OuterRef("organisation__uid"), Value(f"/{Role.ORGANISATION_LEAD.value}")
    )
    leads = RoleHolding.objects.filter(standing.in_effect(at), user__is_active=True)
    return ~Exists(leads.filter(lasts, group__name=named, **given))


def is_administrator(user: User, at: dt.datetime) -> bool:
    """Say whether the person administers the installation: access, never authority."""
    return _administers(standing.everything_of(user.pk, at))


def _administers(rows: list[standing.Held]) -> bool:
    return any(
        row.kind == standing.IN_ROLE and row.name == ADMINISTRATORS for row in rows
    )


def _role_name(role: Role, on: Collaborative | Organisation | None) -> str:
    if on is None:
        return f"installation/{role.value}"
    return f"{on.slug if isinstance(on, Collaborative) else on.uid}/{role.value}"


def _role_group(
    role: Role, on: Collaborative | Organisation | None, *, at: dt.datetime
) -> Group:
    group, _ = Group.objects.get_or_create(name=_role_name(role, on))
    if on is not None and role is not Role.AUDITOR:
        _open_to_group(group, role, on, at)
    return group


def _open_to_group(
    group: Group, role: Role, on: Collaborative | Organisation, at: dt.datetime
) -> None:
    rows: Any = (
        CollaborativeGroupPermission
        if isinstance(on, Collaborative)
        else OrganisationGroupPermission
    )
    content_type = ContentType.objects.get_for_model(type(on))
    held_already = set(
        rows.objects.filter(group=group, content_object=on).values_list(
            "permission__codename", flat=True
        )
    )
    for codename in sorted(CODENAMES[role] - held_already):
        permission = Permission.objects.get(
            content_type=content_type, codename=codename
        )
        rows(
            group=group, permission=permission, content_object=on, granted_at=at
        ).save()


def give_role(
    *,
    record: Any,
    role: Role,
    on: Collaborative | Organisation | None,
    user: User,
    given_by: User | None,
    at: dt.datetime,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    reason: str = "",
) -> RoleHolding:
    """
    Let a person hold a role, inside the caller's open act.

    Giving it again leaves one holding, with the earlier start and the new end. ``on`` is None for the installation's
    administrator alone. ``record`` is the open act, which names the holding.
    """
    group = _role_group(role, on, at=at)
    token = on.audience().token if isinstance(on, Collaborative) else "installation"
    if isinstance(on, Organisation):
        token = f"organisation:{on.uid}"
    holding: RoleHolding | None = (
        RoleHolding.objects.select_for_update()
        .filter(standing.not_over(at), user=user, group=group)
        .first()
    )
    if holding is None:
        holding = RoleHolding(
            user=user,
            group=group,
            granted_by=given_by,
            granted_at=since or at,
            reason=reason,
            audience_token=token,
            title=role.label if on is None else f"{role.label} of {on.audit_label()}",
        )
    holding.granted_at = min(holding.granted_at, since or at)
    holding.expires_at = until
    holding.save()
    record.related(holding)
    return holding


def take_role(
    *, record: Any, role: Role, on: Any, user: User, at: dt.datetime
) -> list[RoleHolding]:
    """End a person's role at a moment, inside the caller's open act."""
    return _end(
        record,
        RoleHolding.objects.filter(user=user, group__name=_role_name(role, on)),
        at,
    )


def take_everything(
    *,
    record: Any,
    user: User,
    at: dt.datetime,
    organisation: Organisation | None = None,
) -> list[RoleHolding]:
    """
    End every role of a person, inside the caller's open act.

    With ``organisation``, only roles on it, and roles on collaboratives where no
    other appointment of the person in effect keeps them.
    """
    holdings = RoleHolding.objects.filter(user=user)
    own = CollaborativeUserPermission.objects.filter(user=user)
    on_bodies = OrganisationUserPermission.objects.filter(user=user)
    if organisation is not None:
        slugs = _collaboratives_left_without(user, organisation, at)
        names = Q(group__name__startswith=f"{organisation.uid}/")
        for slug in slugs:
            names |= Q(group__name__startswith=f"{slug}/")
        holdings = holdings.filter(names).exclude(_auditor_names())
        own = own.filter(content_object__slug__in=slugs)
        on_bodies = on_bodies.filter(content_object=organisation)
    for rows in (own, on_bodies):
        _end(record, rows, at)
    return _end(record, holdings, at)


def take_auditor_roles(*, record: Any, user: User, at: dt.datetime) -> None:
    """End every auditor's role of a person, with their engagements."""
    _end(record, RoleHolding.objects.filter(_auditor_names(), user=user), at)


def take_roles_of_member(
    *,
    record: Any,
    collaborative: Collaborative,
    organisation: Organisation,
    at: dt.datetime,
) -> None:
    """
    End the roles that people held through a body that has left a collaborative.

    Call it after the membership is ended: whoever is at another member keeps theirs.
    """
    appointed = Appointment.objects.in_effect_at(at)
    members = Membership.objects.in_effect_on(london_day(at)).filter(
        collaborative=collaborative
    )
    staying = appointed.filter(organisation__in=members.values("organisation"))
    leaving = (
        appointed.filter(organisation=organisation)
        .exclude(user__in=staying.values("user"))
        .values("user")
    )
    holdings = RoleHolding.objects.filter(
        user__in=leaving, group__name__startswith=f"{collaborative.slug}/"
    )
    _end(record, holdings.exclude(_auditor_names()), at)
    own = CollaborativeUserPermission.objects.filter(
        user__in=leaving, content_object=collaborative
    )
    _end(record, own, at)


def _auditor_names() -> Q:
    return Q(group__name__endswith=f"/{Role.AUDITOR.value}")


def _collaboratives_left_without(
    user: User, organisation: Organisation, at: dt.datetime
) -> set[str]:
    day = london_day(at)
    others = (
        Appointment.objects.in_effect_at(at)
        .filter(user=user)
        .exclude(organisation=organisation)
        .values_list("organisation_id", flat=True)
    )
    memberships = Membership.objects.in_effect_on(day)
    slugs = memberships.filter(organisation=organisation).values_list(
        "collaborative__slug", flat=True
    )
    kept = memberships.filter(organisation_id__in=list(others)).values_list(
        "collaborative__slug", flat=True
    )
    return set(slugs) - set(kept)


def _end(record: Any, rows: Any, at: dt.datetime) -> list[Any]:
    ended = list(rows.filter(standing.not_over(at)).select_for_update())
    for holding in ended:
        holding.expires_at = max(at, holding.granted_at)
        holding.save()
    record.related(*ended)
    return ended


def holders(
    *, role: Role, on: Collaborative | Organisation | None, at: dt.datetime
) -> list[User]:
    """List the active people who hold a role at a moment, by name."""
    return list(_holders(role, on, at))


def _holders(
    role: Role, on: Collaborative | Organisation | None, at: dt.datetime
) -> QuerySet[User]:
    rows: QuerySet[User] = (
        User.objects.filter(
            standing.in_effect(at, "holdings__"),
            is_active=True,
            holdings__group__name=_role_name(role, on),
        )
        .distinct()
        .order_by("name", "pk")
    )
    return rows
