"""The text of a decision, put together again from what is stored."""

from collections.abc import Iterable
from typing import Any

from collab.models import (
    Decision,
    DecisionLink,
    Exclusion,
    ForumTerms,
    Presence,
    Recusal,
)
from collab.rules.decisions import DecisionContent
from collab.rules.frozen import SCHEMA_NUMBER, frozen_hash, frozen_text

_PLAIN = (
    *("reference", "title", "proposal", "rationale", "outcome", "value_pence"),
    *("decided_on", "options", "method", "count_words", "dissent", "effective_on"),
    *("review_on", "binds", "conditions", "is_quorate", "quorum_words"),
    *("quorum_route", "source", "is_imported"),
)


def hash_of(
    decision: Decision,
    *,
    present: Iterable[Presence],
    no_part: Iterable[Recusal],
    exclusions: Iterable[Exclusion],
    links: Iterable[DecisionLink],
) -> str:
    """Give the fingerprint of a decision with its parts, stored or about to be."""
    values = {name: getattr(decision, name) for name in _PLAIN}
    values |= {
        "collaborative": decision.collaborative.uid,
        "organisation": decision.organisation.uid,
        "forum": decision.forum.uid if decision.forum else None,
    }
    return frozen_hash(
        frozen_text(
            values,
            terms=_of_terms(decision.terms),
            present=[_of_presence(each) for each in present],
            no_part=[_of_recusal(each) for each in no_part],
            withheld_from=[each.user.uid for each in exclusions],
            links=[(each.kind, each.to_decision.uid) for each in links],
        )
    )


def is_intact(decision: Decision) -> bool:
    """Say whether a stored decision still has the fingerprint it was logged with."""
    present = list(decision.presences.select_related("organisation", "user", "seat"))
    if decision.hash_schema < SCHEMA_NUMBER:
        return _first_hash(decision, present) == decision.result_hash
    found = hash_of(
        decision,
        present=present,
        no_part=decision.recusals.select_related("organisation", "user", "seat"),
        exclusions=decision.exclusions.select_related("user"),
        links=decision.links.select_related("to_decision"),
    )
    return found == decision.result_hash


def _first_hash(decision: Decision, present: list[Presence]) -> str:
    content = DecisionContent(
        collaborative=decision.collaborative.uid,
        reference=decision.reference,
        organisation=decision.organisation.uid,
        title=decision.title,
        proposal=decision.proposal,
        rationale=decision.rationale,
        outcome=decision.outcome,
        decided_on=decision.decided_on,
        value_pence=decision.value_pence,
    )
    return content.result_hash((each.organisation.uid, each.name) for each in present)


def _of_terms(terms: ForumTerms | None) -> dict[str, Any] | None:
    if terms is None:
        return None
    return {
        "uid": terms.uid,
        "number": terms.number,
        "legal_form": terms.legal_form,
        "quorum": terms.quorum,
        "decision_rule": terms.decision_rule,
        "abstentions_count": terms.abstentions_count,
        "casting_vote": terms.casting_vote,
    }


def _of_presence(presence: Presence) -> dict[str, Any]:
    return {
        "organisation": presence.organisation.uid,
        "name": presence.name,
        "user": presence.user.uid if presence.user else None,
        "seat": presence.seat.uid if presence.seat else None,
        "as_deputy": presence.as_deputy,
        "kind": presence.kind,
        "stance": presence.stance,
    }


def _of_recusal(recusal: Recusal) -> dict[str, Any]:
    return {
        "organisation": recusal.organisation.uid,
        "name": recusal.name,
        "user": recusal.user.uid if recusal.user else None,
        "seat": recusal.seat.uid if recusal.seat else None,
        "reason": recusal.reason,
        "of_the_body": recusal.of_the_body,
        "is_withheld": recusal.is_withheld,
    }
