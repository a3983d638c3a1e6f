"""The members of a collaborative, and for which of them a person acts."""

import datetime as dt
from typing import Any

from collab.grants import rights_of
from collab.models import Collaborative, Organisation
from collab.rules.periods import london_day


def members_of(collaborative: Collaborative, at: dt.datetime) -> list[Organisation]:
    """Give the organisations that are members of a collaborative, by name."""
    memberships = collaborative.memberships.in_effect_on(london_day(at))
    bodies = {each.organisation for each in memberships.select_related("organisation")}
    return sorted(bodies, key=lambda body: (body.name, body.pk))


def body_acted_for(
    user: Any, collaborative: Collaborative, at: dt.datetime
) -> Organisation | None:
    """Give the one member where the person holds a post; None where it is not one."""
    own = rights_of(user, at).organisations
    bodies = [body for body in members_of(collaborative, at) if body.pk in own]
    return bodies[0] if len(bodies) == 1 else None
