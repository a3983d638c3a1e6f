"""Acts on appointments, deputies and delegations: two people's word."""

from typing import Any, Final

from collab.services import appointments, delegations, deputies, leavers
from collab.services.people_import import import_people
from tests.access import situations as who
from tests.access.side import extent, terms
from tests.access.verbs_table import VerbRow, by_itself, row_of

LEAD_ALONE: Final = who.LEAD_PEOPLE - {"barred"}


def _body(world: Any) -> int:
    return world.alpha.body.pk


def _terms(world: Any) -> Any:
    return terms(world.now)


def _revision(name: str) -> Any:
    def revision(world: Any) -> int:
        row = getattr(world.alpha, name)
        return type(row).objects.get(pk=row.pk).revision

    return revision


def _key(name: str) -> Any:
    return lambda world: getattr(world.alpha, name).pk


def _of(noun: str, module: Any) -> tuple[VerbRow, ...]:
    """The three acts that follow a proposal."""
    waiting = f"waiting_{noun}"
    answer = {f"{noun}_id": _key(waiting), "revision": _revision(waiting)}
    return (
        row_of(
            f"collab.{noun}.confirmed",
            LEAD_ALONE,
            getattr(module, f"confirm_{noun}"),
            **answer,
        ),
        row_of(
            f"collab.{noun}.refused",
            who.LEAD_PEOPLE,
            getattr(module, f"refuse_{noun}"),
            reason="No",
            **answer,
        ),
        row_of(
            f"collab.{noun}.ended",
            who.LEAD_PEOPLE,
            getattr(module, f"end_{noun}"),
            reason="Over",
            **{f"{noun}_id": _key(noun)},
        ),
    )


def _import_people(world: Any, actor: Any) -> Any:
    code = world.alpha.body.ods_code
    text = (
        "name,email,ods_code,post,starts_on\n"
        f"Nia New,nia@example.org,{code},Planner,2026-01-01\n"
    )
    return import_people(
        organisation_id=_body(world),
        content=text.encode(),
        actor=actor,
        now=world.now,
        dry_run=False,
    )


def _first_lead(name: str, body: str, document: str) -> VerbRow:
    def attempt(world: Any, actor: Any) -> Any:
        return appointments.appoint_first_lead(
            organisation_id=getattr(world, body).pk,
            holder=appointments.Holder(email="first@example.org", name="First Lead"),
            post="Chief executive",
            terms=terms(world.now, source_document_id=getattr(world, document).pk),
            actor=actor,
            now=world.now,
        )

    return VerbRow(name=name, attempt=attempt, may=who.ADMINISTER)


ROWS: Final = (
    row_of(
        "collab.appointment.proposed",
        LEAD_ALONE,
        appointments.propose_appointment,
        organisation_id=_body,
        holder=appointments.Holder(email="another@example.org", name="Ann Other"),
        post="Planner",
        terms=_terms,
    ),
    row_of(
        "collab.delegation.proposed",
        LEAD_ALONE,
        delegations.propose_delegation,
        organisation_id=_body,
        user_id=lambda world: world.alpha.holder.pk,
        extent=extent(),
        terms=_terms,
    ),
    row_of(
        "collab.deputy.proposed",
        LEAD_ALONE,
        deputies.propose_deputy,
        appointment_id=_key("appointment"),
        user_id=lambda world: world.people["analyst"],
        terms=_terms,
    ),
    *_of("appointment", appointments),
    *_of("delegation", delegations),
    *_of("deputy", deputies),
    _first_lead("collab.first_lead.appointed", "empty_body", "empty_body_document"),
    _first_lead("collab.first_lead.proposed", "renamed", "renamed_document"),
    row_of(
        "collab.person.left",
        who.LEAD_PEOPLE,
        leavers.record_leaver,
        organisation_id=_body,
        user_id=lambda world: world.alpha.holder.pk,
        reason="Retired",
    ),
    VerbRow(name="collab.people.imported", attempt=_import_people, may=LEAD_ALONE),
    by_itself(
        "collab.authority.withheld",
        "What an attempt to give oneself authority leaves on record.",
    ),
)
