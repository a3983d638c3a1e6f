"""Acts on agreements: writing them, sending them out, signing them."""

import datetime as dt
from typing import Any, Final

from agreements.enums import Instrument, PartyRole, SigningPlan
from agreements.models import Version
from agreements.services import (
    approval_plans,
    approving,
    asking_approval,
    clauses,
    commenting,
    conditions,
    creating,
    declining,
    links,
    meeting_conditions,
    notice,
    paper_signing,
    parties,
    planning,
    recording,
    reopening,
    sending_out,
    signatories,
    signing,
    taking_back,
    terms,
    vouching,
    withdrawing,
)
from collab.rules.periods import london_day
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, by_itself, row_of
from tests.builders import outside
from tests.builders.agreements import session_of

GROUP: Final = approval_plans.GroupTerms(name="Boards", rule="any", due_in_days=5)
IN_A_WEEK: Final = dt.timedelta(days=7)


def _governs(name: str, service: Any, /, **given: Any) -> VerbRow:
    return row_of(name, who.GOVERN, service, **given)


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


def _sign(world: Any, actor: Any) -> Any:
    session = session_of(actor, world.now) if actor.is_authenticated else {}
    return signing.sign_off_version(
        version_id=world.alpha.out.pk,
        organisation_id=world.alpha.body.pk,
        fingerprint=Version.objects.get(pk=world.alpha.out.pk).content_hash,
        session=session,
        actor=actor,
        now=world.now,
    )


def _withdraw_party(world: Any, actor: Any, document_id: Any) -> Any:
    return reopening.withdraw_party(
        version_id=world.alpha.out.pk,
        organisation_id=world.alpha.body.pk,
        reason="The board said no",
        document_id=document_id,
        actor=actor,
        now=world.now,
    )


def _group(world: Any) -> int:
    return world.alpha.group.pk


def _approve(world: Any, actor: Any) -> Any:
    session = session_of(actor, world.now) if actor.is_authenticated else {}
    return approving.approve_version(
        request_id=world.alpha.approval_request.pk,
        fingerprint=world.alpha.round.content_hash,
        session=session,
        actor=actor,
        now=world.now,
    )


