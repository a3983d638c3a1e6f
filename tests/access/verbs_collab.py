"""Acts on collaboratives, roles, decisions and files."""

from typing import Any, Final

from accounts.enums import Role
from collab.enums import DecisionOutcome, FootprintLevel, MembershipRole, PaperKind
from collab.models import Persona
from collab.rules.periods import london_day
from collab.services import (
    collaboratives,
    decisions,
    engagements,
    ladders,
    memberships,
    papers,
    roles,
)
from collab.services.collaboratives import CollaborativeFacts
from collab.services.reminding_now import remind_now
from tests.access import situations as who
from tests.access.side import DAYS, store
from tests.access.verbs_table import VerbRow, by_itself, row_of
from tests.builders.decisions import everybody, facts

FACTS: Final = CollaborativeFacts(
    name="A name",
    purpose="A purpose",
    footprint_level=FootprintLevel.PLACE,
    footprint="A place",
)


def _today(world: Any) -> Any:
    return london_day(world.now)


def _here(world: Any) -> int:
    return world.alpha.collaborative.pk


def _waiting_thing(world: Any) -> Any:
    waiting = world.alpha.collaborative.due_things.filter(closed_at=None)
    return waiting.filter(kind="signature").order_by("pk").first()


def _empty_body(world: Any) -> int:
    return world.empty_body.pk


def _log_decision(world: Any, actor: Any) -> Any:
    other = actor.pk == world.people["other_party"]
    body = world.alpha.other_body if other else world.alpha.body
    there = (world.alpha.chair_seat, world.alpha.seat)
    return decisions.log_decision(
        collaborative_id=_here(world),
        organisation_id=body.pk,
        facts=facts(
            world.alpha.forum,
            world.now,
            present=everybody(there),
            outcome=DecisionOutcome.NOTED,
        ),
        actor=actor,
        now=world.now,
    )


ROWS: Final = (
    row_of(
        "collab.collaborative.created",
        who.ADMINISTER,
        collaboratives.create_collaborative,
        slug="another",
        facts=FACTS,
    ),
    row_of(
        "collab.collaborative.changed",
        who.GOVERN,
        collaboratives.change_collaborative,
        collaborative_id=_here,
        facts=FACTS,
    ),
    row_of(
        "collab.collaborative.changed",
        who.ADMINISTER,
        collaboratives.change_collaborative,
        what="one without a governance lead",
        collaborative_id=lambda world: world.set_up.pk,
        facts=FACTS,
    ),
    row_of(
        "collab.governance_lead.named",
        who.ADMINISTER,
        collaboratives.name_governance_lead,
        what="where nobody governs",
        collaborative_id=lambda world: world.set_up.pk,
        user_id=lambda world: world.first_appointment.user_id,
    ),
    row_of(
        "collab.governance_lead.named",
        who.NOBODY,
        collaboratives.name_governance_lead,
        what="where somebody governs",
        collaborative_id=_here,
        user_id=lambda world: world.alpha.holder.pk,
    ),
    row_of(
        "collab.persona.added",
        who.GOVERN,
        collaboratives.add_persona,
        collaborative_id=_here,
        name="Sam",
        story="Works nights.",
    ),
    row_of(
        "collab.persona.changed",
        who.GOVERN,
        collaboratives.change_persona,
        persona_id=lambda world: world.alpha.persona.pk,
        name="Esther",
        story="Lives with her sister.",
    ),
    row_of(
        "collab.persona.removed",
        who.GOVERN,
        collaboratives.remove_persona,
        persona_id=lambda world: Persona.objects.get(pk=world.alpha.persona.pk).pk,
    ),
    row_of(
        "collab.membership.started",
        who.GOVERN,
        memberships.start_membership,
        collaborative_id=_here,
        organisation_id=_empty_body,
        role=MembershipRole.MEMBER,
        joined_on=_today,
    ),
    row_of(
        "collab.membership.ended",
        who.GOVERN,
        memberships.end_membership,
        membership_id=lambda world: world.alpha.membership.pk,
        left_on=_today,
    ),
    row_of(
        "collab.named_role.given",
        who.GOVERN,
        memberships.give_named_role,
        collaborative_id=_here,
        user_id=lambda world: world.alpha.holder.pk,
        role="clinical_lead",
        starts_on=_today,
    ),
    row_of(
        "collab.named_role.ended",
        who.GOVERN,
        memberships.end_named_role,
        named_role_id=lambda world: world.alpha.named_role.pk,
        ends_on=_today,
    ),
    row_of(
        "collab.role.given",
        who.GOVERN - {"barred"},
        roles.give_collaborative_role,
        collaborative_id=_here,
        user_id=lambda world: world.alpha.holder.pk,
        role=Role.ANALYST,
    ),
    row_of(
        "collab.role.taken",
        who.GOVERN | {"finance_lead"},
        roles.take_collaborative_role,
        what="a finance lead's, who may lay it down too",
        collaborative_id=_here,
        user_id=lambda world: world.people["finance_lead"],
        role=Role.FINANCE_LEAD,
    ),
    row_of(
        "collab.engagement.given",
        who.GOVERN - {"barred"},
        engagements.give_engagement,
        what="of this collaborative",
        collaborative_id=_here,
        user_id=lambda world: world.alpha.holder.pk,
        body="Audit House",
        starts_on=_today,
        last_on=lambda world: london_day(world.now + DAYS),
    ),
    row_of(
        "collab.engagement.given",
        who.ADMINISTER,
        engagements.give_engagement,
        what="of the installation",
        collaborative_id=None,
        user_id=lambda world: world.alpha.holder.pk,
        body="Audit House",
        starts_on=_today,
        last_on=lambda world: london_day(world.now + DAYS),
    ),
    row_of(
        "collab.engagement.ended",
        who.GOVERN | {"auditor"},
        engagements.end_engagement,
        engagement_id=lambda world: world.alpha.engagement.pk,
        reason="Done",
    ),
    VerbRow(name="collab.decision.logged", attempt=_log_decision, may=who.TAKE_PART),
    VerbRow(
        name="collab.document.stored",
        what="for the body",
        attempt=lambda world, actor: store(world.alpha, actor, world.now),
        may=who.AT_THE_BODY,
    ),
    VerbRow(
        name="collab.document.stored",
        what="for the collaborative",
        attempt=lambda world, actor: store(
            world.alpha, actor, world.now, collaborative_id=_here(world)
        ),
        may=who.AT_THE_BODY & who.TAKE_PART,
    ),
    row_of(
        "collab.paper.issued",
        who.INSIDE,
        papers.issue_paper,
        kind=PaperKind.DECISION,
        sha256="f" * 64,
        subject=lambda world: world.alpha.decision,
        collaborative_id=_here,
    ),
    by_itself("collab.papers.read", "Noted whenever a confidential paper is given."),
    by_itself("collab.reminder.sent", "A job sends what is due."),
    row_of(
        "collab.reminder.asked_for",
        who.GOVERN,
        remind_now,
        thing_uid=lambda world: _waiting_thing(world).uid,
        note="Please",
    ),
    row_of(
        "collab.ladder.set",
        who.GOVERN,
        ladders.set_ladder,
        collaborative_id=_here,
        kind="signature",
        days={"day_3": 4},
        cap=5,
    ),
)
