"""What of this room ends within a time, as the reader may see it."""

from typing import Any

from django.db.models import QuerySet

from collab.models import Engagement, Membership, NamedRole
from collab.registries import Ahead
from collab.rules.periods import london_day, midnight


def authority_that_ends(model: type[Any], *, ahead: Ahead) -> QuerySet[Any]:
    """Narrow to authority given by members that ends; seen by its own body alone."""
    members = (
        Membership.objects.visible_to(ahead.rights)
        .in_effect_on(london_day(ahead.now))
        .filter(collaborative_id=ahead.collaborative_id)
    )
    rows: QuerySet[Any] = (
        model.objects.visible_to(ahead.rights)
        .not_over_at(ahead.now)
        .filter(
            organisation_id__in=members.values("organisation_id"),
            ends_at__lte=midnight(ahead.until),
        )
    )
    return _of_bodies(rows, ahead)


def memberships_that_end(*, ahead: Ahead) -> QuerySet[Any]:
    """Narrow to the members that leave."""
    rows: QuerySet[Any] = Membership.objects.visible_to(ahead.rights).filter(
        collaborative_id=ahead.collaborative_id,
        left_on__gt=london_day(ahead.now),
        left_on__lte=ahead.until,
    )
    return _of_bodies(rows, ahead)


def named_roles_that_end(*, ahead: Ahead) -> QuerySet[Any] | None:
    """Narrow to the named roles that end; they concern no single body."""
    if ahead.bodies is not None:
        return None
    rows: QuerySet[Any] = NamedRole.objects.visible_to(ahead.rights).filter(
        collaborative_id=ahead.collaborative_id,
        ends_on__gt=london_day(ahead.now),
        ends_on__lte=ahead.until,
    )
    return rows


def audits_that_end(*, ahead: Ahead) -> QuerySet[Any] | None:
    """Narrow to the audits of the collaborative that end."""
    if ahead.bodies is not None:
        return None
    rows: QuerySet[Any] = Engagement.objects.visible_to(ahead.rights).filter(
        collaborative_id=ahead.collaborative_id,
        ends_at__gt=ahead.now,
        ends_at__lte=midnight(ahead.until),
    )
    return rows


def _of_bodies(rows: QuerySet[Any], ahead: Ahead) -> QuerySet[Any]:
    if ahead.bodies is None:
        return rows
    return rows.filter(organisation_id__in=ahead.bodies)
