"""Acts of approval: the plan, asking, approving and taking back."""

from typing import Any, Final

from agreements.services import (
    approval_plans,
    approving,
    asking_approval,
    taking_back,
)
from tests.access.verbs_table import VerbRow, by_itself, governs
from tests.builders.agreements import session_of

GROUP: Final = approval_plans.GroupTerms(name="Boards", rule="any", due_in_days=5)


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
    governs(
        "agreements.approval_group.added",
        approval_plans.add_group,
        agreement_id=lambda world: world.alpha.planned.agreement_id,
        uid="apg_0123456789",
        terms=GROUP,
    ),
    governs(
        "agreements.approval_group.changed",
        approval_plans.change_group,
        group_id=_group,
        revision=lambda world: world.alpha.group.revision,
        terms=GROUP,
    ),
    governs(
        "agreements.approval_group.moved",
        approval_plans.move_group,
        group_id=_group,
        up=False,
    ),
    governs(
        "agreements.approval_group.removed",
        approval_plans.remove_group,
        group_id=_group,
    ),
    governs(
        "agreements.approver.named",
        approval_plans.name_approver,
        group_id=_group,
        user_id=lambda world: world.alpha.other_signatory.pk,
        organisation_id=lambda world: world.alpha.other_body.pk,
    ),
    governs(
        "agreements.approver.removed",
        approval_plans.remove_approver,
        approver_id=lambda world: world.alpha.group.approvers.get().pk,
    ),
    governs(
        "agreements.approval.asked",
        asking_approval.ask_for_approval,
        version_id=lambda world: world.alpha.planned.pk,
    ),
    governs(
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
)
