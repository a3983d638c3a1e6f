"""People and what they hold, reached through the real services."""

import datetime as dt
import itertools
from typing import Any

from accounts.enums import Role
from accounts.models import User
from collab import grants
from collab.enums import (
    AuthorityStatus,
    FootprintLevel,
    LegalForm,
    MembershipRole,
    Power,
    Recurrence,
    Sector,
    SignsAs,
)
from collab.models import (
    Appointment,
    Collaborative,
    Delegation,
    Deputy,
    Engagement,
    Membership,
    Organisation,
)
from collab.rules.authority import Terms
from collab.rules.periods import london_day, span
from collab.services import delegations
from tests.builders.acts import any_act

YEAR = dt.timedelta(days=365)
SOURCE = "Scheme of delegation, April 2025"
_numbers = itertools.count(1)


def person(name: str, now: dt.datetime, **fields: Any) -> User:
    """A person who accepted an invitation, with no post and no role."""
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    with any_act(now):
        user = User(
            **{"name": name, "email": email, "created_at": now, "joined_at": now}
            | fields
        )
        user.set_password("a long password for tests")
        user.save()
    return user


def administrator(name: str, now: dt.datetime) -> User:
    """A person who administers the installation."""
    user = person(name, now)
    with any_act(now) as record:
        grants.give_role(
            record=record,
            role=Role.ADMINISTRATOR,
            on=None,
            user=user,
            given_by=None,
            at=now,
        )
    return user


def organisation(name: str, now: dt.datetime, **fields: Any) -> Organisation:
    """A body on the register, without anybody in it."""
    with any_act(now):
        row = Organisation(
            **{
                "name": name,
                "sector": Sector.OTHER,
                "legal_form": LegalForm.OTHER,
                "source": "Written by a test",
            }
            | fields
        )
        row.save()
    return row


def _word_of_two(body: Organisation, holder: User, now: dt.datetime) -> list[User]:
    """Two leads of the body who are not the holder; made where there are too few."""
    leads = [user for user in leads_of(body, now) if user != holder]
    while len(leads) < 2:
        leads.append(_lead(body, now))
    return leads[:2]


def _lead(body: Organisation, now: dt.datetime) -> User:
    user = person(f"Lead {next(_numbers)} of {body.name}", now)
    witness, other = (person(f"Board {next(_numbers)}", now) for _ in range(2))
    _appointment(body, user, now, by=(witness, other), post="Lead", is_lead=True)
    with any_act(now) as record:
        grants.give_role(
            record=record,
            role=Role.ORGANISATION_LEAD,
            on=body,
            user=user,
            given_by=witness,
            at=now,
        )
    return user


def leads_of(body: Organisation, now: dt.datetime) -> list[User]:
    """The people who administer a body's people, by name."""
    return grants.holders(role=Role.ORGANISATION_LEAD, on=body, at=now)


def organisation_with_two_leads(
    name: str, now: dt.datetime, **fields: Any
) -> Organisation:
    """A body whose two leads can give authority between them."""
    body = organisation(name, now, **fields)
    _lead(body, now)
    _lead(body, now)
    return body


def _period(now: dt.datetime, starts_on: Any, last_on: Any) -> dict[str, Any]:
    starts_at, ends_at = span(starts_on or london_day(now - YEAR), last_on)
    return {"starts_at": starts_at, "ends_at": ends_at}


def _confirmed(now: dt.datetime, by: Any) -> dict[str, Any]:
    return {
        "status": AuthorityStatus.CONFIRMED,
        "source": SOURCE,
        "source_paragraph": "4.2",
        "proposed_by": by[0],
        "proposed_at": now,
        "confirmed_by": by[1],
        "confirmed_at": now,
    }


def _appointment(
    body: Organisation, user: User, now: dt.datetime, *, by: Any, **fields: Any
) -> Appointment:
    period = _period(now, fields.pop("starts_on", None), fields.pop("last_on", None))
    with any_act(now):
        row = Appointment(
            organisation=body, user=user, **period, **_confirmed(now, by), **fields
        )
        row.save()
    return row


def appoint(
    user: User,
    body: Organisation,
    now: dt.datetime,
    *,
    post: str = "Manager",
    starts_on: dt.date | None = None,
    last_on: dt.date | None = None,
) -> Appointment:
    """A post at a body, by its two leads' word; from a year ago, without an end."""
    return _appointment(
        body,
        user,
        now,
        by=_word_of_two(body, user, now),
        post=post,
        starts_on=starts_on,
        last_on=last_on,
    )


def _is_appointed(user: User, body: Organisation, now: dt.datetime) -> bool:
    return (
        Appointment.objects.in_effect_at(now)
        .filter(user=user, organisation=body)
        .exists()
    )


