"""What the pages that log a decision offer to choose from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.urls import reverse

from agreements.models import Agreement, Version
from agreements.selectors.bodies import bodies_of, members_of
from collab.grants import rights_of
from collab.models import Collaborative, Decision, Forum, Organisation
from collab.presenters.seating import Seating, seating_of
from collab.registries import Entry
from collab.rules.decisions import KnownPerson
from collab.rules.forums import how_it_decides, quorum_in_words
from collab.rules.periods import london_day
from collab.rules.quorum import QuorumRule
from collab.rules.rights import Rights
from collab.selectors.forums import forum_terms_on
from ui.fields import DateField


@dataclass(frozen=True, kw_only=True)
class DecisionChoices:
    """The form's choices, and the internal ids behind them."""

    forum: Forum
    at: dt.datetime
    rights: Rights
    initial: dict[str, Any]
    for_form: dict[str, Any]
    bodies: dict[str, int]
    agreements: dict[str, int]
    seating: Seating
    members: list[Organisation]
    quorum_words: str
    rule_words: str

    def for_facts(self, references: Sequence[str]) -> dict[str, Any]:
        """Give what the typed lines may name; earlier decisions by reference."""
        earlier = Decision.objects.visible_to(self.rights).filter(
            collaborative=self.forum.collaborative_id, reference__in=references
        )
        return {
            "forum_id": self.forum.pk,
            "seats": self.seating.seats,
            "people": self.seating.named_people,
            "bodies": self.seating.named_bodies,
            "owners": people_of(self.members, self.at),
            "decisions": dict(earlier.values_list("reference", "pk")),
        }


def forums_to_log_for(
    collaborative: Collaborative, *, user: Any, at: dt.datetime
) -> list[Entry]:
    """List the open forums of a collaborative with what their quorum asks."""
    forums = (
        Forum.objects.visible_to(rights_of(user, at))
        .filter(collaborative=collaborative)
        .open_on(london_day(at))
        .order_by("name", "pk")
    )
    return [
        Entry(
            title=each.name,
            href=reverse(
                "agreements:log_decision", args=[collaborative.slug, each.slug]
            ),
        )
        for each in forums
    ]


def choices_for_decision(
    forum: Forum, typed: Mapping[str, Any], *, user: Any, at: dt.datetime
) -> DecisionChoices:
    """Gather who may have been there, agreements ever in force, and the members."""
    rights, today = rights_of(user, at), london_day(at)
    members = members_of(forum.collaborative, at)
    own = bodies_of(user, forum.collaborative, at)
    agreements = _agreements(forum, rights, at)
    day = _day(typed)
    seating = seating_of(forum, today=today, day=day)
    terms = forum_terms_on(forum, day or today)
    rule = QuorumRule.from_json(terms.quorum) if terms and terms.quorum else None
    return DecisionChoices(
        forum=forum,
        at=at,
        rights=rights,
        initial={"decided_on": today, "method": terms.decision_rule if terms else ""},
        for_form={
            "agreements": [(each.reference, str(each)) for each in agreements],
            "own_bodies": [(body.uid, body.name) for body in own],
            "people": seating.people,
            "voters": seating.voters,
        },
        bodies={body.uid: body.pk for body in own},
        agreements={each.reference: each.pk for each in agreements},
        seating=seating,
        members=members,
        quorum_words=quorum_in_words(rule),
        rule_words=(
            how_it_decides(
                terms.decision_rule,
                abstentions_count=terms.abstentions_count,
                casting_vote=terms.casting_vote,
            )
            if terms
            else ""
        ),
    )


def _agreements(forum: Forum, rights: Rights, at: dt.datetime) -> list[Agreement]:
    in_force = Version.objects.visible_to(rights).filter(
        in_force_from__lte=at, agreement__collaborative=forum.collaborative_id
    )
    return list(
        Agreement.objects.visible_to(rights)
        .filter(pk__in=in_force.values("agreement_id"))
        .order_by("reference")
    )


def _day(typed: Mapping[str, Any]) -> dt.date | None:
    """Read the typed day, for the seats of that day; None where it cannot be read."""
    parts = [typed.get(f"decided_on_{part}", "") for part in ("day", "month", "year")]
    try:
        found: dt.date | None = DateField(required=False).clean(parts)
    except forms.ValidationError:
        return None
    return found


def people_of(members: list[Organisation], at: dt.datetime) -> list[KnownPerson]:
    """
    List who holds a post at a member today, in two queries.

    Somebody with posts at two is known by name and body: "Jo Lee (Vale Council)".
    """
    prefetch_related_objects(members, "appointments__user")
    posts = {
        (post.user_id, body.pk): (post.user.name, body.name)
        for body in members
        for post in body.appointments.all()
        if post.confirmed_at is not None
        and post.starts_at <= at
        and (post.ends_at is None or at < post.ends_at)
    }
    names = [name for name, _ in posts.values()]
    return [
        KnownPerson(
            id=user,
            name=name if names.count(name) == 1 else f"{name} ({body})",
            organisation_id=organisation,
        )
        for (user, organisation), (name, body) in posts.items()
    ]
