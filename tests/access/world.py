"""One world for every test of access, built through the services.

Two complete collaboratives stand side by side, and a person for each situation. The
world is as it was set up five days ago, so that reminders have come due since.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.models import User
from accounts.services import people as accounts
from accounts.services import signing_in
from audit.door import SystemActor
from collab.rules.periods import london_day
from collab.services import (
    appointments,
    leavers,
    organisations,
    reminders,
    roles,
)
from collab.services.imports import check_import
from tests.access.side import (
    DAYS,
    Side,
    build_side,
    rows_of_one_person,
    store_for,
    terms,
)
from tests.builders import bodies, people

COLLABORATIVE_ROLES = (Role.MEMBER, Role.GOVERNANCE_LEAD, Role.FINANCE_LEAD)


@dataclass
class World:
    """Both sides, what belongs to neither, and who is in which situation."""

    now: dt.datetime
    alpha: Side
    beta: Side
    people: dict[str, int]
    things: dict[str, Any]
    own: dict[str, tuple[str, str]] = field(default_factory=dict)

    def actor(self, situation: str) -> Any:
        """Give the person anew, so that nothing remembered of them is left."""
        key = self.people.get(situation)
        return AnonymousUser() if key is None else User.objects.get(pk=key)

    def __getattr__(self, name: str) -> Any:
        """Give one of the things that belong to neither side."""
        try:
            return self.__dict__["things"][name]
        except KeyError as error:
            raise AttributeError(name) from error


def build(now: dt.datetime) -> World:
    """Build the world as it stands at ``now``."""
    then = now - DAYS
    alpha = build_side("Quillon", ("Northmere Trust", "Vale Council"), then)
    beta = build_side("Marrow", ("Ferry Charity", "Weir Trust"), then)
    reminders.sweep_reminders(actor=SystemActor("reminders"), now=now)
    for side in (alpha, beta):
        side.things["reminder"] = side.collaborative.reminders.first()
    world = World(now, alpha, beta, {}, _installation(then))
    found = _people(alpha, beta, then)
    _part_with(found, alpha, world.things["administrator"], now)
    found["administrator"] = world.things["administrator"]
    world.people = {name: user.pk for name, user in found.items()}
    world.own = {name: (user.name, user.email) for name, user in found.items()}
    rows_of_one_person(alpha, alpha.member, then, now)
    rows_of_one_person(beta, beta.member, then, now)
    return world


def _installation(then: dt.datetime) -> dict[str, Any]:
    administrator = people.administrator("Ada Ministrator", then)
    renamed = people.organisation("Old Ferry", then)
    organisations.rename_organisation(
        organisation_id=renamed.pk,
        new_name="New Ferry",
        happened_on=london_day(then),
        source="Order 1",
        actor=administrator,
        now=then,
    )
    empty_body = people.organisation("Empty Hospice", then)
    papers = {
        f"{name}_document": store_for(body, administrator, then)
        for name, body in {"renamed": renamed, "empty_body": empty_body}.items()
    }
    first = appointments.appoint_first_lead(
        organisation_id=renamed.pk,
        holder=people.person("Ferry Manager", then),
        post="Chief executive",
        terms=terms(then, source_document_id=papers["renamed_document"].pk),
        actor=administrator,
        now=then,
    )
    return {
        **papers,
        "administrator": administrator,
        "empty_body": empty_body,
        "renamed": renamed,
        "succession": renamed.successions.get(),
        "finished_import": bodies.imported(bodies.EXTRACT, then, actor=administrator),
        "set_up": people.collaborative_with([renamed], then, slug="kestrel"),
        "first_appointment": first,
        "checked_import": check_import(
            content=f"{bodies.HEADINGS}ZZ1,A BODY,,TOWN,,,\n".encode(),
            file_name="one.csv",
            actor=administrator,
            now=then,
        ),
    }


def _people(alpha: Side, beta: Side, then: dt.datetime) -> dict[str, User]:
    here = alpha.collaborative
    found = {
        name: getattr(alpha, name)
        for name in (
            "member",
            "governance_lead",
            "auditor",
            "signatory",
            "chair",
            "excluded",
        )
    }
    found["finance_lead"] = people.finance_lead(
        "Quillon Finance", here, alpha.body, then
    )
    found["analyst"] = people.analyst("Quillon Analyst", here, alpha.body, then)
    found["organisation_lead"] = alpha.leads[0]
    found["installation_auditor"] = people.auditor("Wide Auditor", then)
    found["other_party"] = people.member("Vale Member", here, alpha.other_body, then)
    found["other_collaborative"] = beta.governance_lead
    for name in ("leaver", "deactivated", "barred"):
        found[name] = _with_everything(alpha, name, then)
    return found


def _with_everything(side: Side, name: str, then: dt.datetime) -> User:
    lead, colead = side.leads
    user = people.person(f"Quillon {name.title()}", then)
    row = appointments.propose_appointment(
        organisation_id=side.body.pk,
        holder=user,
        post=f"{name.title()} lead",
        terms=terms(then, starts_on=london_day(then - DAYS)),
        is_lead=True,
        actor=lead,
        now=then,
    )
    appointments.confirm_appointment(
        appointment_id=row.pk, revision=row.revision, actor=colead, now=then
    )
    people.delegate(user, side.body, then)
    for role in COLLABORATIVE_ROLES:
        roles.give_collaborative_role(
            collaborative_id=side.collaborative.pk,
            user_id=user.pk,
            role=role,
            actor=side.made.lead,
            now=then,
        )
    return user


def _part_with(
    found: dict[str, User], side: Side, administrator: User, now: dt.datetime
) -> None:
    leavers.record_leaver(
        user_id=found["leaver"].pk,
        organisation_id=side.body.pk,
        reason="Retired",
        actor=side.leads[0],
        now=now,
    )
    accounts.deactivate_person(
        person_uid=found["deactivated"].uid,
        reason="Left",
        actor=administrator,
        now=now,
    )
    signing_in.set_password(
        person_id=found["barred"].pk,
        password="a password somebody else chose",
        forgotten=True,
        actor=found["barred"],
        now=now,
    )
