"""What the page that logs a decision offers to choose from."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from agreements.models import Agreement, Version
from agreements.selectors.bodies import bodies_of, members_of
from collab.grants import rights_of
from collab.models import Collaborative, Organisation
from collab.rules.decisions import Body, KnownPerson


@dataclass(frozen=True, kw_only=True)
class DecisionChoices:
    """The form's choices, and the internal ids behind them."""

    for_form: dict[str, Any]
    bodies: dict[str, int]
    agreements: dict[str, int]


def choices_for_decision(
    collaborative: Collaborative, *, user: Any, at: dt.datetime
) -> DecisionChoices:
    """Gather agreements that were ever in force, members, and who works for them."""
    rights = rights_of(user, at)
    members = members_of(collaborative, at)
    own = bodies_of(user, collaborative, at)
    agreements = list(
        Agreement.objects.visible_to(rights)
        .filter(
            pk__in=Version.objects.visible_to(rights)
            .filter(in_force_from__lte=at, agreement__collaborative=collaborative)
            .values("agreement_id")
        )
        .order_by("reference")
    )
    return DecisionChoices(
        for_form={
            "agreements": [(each.reference, str(each)) for each in agreements],
            "own_bodies": [(body.uid, body.name) for body in own],
            "members": [
                Body(id=body.pk, name=body.name, ods_code=body.ods_code or "")
                for body in members
            ],
            "people": people_of(members, at),
        },
        bodies={body.uid: body.pk for body in own},
        agreements={each.reference: each.pk for each in agreements},
    )


def people_of(members: list[Organisation], at: dt.datetime) -> list[KnownPerson]:
    """List who holds a post at a member today, in two queries."""
    prefetch_related_objects(members, "appointments__user")
    return [
        KnownPerson(id=post.user_id, name=post.user.name, organisation_id=body.pk)
        for body in members
        for post in body.appointments.all()
        if post.confirmed_at is not None
        and post.starts_at <= at
        and (post.ends_at is None or at < post.ends_at)
    ]