ROWS: Final = (
    _governs(
        "agreements.agreement.created",
        creating.create_agreement,
        collaborative_id=lambda world: world.alpha.collaborative.pk,
        title="Another agreement",
        instrument=Instrument.COLLABORATION_AGREEMENT,
    ),
    _governs(
        "agreements.version.started",
        creating.start_version,
        agreement_id=lambda world: world.alpha.in_force.agreement_id,
    ),
    _governs(
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
    _governs(
        "agreements.party.named",
        parties.name_party,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.observer.pk,
        role=PartyRole.PARTNER,
    ),
    _governs(
        "agreements.party.removed",
        parties.remove_party,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.other_body.pk,
    ),
    _governs(
        "agreements.clause.added",
        clauses.add_clause,
        version_id=_draft_id,
        identity="cl_new",
        heading="Data",
        text="Shared.",
    ),
    _governs(
        "agreements.clause.changed",
        clauses.change_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        revision=lambda world: _clause(world).revision,
        heading="Purpose",
        text="Changed.",
    ),
    _governs(
        "agreements.clause.moved",
        clauses.move_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        up=False,
    ),
    _governs(
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
    _governs(
        "agreements.condition.added",
        conditions.add_condition,
        version_id=_draft_id,
        identity="cn_new",
        text="The regulator agrees.",
    ),
    _governs(
        "agreements.condition.changed",
        conditions.change_condition,
        version_id=_draft_id,
        identity=lambda world: _condition(world).identity,
        revision=lambda world: _condition(world).revision,
        text="Changed.",
    ),
    _governs(
        "agreements.condition.removed",
        conditions.remove_condition,
        version_id=_draft_id,
        identity=lambda world: _condition(world).identity,
        revision=lambda world: _condition(world).revision,
    ),
    _governs(
        "agreements.condition.met",
        meeting_conditions.record_condition_met,
        version_id=lambda world: world.alpha.out.pk,
        identity=lambda world: world.alpha.out.conditions.get(met=None).identity,
        met_on=lambda world: london_day(world.now),
        evidence="Minute 4",
    ),
    _governs(
        "agreements.terms.set",
        terms.set_terms,
        version_id=_draft_id,
        revision=lambda world: _draft(world).revision,
        title="Another title",
        commences_on=lambda world: london_day(world.now),
        expires_on=None,
        value_pence=None,
    ),
    _governs(
        "agreements.signing_plan.set",
        planning.set_signing_plan,
        version_id=_draft_id,
        plans=lambda world: {world.alpha.body.uid: SigningPlan.CLINICAL_AND_MANAGERIAL},
        revision=lambda world: _draft(world).revision,
    ),
    _governs(
        "agreements.version.sent_out",
        sending_out.send_out_for_signature,
        version_id=_draft_id,
        signatories=lambda world: {
            key: user.pk for key, user in world.alpha.made.signatories.items()
        },
        due_on=lambda world: london_day(world.now + IN_A_WEEK),
    ),
    _governs(
        "agreements.outside_signatory.named",
        vouching.name_outside_signatory,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.other_body.pk,
        named=lambda world: vouching.Named(
            name="Oscar",
            email="oscar@example.org",
            post="Trustee",
            source="Minute 1",
            document_id=world.alpha.shared_document.pk,
        ),
    ),
    row_of(
        "agreements.outside_signatory.confirmed",
        {"organisation_lead"},
        vouching.confirm_outside_signatory,
        outside_id=lambda world: world.alpha.waiting_outside.pk,
        revision=lambda world: world.alpha.waiting_outside.revision,
    ),
    row_of(
        "agreements.outside_signatory.ended",
        who.GOVERN | who.LEAD_PEOPLE,
        vouching.end_outside_signatory,
        outside_id=lambda world: world.alpha.outside.pk,
        reason="Left",
    ),
    _governs(
        "agreements.link.sent_again",
        links.send_link_again,
        request_id=lambda world: world.alpha.link.request_id,
    ),
    _governs(
        "agreements.link.revoked",
        links.revoke_link,
        request_id=lambda world: world.alpha.link.request_id,
    ),
    by_itself(
        "agreements.link.opened",
        "By a link and its code alone: tests/agreements/test_outside_signing.py.",
    ),
    _governs(
        "agreements.paper_signature.recorded",
        paper_signing.record_paper_signature,
        version_id=lambda world: world.alpha.on_paper.pk,
        organisation_id=lambda world: world.alpha.other_body.pk,
        shown=lambda world: paper_signing.OnThePaper(
            signatory_name="Percy",
            post="Director",
            place="Vale",
            signed_on=london_day(world.now),
            document_id=world.alpha.shared_document.pk,
        ),
    ),
    row_of(
        "agreements.paper_signature.checked",
        {"organisation_lead"},
        paper_signing.check_paper_signature,
        paper_id=lambda world: world.alpha.signed_on_paper.pk,
        revision=lambda world: world.alpha.signed_on_paper.revision,
    ),
    row_of(
        "agreements.paper_signature.refused",
        {"organisation_lead"},
        paper_signing.refuse_paper_signature,
        paper_id=lambda world: world.alpha.signed_on_paper.pk,
        revision=lambda world: world.alpha.signed_on_paper.revision,
        reason="Not the same name",
    ),
    _governs(
        "agreements.signatory.replaced",
        signatories.replace_signatory,
        version_id=lambda world: world.alpha.out.pk,
        organisation_id=lambda world: world.alpha.body.pk,
        user_id=lambda world: world.alpha.holder.pk,
        due_on=lambda world: london_day(world.now + IN_A_WEEK),
    ),
    _governs(
        "agreements.version.withdrawn",
        withdrawing.withdraw_version,
        version_id=lambda world: world.alpha.out.pk,
        reason="Not needed",
    ),
    VerbRow(
        name="agreements.party.withdrawn",
        what="by whoever signs for it",
        attempt=lambda world, actor: _withdraw_party(world, actor, None),
        may=frozenset({"signatory"}),
        not_there=(reopening.DocumentNeededError,),
    ),
    VerbRow(
        name="agreements.party.withdrawn",
        what="on a document",
        attempt=lambda world, actor: _withdraw_party(
            world, actor, world.alpha.shared_document.pk
        ),
        may=who.GOVERN | {"signatory"},
    ),
    VerbRow(
        name="agreements.version.signed_off",
        attempt=_sign,
        may=frozenset({"signatory"}),
    ),
    VerbRow(
        name="agreements.signature.declined",
        attempt=lambda world, actor: declining.decline_to_sign(
            version_id=world.alpha.out.pk,
            organisation_id=world.alpha.body.pk,
            reason="Not agreed",
            actor=actor,
            now=world.now,
        ),
        may=frozenset({"signatory"}),
    ),
    _governs(
        "agreements.approval_group.added",
        approval_plans.add_group,
        agreement_id=lambda world: world.alpha.planned.agreement_id,
        uid="apg_0123456789",
        terms=GROUP,
    ),
    _governs(
        "agreements.approval_group.changed",
        approval_plans.change_group,
        group_id=_group,
        revision=lambda world: world.alpha.group.revision,
        terms=GROUP,
    ),
    _governs(
        "agreements.approval_group.moved",
        approval_plans.move_group,
        group_id=_group,
        up=False,
    ),
    _governs(
        "agreements.approval_group.removed",
        approval_plans.remove_group,
        group_id=_group,
    ),
    _governs(
        "agreements.approver.named",
        approval_plans.name_approver,
        group_id=_group,
        user_id=lambda world: world.alpha.other_signatory.pk,
        organisation_id=lambda world: world.alpha.other_body.pk,
    ),
    _governs(
        "agreements.approver.removed",
        approval_plans.remove_approver,
        approver_id=lambda world: world.alpha.group.approvers.get().pk,
    ),
    _governs(
        "agreements.approval.asked",
        asking_approval.ask_for_approval,
        version_id=lambda world: world.alpha.planned.pk,
    ),
    _governs(
        "agreements.version.taken_back",
        taking_back.take_back_to_draft,
        version_id=lambda world: world.alpha.in_review.pk,
        reason="Not ready",
    ),
    VerbRow(
        name="agreements.approval.given",
        attempt=_approve,
        may=frozenset({"signatory"}),
    ),
    VerbRow(
        name="agreements.approval.refused",
        attempt=lambda world, actor: approving.refuse_to_approve(
            request_id=world.alpha.approval_request.pk,
            reason="Too dear",
            actor=actor,
            now=world.now,
        ),
        may=frozenset({"signatory"}),
    ),
    by_itself(
        "agreements.approval.withheld", "What a withheld approval leaves on record."
    ),
    by_itself(
        "agreements.signature.refused", "What a refused signature leaves on record."
    ),
    by_itself(
        "agreements.signature.expired", "A job follows the last day of a request."
    ),
    by_itself("agreements.version.came_into_force", "A job follows the calendar."),
    by_itself("agreements.version.ended", "A job follows the calendar."),
)