def delegate(
    user: User,
    body: Organisation,
    now: dt.datetime,
    *,
    power: str = Power.SIGN_AGREEMENTS,
    limit_pence: int | None = None,
    recurrence: str = Recurrence.EITHER,
    capacity: str = "Chief executive",
    conditions: str = "",
    signs_as: str = SignsAs.UNSPECIFIED,
    starts_on: dt.date | None = None,
    last_on: dt.date | None = None,
) -> Delegation:
    """A confirmed power to bind a body; appoints the person there first if need be."""
    if not _is_appointed(user, body, now):
        appoint(user, body, now)
    by = _word_of_two(body, user, now)
    with any_act(now):
        row = Delegation(
            organisation=body,
            user=user,
            power=power,
            limit_pence=limit_pence,
            recurrence=recurrence,
            capacity=capacity,
            conditions=conditions,
            signs_as=signs_as,
            **_period(now, starts_on, last_on),
            **_confirmed(now, by),
        )
        row.save()
    return row


def deputise(
    user: User,
    appointment: Appointment,
    now: dt.datetime,
    *,
    starts_on: dt.date | None = None,
    last_on: dt.date | None = None,
) -> Deputy:
    """Somebody who stands in for the holder; appointed there first if need be."""
    body = appointment.organisation
    if not _is_appointed(user, body, now):
        appoint(user, body, now)
    by = _word_of_two(body, user, now)
    with any_act(now):
        row = Deputy(
            organisation=body,
            appointment=appointment,
            user=user,
            **_period(now, starts_on, last_on),
            **_confirmed(now, by),
        )
        row.save()
    return row


def collaborative_with(
    members: list[Organisation], now: dt.datetime, **fields: Any
) -> Collaborative:
    """A collaborative that these bodies joined a year ago."""
    number = next(_numbers)
    with any_act(now):
        row = Collaborative(
            **{
                "slug": f"partners-{number}",
                "name": f"Partners {number}",
                "purpose": "Fewer people placed far from home.",
                "footprint_level": FootprintLevel.SYSTEM,
                "footprint": "Northfield and Vale",
            }
            | fields
        )
        row.save()
        for body in members:
            Membership(
                collaborative=row,
                organisation=body,
                role=MembershipRole.MEMBER,
                joined_on=london_day(now - YEAR),
            ).save()
    return row


def give(
    role: Role, user: User, collaborative: Collaborative, now: dt.datetime
) -> User:
    """Let a person hold a role on a collaborative; gives the person back."""
    with any_act(now) as record:
        grants.give_role(
            record=record, role=role, on=collaborative, user=user, given_by=None, at=now
        )
    return user


def _with_role(
    role: Role, name: str, collaborative: Collaborative, body: Organisation, now: Any
) -> User:
    user = person(name, now)
    appoint(user, body, now)
    return give(role, user, collaborative, now)


def member(
    name: str, collaborative: Collaborative, body: Organisation, now: dt.datetime
) -> User:
    """A new person in a post at a member body, who takes part."""
    return _with_role(Role.MEMBER, name, collaborative, body, now)


def governance_lead(
    name: str, collaborative: Collaborative, body: Organisation, now: dt.datetime
) -> User:
    """A new person in a post at a member body, who governs."""
    return _with_role(Role.GOVERNANCE_LEAD, name, collaborative, body, now)


def finance_lead(
    name: str, collaborative: Collaborative, body: Organisation, now: dt.datetime
) -> User:
    """A new person in a post at a member body, who keeps the finances."""
    return _with_role(Role.FINANCE_LEAD, name, collaborative, body, now)


def analyst(
    name: str, collaborative: Collaborative, body: Organisation, now: dt.datetime
) -> User:
    """A new person in a post at a member body, who loads and reads measures."""
    return _with_role(Role.ANALYST, name, collaborative, body, now)


def auditor(
    name: str, now: dt.datetime, collaborative: Collaborative | None = None
) -> User:
    """A new person engaged for a year to audit a collaborative, or everything."""
    user = person(name, now)
    given_by = person(f"Giver {next(_numbers)}", now)
    with any_act(now) as record:
        Engagement(
            user=user,
            collaborative=collaborative,
            body="Northgate Audit",
            starts_at=now,
            ends_at=now + YEAR,
            given_by=given_by,
        ).save()
        grants.give_role(
            record=record,
            role=Role.AUDITOR,
            on=collaborative,
            user=user,
            given_by=given_by,
            at=now,
            until=now + YEAR,
        )
    return user


def propose_delegation(
    user: User, body: Organisation, actor: User, now: dt.datetime, **extent: Any
) -> Delegation:
    """A power that waits for the second lead's word."""
    return delegations.propose_delegation(
        organisation_id=body.pk,
        user_id=user.pk,
        extent=delegations.Extent(
            **{"power": Power.SIGN_AGREEMENTS, "capacity": "Manager"} | extent
        ),
        terms=Terms(starts_on=london_day(now), source=SOURCE),
        actor=actor,
        now=now,
    )
