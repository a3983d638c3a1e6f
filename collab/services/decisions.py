"""Logging a decision: worked out, frozen at once, numbered without gaps year by year."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from accounts.models import User
from audit.door import Record, act
from collab.enums import DecisionOutcome, MembershipRole
from collab.grants import fresh_rights
from collab.models import (
    Collaborative,
    Decision,
    DecisionLink,
    Exclusion,
    Forum,
    Membership,
    Organisation,
    Presence,
    Recusal,
)
from collab.policies.deciding import (
    WithheldError,
    exclusions_of,
    links_of,
    require_conditions_fit,
    require_days,
    require_reached,
    route_of,
)
from collab.policies.decisions import require_can_log_decision
from collab.rules.decision_facts import ConditionWanted, DecisionFacts
from collab.rules.decisions import title_of
from collab.rules.forums import whom_it_binds
from collab.rules.frozen import SCHEMA_NUMBER
from collab.rules.periods import london_day
from collab.rules.taking_effect import APPROVALS
from collab.selectors.frozen import hash_of
from collab.selectors.table import Table, table_of
from collab.services.decision_conditions import end_conditions, write_conditions
from collab.services.references import next_reference
from ui.formats import date

SENT_TWICE_WITHIN: Final = dt.timedelta(minutes=5)


class AlreadyLoggedError(ValueError):
    """The same form came twice, within minutes: the first time counts."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"This was logged a moment ago as {decision.reference}.")
        self.decision = decision


def log_decision(
    *,
    collaborative_id: int,
    organisation_id: int,
    facts: DecisionFacts,
    actor: User,
    now: dt.datetime,
) -> Decision:
    """
    Log a decision by itself; for the errors see ``write_decision``.

    :raises NotTakingPartError: if the person is no member, or acts for another body
    """
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    organisation = Organisation.objects.get(pk=organisation_id)
    with act(
        "collab.decision.logged", by=actor, for_organisation=organisation, at=now
    ) as record:
        require_can_log_decision(
            user=actor, collaborative=collaborative, organisation=organisation, at=now
        )
        return write_decision(
            record,
            collaborative=collaborative,
            organisation=organisation,
            facts=facts,
            logged_by=actor,
            now=now,
        )


def write_decision(
    record: Record,
    *,
    collaborative: Collaborative,
    organisation: Organisation,
    facts: DecisionFacts,
    logged_by: User,
    now: dt.datetime,
) -> Decision:
    """
    Write a decision, all its parts and its hash inside the open act.

    The forum's seats and terms are those of the day of the decision.

    :raises DecisionRefusedError: one of its kinds, with what to do about it
    :raises AlreadyLoggedError: if the same person just logged exactly this
    """
    forum = Forum.objects.select_for_update().get(
        pk=facts.forum_id, collaborative=collaborative
    )
    require_days(forum, facts, london_day(now))
    require_conditions_fit(facts)
    table = table_of(forum, facts)
    recusals = table.recusals()
    counted = require_reached(table)
    links = links_of(forum, facts, collaborative, fresh_rights(logged_by, now))
    exclusions = exclusions_of(table, recusals, links, at=now)
    if logged_by.pk in {each.user_id for each in exclusions}:
        raise WithheldError(
            "This decision is withheld from you. Somebody else has to log it."
        )
    decision = Decision(
        collaborative=collaborative,
        organisation=organisation,
        logged_by=logged_by,
        logged_at=now,
        count_words=counted.words if counted else "",
        has_exclusions=bool(exclusions),
        reference=_next_reference(record, collaborative, facts.decided_on),
        hash_schema=SCHEMA_NUMBER,
        **_as_said(forum, facts),
        **_as_it_follows(table, facts),
    )
    _require_not_sent_twice(decision, now)
    _freeze(record, decision, table.presences(), recusals, exclusions, links)
    write_conditions(record, decision=decision, conditions=facts.conditions, now=now)
    end_conditions(record, decision=decision, links=links)
    return decision


def _as_said(forum: Forum, facts: DecisionFacts) -> dict[str, Any]:
    return {
        "forum": forum,
        "title": title_of(facts.what),
        "proposal": facts.what.strip(),
        "rationale": facts.why.strip(),
        "outcome": DecisionOutcome(facts.outcome),
        "value_pence": facts.value_pence,
        "decided_on": facts.decided_on,
        "options": facts.options.strip(),
        "method": facts.method,
        "dissent": facts.dissent.strip(),
        "effective_on": facts.effective_on,
        "review_on": facts.review_on,
    }


def _as_it_follows(table: Table, facts: DecisionFacts) -> dict[str, Any]:
    return {
        "terms": table.terms,
        "is_quorate": table.quorum.is_quorate,
        "quorum_words": table.quorum.words,
        "quorum_route": route_of(table),
        "binds": _binds(table) if facts.outcome in APPROVALS else "",
        "conditions": _conditions_in_words(facts.conditions),
    }


def _conditions_in_words(conditions: Sequence[ConditionWanted]) -> str:
    """Say each condition on a line: what, who does it for which body, by when."""
    people = User.objects.in_bulk([each.owner_id for each in conditions])
    bodies = Organisation.objects.in_bulk([each.organisation_id for each in conditions])
    return "\n".join(
        f"{each.what.strip()} ({people[each.owner_id].name},"
        f" {bodies[each.organisation_id].name}, by {date(each.due_on)})"
        for each in conditions
    )


def _binds(table: Table) -> str:
    day = table.facts.decided_on
    lead = (
        Membership.objects.in_effect_on(day)
        .filter(
            collaborative=table.terms.forum.collaborative_id,
            role=MembershipRole.LEAD_PROVIDER,
        )
        .select_related("organisation")
        .order_by("joined_on", "pk")
        .first()
    )
    return whom_it_binds(
        table.terms.legal_form,
        [body.name for body in table.bodies()],
        lead=lead.organisation.name if lead else "",
    )


def _require_not_sent_twice(decision: Decision, now: dt.datetime) -> None:
    # The counter of references is locked by now, so the first of two has committed.
    names = (
        *("collaborative", "organisation", "logged_by", "forum", "proposal"),
        *("rationale", "outcome", "decided_on", "value_pence", "method"),
        *("options", "dissent", "conditions", "quorum_words"),
    )
    same = Decision.objects.filter(
        logged_at__gt=now - SENT_TWICE_WITHIN,
        **{name: getattr(decision, name) for name in names},
    ).first()
    if same is not None:
        raise AlreadyLoggedError(same)


def _next_reference(
    record: Record, collaborative: Collaborative, decided_on: dt.date
) -> str:
    year = decided_on.year
    number = next_reference(record, series=f"{collaborative.slug}/decisions/{year}")
    return f"{year}-{number:03d}"


def _freeze(
    record: Record,
    decision: Decision,
    present: Sequence[Presence],
    no_part: Sequence[Recusal],
    exclusions: Sequence[Exclusion],
    links: Sequence[DecisionLink],
) -> None:
    decision.result_hash = hash_of(
        decision,
        present=present,
        no_part=no_part,
        exclusions=exclusions,
        links=links,
    )
    decision.save()
    record.about(decision)
    parts: tuple[Presence | Recusal | Exclusion, ...]
    parts = (*present, *no_part, *exclusions)
    for each in parts:
        each.decision = decision
    for link in links:
        link.from_decision = decision
        record.related(link.to_decision)
    for model, rows in (
        (Presence, present),
        (Recusal, no_part),
        (Exclusion, exclusions),
        (DecisionLink, links),
    ):
        model.objects.create_each(rows)
