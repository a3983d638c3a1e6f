"""Acts on agreements: writing and recording them, comments and notice."""

from typing import Any, Final

from agreements.enums import Instrument, PartyRole
from agreements.models import Version
from agreements.services import (
    clauses,
    commenting,
    conditions,
    creating,
    notice,
    parties,
    recording,
    terms,
)
from collab.rules.periods import london_day
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, by_itself, governs, row_of
from tests.builders import outside
from tests.builders.agreements import session_of


def _draft(world: Any) -> Any:
    return Version.objects.get(pk=world.alpha.draft.pk)


def _draft_id(world: Any) -> int:
    return world.alpha.draft.pk


def _clause(world: Any) -> Any:
    return world.alpha.draft.clauses.order_by("position").first()


def _condition(world: Any) -> Any:
    return world.alpha.draft.conditions.get()


def _by_party(world: Any, actor: Any) -> dict[str, Any]:
    session = session_of(actor, world.now) if actor.is_authenticated else {}
    return {
        "organisation_id": world.alpha.body.pk,
        "session": session,
        "actor": actor,
        "now": world.now,
    }


ROWS: Final = (
    governs(
        "agreements.agreement.created",
        creating.create_agreement,
        collaborative_id=lambda world: world.alpha.collaborative.pk,
        title="Another agreement",
        instrument=Instrument.COLLABORATION_AGREEMENT,
    ),
    governs(
        "agreements.version.started",
        creating.start_version,
        agreement_id=lambda world: world.alpha.in_force.agreement_id,
    ),
    governs(
        "agreements.outside.recorded",
        recording.record_existing,
        collaborative_id=lambda world: world.alpha.collaborative.pk,
        signed_copy_id=lambda world: world.alpha.recorded.outside.signed_copy_id,
        facts=lambda world: outside.facts(world.alpha.made, world.now),
    ),
    row_of(
        "agreements.outside.checked",
        who.TAKE_PART - {"governance_lead"},
        recording.check_record,
        version_id=lambda world: world.alpha.recorded.pk,
        fingerprint=lambda world: world.alpha.recorded.content_hash,
    ),
    governs(
        "agreements.party.named",
        parties.name_party,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.observer.pk,
        role=PartyRole.PARTNER,
    ),
    governs(
        "agreements.party.removed",
        parties.remove_party,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.other_body.pk,
    ),
    governs(
        "agreements.clause.added",
        clauses.add_clause,
        version_id=_draft_id,
        identity="cl_new",
        heading="Data",
        text="Shared.",
    ),
    governs(
        "agreements.clause.changed",
        clauses.change_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        revision=lambda world: _clause(world).revision,
        heading="Purpose",
        text="Changed.",
    ),
    governs(
        "agreements.clause.moved",
        clauses.move_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        up=False,
    ),
    governs(
        "agreements.clause.removed",
        clauses.remove_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        revision=lambda world: _clause(world).revision,
    ),
    row_of(
        "agreements.clause.commented",
        who.TAKE_PART,
        commenting.comment,
        version_id=_draft_id,
        clause_identity=lambda world: _clause(world).identity,
        identity="cm_another_one",
        text="Which month?",
    ),
    row_of(
        "agreements.comment.resolved",
        who.GOVERN | {"member"},
        commenting.resolve_comment,
        version_id=_draft_id,
        uid=lambda world: world.alpha.comment.uid,
        resolution="In May.",
    ),
    VerbRow(
        name="agreements.notice.given",
        attempt=lambda world, actor: notice.give_notice(
            agreement_id=world.alpha.in_force.agreement_id,
            words="We leave.",
            **_by_party(world, actor),
        ),
        may=frozenset({"signatory"}),
    ),
    VerbRow(
        name="agreements.notice.withdrawn",
        attempt=lambda world, actor: notice.withdraw_notice(
            agreement_id=world.alpha.leaving.agreement_id,
            reason="We stay.",
            **_by_party(world, actor),
        ),
        may=frozenset({"signatory"}),
    ),
    by_itself("agreements.notice.took_effect", "A job follows the calendar."),
    governs(
        "agreements.condition.added",
        conditions.add_condition,
        version_id=_draft_id,
        identity="cn_new",
        text="The regulator agrees.",
    ),
    governs(
        "agreements.condition.changed",
        conditions.change_condition,
        version_id=_draft_id,
        identity=lambda world: _condition(world).identity,
        revision=lambda world: _condition(world).revision,
        text="Changed.",
    ),
    governs(
        "agreements.condition.removed",
        conditions.remove_condition,
        version_id=_draft_id,
        identity=lambda world: _condition(world).identity,
        revision=lambda world: _condition(world).revision,
    ),
    governs(
        "agreements.terms.set",
        terms.set_terms,
        version_id=_draft_id,
        revision=lambda world: _draft(world).revision,
        title="Another title",
        commences_on=lambda world: london_day(world.now),
        expires_on=None,
        value_pence=None,
    ),
    by_itself("agreements.version.came_into_force", "A job follows the calendar."),
    by_itself("agreements.version.ended", "A job follows the calendar."),
)
