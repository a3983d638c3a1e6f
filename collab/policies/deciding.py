"""What stands against logging a decision, besides who was there."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from collab.enums import (
    DecisionLinkKind,
    DecisionMethod,
    DecisionOutcome,
    DecisionRule,
    QuorumRoute,
)
from collab.models import (
    Appointment,
    Collaborative,
    Decision,
    DecisionLink,
    Exclusion,
    Forum,
    Recusal,
)
from collab.rules.counting import Count, Counted
from collab.rules.decision_facts import DecisionFacts
from collab.rules.rights import Rights
from collab.rules.taking_effect import APPROVALS
from collab.selectors.table import DecisionRefusedError, Table

_ENDING = (DecisionLinkKind.SUPERSEDES, DecisionLinkKind.REVOKES)
ROUTES_IN_WORDS = (
    "Log it as deferred, and say whether it comes back with a deputy who has no"
    " conflict, is put off to another day, goes to a conflicts panel, or goes to the"
    " boards."
)


class DecidedInFutureError(DecisionRefusedError):
    """A decision cannot be logged before it was taken."""

    field = "decided_on"


class ForumNotOpenError(DecisionRefusedError):
    """The forum no longer existed on the day of the decision."""

    field = "decided_on"


class NotQuorateError(DecisionRefusedError):
    """Without a quorum an item can only be deferred, by one of four routes."""

    field = "outcome"


class MethodError(DecisionRefusedError):
    """The result was not reached in the way that is said, or not by these terms."""

    field = "method"


class ConditionsError(DecisionRefusedError):
    """Conditions and outcome do not fit, or a condition cannot be kept."""

    field = "conditions"


class ReviewDayError(DecisionRefusedError):
    """The day of review must come after the day of effect."""

    field = "review_on"


class LinkError(DecisionRefusedError):
    """The decision cannot do that to the other one."""

    field = "links"


class WithheldError(DecisionRefusedError):
    """The decision would be withheld from somebody who must read it."""

    field = "is_withheld"


def require_days(forum: Forum, facts: DecisionFacts, today: dt.date) -> None:
    """
    Check the days that are given against each other.

    :raises DecidedInFutureError: if the day of the decision has not come
    :raises ForumNotOpenError: if the forum was closed by then
    :raises ReviewDayError: if the review would come before the effect
    """
    if facts.decided_on > today:
        raise DecidedInFutureError("The day of the decision must not lie ahead.")
    if forum.closed_on is not None and forum.closed_on <= facts.decided_on:
        raise ForumNotOpenError(f"{forum} was closed by that day.")
    begins = facts.effective_on or facts.decided_on
    if facts.review_on is not None and facts.review_on < begins:
        raise ReviewDayError("The review must not come before the decision's effect.")


def require_reached(table: Table) -> Counted | None:
    """
    Check that the outcome could be reached: quorum first, then how it was decided.

    :raises NotQuorateError: for anything but a deferral where there was no quorum
    :raises MethodError: if the terms or the votes do not carry it
    """
    facts = table.facts
    if not table.quorum.is_quorate and facts.outcome != DecisionOutcome.DEFERRED:
        raise NotQuorateError(f"{table.quorum.words} {ROUTES_IN_WORDS}")
    if facts.outcome in {DecisionOutcome.DEFERRED, DecisionOutcome.NOTED}:
        # Nothing is carried; who was against is still checked and kept.
        if facts.method and table.quorum.is_quorate:
            return table.count()
        return None
    if facts.method not in DecisionMethod.values:
        raise MethodError("Choose how it was decided.")
    if (
        facts.method == DecisionMethod.MAJORITY
        and table.terms.decision_rule == DecisionRule.CONSENSUS
    ):
        raise MethodError(
            "This forum decides by consensus alone. Where somebody objects, log the"
            " item as deferred."
        )
    found = table.count()
    _require_carried(table, found)
    return found


def _require_carried(table: Table, found: Counted) -> None:
    is_declined = table.facts.outcome == DecisionOutcome.DECLINED
    # A proposal on which the votes are equal has fallen.
    if found.is_carried or (is_declined and found.count == Count.TIED):
        return
    if found.count == Count.OBJECTED:
        by_majority = table.terms.decision_rule == DecisionRule.MAJORITY
        raise MethodError(
            f"{found.words} "
            + (
                "Choose majority, which this forum's terms allow, or log the item as"
                " deferred."
                if by_majority
                else "This forum's terms allow no majority: log the item as deferred."
            )
        )
    raise MethodError(f"{found.words} Log what was decided instead, or a deferral.")


def route_of(table: Table) -> str:
    """Give the route that is kept: only where the quorum was lost."""
    if table.quorum.is_quorate:
        return ""
    return table.facts.quorum_route or QuorumRoute.DEFERRED


def require_conditions_fit(facts: DecisionFacts) -> None:
    """
    Check that conditions are given where, and only where, the outcome has some.

    :raises ConditionsError: if not
    """
    has_some = facts.outcome == DecisionOutcome.APPROVED_WITH_CONDITIONS
    if has_some and not facts.conditions:
        raise ConditionsError(
            "Write at least one condition, who does it and by when, or choose approved."
        )
    if facts.conditions and not has_some:
        raise ConditionsError("Only an approval with conditions has conditions.")


def links_of(
    forum: Forum, facts: DecisionFacts, collaborative: Collaborative, rights: Rights
) -> list[DecisionLink]:
    """
    Make the links to earlier decisions, not stored yet.

    :raises LinkError: if the decision cannot do that to the other one
    """
    others = (
        Decision.objects.visible_to(rights)
        .filter(collaborative=collaborative)
        .select_related("forum")
        .in_bulk([each.decision_id for each in facts.links])
    )
    found = []
    for wanted in facts.links:
        other = others.get(wanted.decision_id)
        if other is None:
            raise LinkError("There is no such decision here.")
        _require_can_link(forum, facts, other, wanted.kind)
        found.append(DecisionLink(to_decision=other, kind=wanted.kind))
    return found


def _require_can_link(
    forum: Forum, facts: DecisionFacts, other: Decision, kind: str
) -> None:
    verb = DecisionLinkKind(kind).label.lower()
    if facts.outcome not in APPROVALS:
        raise LinkError(f"Only an approval {verb} another decision.")
    if other.decided_on > facts.decided_on:
        raise LinkError(f"{other.reference} was decided after this.")
    if kind == DecisionLinkKind.IMPLEMENTS:
        return
    if other.forum is not None and other.forum != forum:
        raise LinkError(
            f"{other.reference} was decided by {other.forum}, so only that forum"
            f" {verb} it."
        )
    ended = other.linked_from.filter(kind__in=_ENDING).first()
    if ended is not None:
        raise LinkError(f"{other.reference} is no longer in effect already.")


def exclusions_of(
    table: Table,
    recusals: Iterable[Recusal],
    links: Iterable[DecisionLink],
    *,
    at: dt.datetime,
) -> list[Exclusion]:
    """
    Make a row for everybody from whom the decision is withheld, not stored yet.

    Those are who took no part, where their papers are withheld: of a body, all its
    people; and those from whom a decision that this one speaks of is withheld.

    :raises WithheldError: if one of them took part, or does a condition
    """
    withheld = [each for each in recusals if each.is_withheld]
    bodies = {each.organisation_id for each in withheld if each.of_the_body}
    keys = {each.user_id for each in withheld if each.user_id is not None}
    keys |= {
        key for key, (seat, _) in table.people.items() if seat.organisation_id in bodies
    }
    if bodies:
        posts = Appointment.objects.in_effect_at(at).filter(organisation__in=bodies)
        keys |= set(posts.values_list("user_id", flat=True))
    earlier = Exclusion.objects.filter(
        Q(decision__in=[each.to_decision_id for each in links])
    )
    keys |= set(earlier.values_list("user_id", flat=True))
    if keys & table.taking_part:
        raise WithheldError(
            "The decision is withheld from somebody who took part in it. Correct who"
            " was there, or who took no part."
        )
    if keys & {each.owner_id for each in table.facts.conditions}:
        raise WithheldError(
            "The decision is withheld from somebody who is to do a condition of it."
            " Name another owner."
        )
    return [Exclusion(user_id=key) for key in sorted(keys)]
