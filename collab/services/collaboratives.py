"""Collaboratives: what they are for, whom they serve, who leads them."""

import datetime as dt
from dataclasses import asdict, dataclass

from accounts.enums import Role
from accounts.models import RoleHolding, User
from audit.door import Actor, act
from audit.models import StaleRowError
from collab import grants
from collab.models import Collaborative, Persona
from collab.policies.access import require_is_partner
from collab.policies.collaboratives import (
    require_can_look_after,
    require_can_name_first_lead,
)
from collab.policies.organisations import require_administrator
from collab.rules.slugs import why_not


class SlugError(ValueError):
    """The short name cannot be used, or another collaborative has it."""


@dataclass(frozen=True, kw_only=True)
class CollaborativeFacts:
    """What a collaborative is. ``persona_question``: "What is best for Esther?"."""

    name: str
    purpose: str
    footprint_level: str
    footprint: str
    persona_question: str = ""
    live_from: dt.date | None = None


def create_collaborative(
    *,
    slug: str,
    facts: CollaborativeFacts,
    actor: Actor,
    now: dt.datetime,
    is_invented: bool = False,
) -> Collaborative:
    """
    Set up a collaborative, without members yet.

    :raises NotAnAdministratorError: unless the actor administers the installation
    :raises SlugError: if the short name is taken, reserved or badly formed
    """
    with act("collab.collaborative.created", by=actor, at=now) as record:
        holding = require_administrator(actor=actor, at=now)
        if why := why_not(slug):
            raise SlugError(why)
        if Collaborative.objects.filter(slug=slug).exists():
            raise SlugError(f"Another collaborative has the short name {slug}")
        collaborative = Collaborative(
            slug=slug, is_invented=is_invented, **asdict(facts)
        )
        collaborative.save()
        record.about(collaborative, allowed_by=holding)
        return collaborative


def change_collaborative(
    *,
    collaborative_id: int,
    facts: CollaborativeFacts,
    revision: int | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Collaborative:
    """
    Change what a collaborative is for and whom it serves; its short name stays.

    ``revision`` is the one that the person saw.

    :raises NotALeadHereError: for anybody but those who look after it
    :raises StaleRowError: if somebody changed it since
    """
    with act("collab.collaborative.changed", by=actor, at=now) as record:
        collaborative = _locked(collaborative_id)
        holding = require_can_look_after(
            actor=actor, collaborative=collaborative, at=now
        )
        _require_unchanged(collaborative, revision)
        for name, value in asdict(facts).items():
            setattr(collaborative, name, value)
        collaborative.save()
        record.about(collaborative, allowed_by=holding)
        return collaborative


def add_persona(
    *, collaborative_id: int, name: str, story: str, actor: Actor, now: dt.datetime
) -> Persona:
    """Name a person of the imagination whose goals the partners share."""
    with act("collab.persona.added", by=actor, at=now) as record:
        collaborative = _locked(collaborative_id)
        holding = require_can_look_after(
            actor=actor, collaborative=collaborative, at=now
        )
        persona = Persona(collaborative=collaborative, name=name, story=story)
        persona.save()
        record.about(persona, allowed_by=holding)
        return persona


def change_persona(
    *,
    persona_id: int,
    name: str,
    story: str,
    revision: int | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Persona:
    """
    Tell a persona's story anew.

    :raises StaleRowError: if somebody changed it since
    """
    with act("collab.persona.changed", by=actor, at=now) as record:
        persona = _locked_persona(persona_id)
        holding = require_can_look_after(
            actor=actor, collaborative=persona.collaborative, at=now
        )
        _require_unchanged(persona, revision)
        persona.name, persona.story = name, story
        persona.save()
        record.about(persona, allowed_by=holding)
        return persona


def remove_persona(*, persona_id: int, actor: Actor, now: dt.datetime) -> None:
    """Take a persona away; the history keeps it."""
    with act("collab.persona.removed", by=actor, at=now) as record:
        persona = _locked_persona(persona_id)
        holding = require_can_look_after(
            actor=actor, collaborative=persona.collaborative, at=now
        )
        record.about(persona, allowed_by=holding)
        persona.delete()


def name_governance_lead(
    *, collaborative_id: int, user_id: int, actor: Actor, now: dt.datetime
) -> RoleHolding:
    """
    Name the first governance lead, who looks after the collaborative from then on.

    :raises NotAnAdministratorError: for anybody but an administrator
    :raises NotALeadHereError: where somebody governs already
    :raises OwnLeadershipError: for oneself
    :raises NotAPartnerError: for somebody without a post at a member
    """
    with act("collab.governance_lead.named", by=actor, at=now) as record:
        collaborative = _locked(collaborative_id)
        lead = User.objects.get(pk=user_id)
        holding = require_can_name_first_lead(
            actor=actor, collaborative=collaborative, lead=lead, at=now
        )
        require_is_partner(holder=lead, collaborative=collaborative, at=now)
        given = grants.give_role(
            record=record,
            role=Role.GOVERNANCE_LEAD,
            on=collaborative,
            user=lead,
            given_by=actor if isinstance(actor, User) else None,
            at=now,
            reason="First governance lead",
        )
        record.about(collaborative, allowed_by=holding)
        return given


def _locked(collaborative_id: int) -> Collaborative:
    found: Collaborative = Collaborative.objects.select_for_update().get(
        pk=collaborative_id
    )
    return found


def _locked_persona(persona_id: int) -> Persona:
    found: Persona = (
        Persona.objects.select_for_update(of=("self",))
        .select_related("collaborative")
        .get(pk=persona_id)
    )
    return found


def _require_unchanged(row: Collaborative | Persona, revision: int | None) -> None:
    if revision is not None and row.revision != revision:
        raise StaleRowError(
            "Somebody else changed this while you were working on it. Look at it"
            " again, then make your change."
        )
