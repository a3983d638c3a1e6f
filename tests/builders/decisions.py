"""Decisions of a forum, logged through the real services."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from agreements.services.decisions import log_decision_under
from collab.models import Collaborative, Decision, Forum, Organisation, Seat
from collab.rules.decision_facts import DecisionFacts, Taken
from collab.rules.periods import london_day
from collab.selectors.forums import forum_terms_on, seats_on
from tests.builders import forums, people


def facts(forum: Forum, now: dt.datetime, **given: Any) -> DecisionFacts:
    """An approval by the terms' own rule, with every holder of a seat there."""
    day = given.get("decided_on", london_day(now))
    terms = forum_terms_on(forum, day)
    return DecisionFacts(
        **{
            "forum_id": forum.pk,
            "what": "Fund ten beds.\nFrom May.",
            "why": "People wait too long.",
            "present": everybody(seats_on(forum, day)),
            "method": terms.decision_rule if terms else "consensus",
            "outcome": "approved",
            "decided_on": day,
        }
        | given
    )


def everybody(seats: Iterable[Seat]) -> tuple[Taken, ...]:
    """Every holder of a seat."""
    return tuple(Taken(seat_id=seat.pk, user_id=seat.user_id) for seat in seats)


def log(
    forum: Forum,
    body: Organisation,
    actor: User,
    now: dt.datetime,
    *,
    agreement_id: int | None = None,
    **given: Any,
) -> Decision:
    """A decision of the forum; ``given`` are fields of DecisionFacts."""
    return log_decision_under(
        collaborative_id=forum.collaborative_id,
        organisation_id=body.pk,
        agreement_id=agreement_id,
        facts=facts(forum, now, **given),
        actor=actor,
        now=now,
    )


def forum_of(collaborative: Collaborative, now: dt.datetime, **terms: Any) -> Forum:
    """The collaborative's first forum; made with a seat for each body where none is."""
    found = collaborative.forums.order_by("pk").first()
    if found is not None:
        return found
    bodies = len(forums.member_bodies(collaborative, now))
    return forums.forum(collaborative, now, seats=bodies, **terms)


def logged(collaborative: Collaborative, now: dt.datetime, **given: Any) -> Decision:
    """A decision of the collaborative's first forum, by somebody who takes part."""
    forum = forum_of(collaborative, now)
    body = forums.member_bodies(collaborative, now)[0]
    actor = given.pop("actor", None)
    if actor is None:
        name = f"Writer {Decision.objects.count() + 1} of {collaborative.slug}"
        actor = people.member(name, collaborative, body, now)
    return log(forum, body, actor, now, **given)
