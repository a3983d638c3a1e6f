"""Every way in which a person might come to an authority by their own word."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import RoleHolding, User
from accounts.services import people as accounts
from collab.models import (
    Appointment,
    Delegation,
    Deputy,
    Engagement,
    Seat,
    SeatDeputy,
)
from collab.rules.periods import london_day
from collab.services import (
    appointments,
    collaboratives,
    delegations,
    deputies,
    engagements,
    people_import,
    roles,
    seats,
)
from collab.services.seats import SeatFacts
from tests.access.side import extent, terms
from tests.access.world import World

YEAR: Final = dt.timedelta(days=365)
Path = tuple[str, Callable[[], Any]]


def held_by(user: User) -> list[tuple[str, Any]]:
    """Give everything by which a person may act for a body, or be seen to."""
    rows: list[tuple[str, Any]] = []
    for model in (Appointment, Deputy, Delegation):
        found = model.objects.filter(user=user).order_by("pk")
        rows += [
            (model.__name__, each)
            for each in found.values_list("pk", "status", "ends_at")
        ]
    for model in (RoleHolding, Engagement):
        found = model.objects.filter(user=user).order_by("pk")
        rows += [(model.__name__, each) for each in found.values_list("pk")]
    for seated, told in ((Seat, ("pk", "is_chair", "kind")), (SeatDeputy, ("pk",))):
        found = seated.objects.filter(user=user).order_by("pk")
        rows += [(seated.__name__, each) for each in found.values_list(*told)]
    account = User.objects.get(pk=user.pk)
    return [*rows, ("User", (account.barred_until, account.is_active))]


def proposals_for(world: World, user: User) -> list[Any]:
    """What a colleague proposed for this person, as far as a colleague can."""
    colead = User.objects.get(pk=world.alpha.leads[1].pk)
    given = {"terms": terms(world.now), "actor": colead, "now": world.now}
    body = world.alpha.body.pk
    rows: list[Any] = []
    calls = [
        lambda: appointments.propose_appointment(
            organisation_id=body, holder=user, post="Chief", is_lead=True, **given
        ),
        lambda: delegations.propose_delegation(
            organisation_id=body, user_id=user.pk, extent=extent(), **given
        ),
        lambda: deputies.propose_deputy(
            appointment_id=world.alpha.appointment.pk, user_id=user.pk, **given
        ),
    ]
    for call in calls:
        # Some are refused before they wait: an administrator's, a stranger's.
        try:
            rows.append(call())
        except (ValueError, PermissionError, accounts.policies.PermissionDenied):
            continue
    return rows


CONFIRM: Final[dict[type, Any]] = {
    Appointment: (appointments.confirm_appointment, "appointment_id"),
    Delegation: (delegations.confirm_delegation, "delegation_id"),
    Deputy: (deputies.confirm_deputy, "deputy_id"),
}


def through_services(world: World, user: User, rows: list[Any]) -> Iterator[Path]:
    """Give each service by which authority or access is given, with oneself as holder."""
    by: dict[str, Any] = {"actor": user, "now": world.now}
    body, here = world.alpha.body.pk, world.alpha.collaborative.pk
    named = {"post": "Chief", "terms": terms(world.now)}
    for row in rows:
        service, key = CONFIRM[type(row)]
        yield (
            f"confirm {type(row).__name__}",
            lambda service=service, key=key, row=row: service(
                **{key: row.pk}, revision=row.revision, **by
            ),
        )
    for is_lead in (False, True):
        yield (
            f"propose_appointment(is_lead={is_lead})",
            lambda is_lead=is_lead: appointments.propose_appointment(
                organisation_id=body, holder=user, is_lead=is_lead, **named, **by
            ),
        )
    yield (
        "propose_delegation",
        lambda: delegations.propose_delegation(
            organisation_id=body,
            user_id=user.pk,
            extent=extent(),
            terms=terms(world.now),
            **by,
        ),
    )
    yield (
        "propose_deputy",
        lambda: deputies.propose_deputy(
            appointment_id=world.alpha.appointment.pk,
            user_id=user.pk,
            terms=terms(world.now),
            **by,
        ),
    )
    for name in ("empty_body", "renamed"):
        document = getattr(world, f"{name}_document").pk
        yield (
            f"appoint_first_lead at {name}",
            lambda name=name, document=document: appointments.appoint_first_lead(
                organisation_id=getattr(world, name).pk,
                holder=user,
                post="Chief",
                terms=terms(world.now, source_document_id=document),
                **by,
            ),
        )
    yield (
        "import_people",
        lambda: people_import.import_people(
            organisation_id=body, content=table(world, user), dry_run=False, **by
        ),
    )
    for role in roles.GIVEN_HERE:
        yield (
            f"give_collaborative_role({role})",
            lambda role=role: roles.give_collaborative_role(
                collaborative_id=here, user_id=user.pk, role=role, **by
            ),
        )
    for key in (here, None):
        yield (
            f"give_engagement({key})",
            lambda key=key: engagements.give_engagement(
                user_id=user.pk,
                collaborative_id=key,
                body="Own firm",
                starts_on=london_day(world.now),
                last_on=london_day(world.now + YEAR),
                **by,
            ),
        )
    yield from _seats(world, user)
    yield (
        "name_governance_lead",
        lambda: collaboratives.name_governance_lead(
            collaborative_id=world.set_up.pk, user_id=user.pk, **by
        ),
    )


def _seats(world: World, user: User) -> Iterator[Path]:
    forum, seat = world.alpha.forum, world.alpha.seat
    by: dict[str, Any] = {"actor": user, "now": world.now}
    for is_chair in (False, True):
        facts = SeatFacts(
            organisation_id=world.alpha.body.pk,
            user_id=user.pk,
            title="Chief",
            source="My own letter",
            starts_on=london_day(world.now),
            is_chair=is_chair,
        )
        yield (
            f"add_seat(is_chair={is_chair})",
            lambda facts=facts: seats.add_seat(forum_id=forum.pk, seat=facts, **by),
        )
    yield (
        "add_deputy",
        lambda: seats.add_deputy(
            seat_id=seat.pk,
            user_id=user.pk,
            source="My own letter",
            starts_on=london_day(world.now),
            **by,
        ),
    )


def table(world: World, user: User) -> bytes:
    """A table of people that names the person who sends it."""
    code = world.alpha.body.ods_code
    return (
        "name,email,ods_code,post,starts_on\n"
        f"{user.name},{user.email},{code},Planner,2026-01-01\n"
    ).encode()


def _date(name: str, day: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def through_pages(
    world: World, user: User, client: Client, rows: list[Any]
) -> Iterator[Path]:
    """Give each form by which authority or access is given, with oneself as holder."""
    today = london_day(world.now)
    body, slug = world.alpha.body.uid, world.alpha.collaborative.slug
    wanted = {
        **_date("starts_on", today),
        "source": "My own scheme",
        "email": user.email,
        "name": user.name,
        "post": "Chief",
        "power": "sign_agreements",
        "recurrence": "either",
    }
    post = user.appointments.filter(organisation=world.alpha.body).first()
    own = post.uid if post else "app_none"

    def sending(name: str, where: list[str], **data: Any) -> Path:
        address = reverse(f"collab:{name}", args=where)
        return f"POST {address}", lambda: client.post(address, {**wanted, **data})

    for row in rows:
        yield sending("confirm_authority", [row.uid], revision=row.revision)
    yield sending("propose_appointment", [body])
    yield sending("propose_appointment", [body], is_lead="on")
    yield sending("propose_delegation", [body], holder=own)
    yield sending(
        "propose_deputy", [body], holder=world.alpha.appointment.uid, deputy=own
    )
    yield sending("first_lead", [body])
    for name in ("empty_body", "renamed"):
        document = getattr(world, f"{name}_document").uid
        yield sending("first_lead", [getattr(world, name).uid], document=document)
    yield sending(
        "import_people",
        [body],
        file=SimpleUploadedFile("people.csv", table(world, user)),
        do="import",
    )
    for role in (*roles.GIVEN_HERE, Role.AUDITOR, Role.ADMINISTRATOR):
        yield sending(
            "collaborative_people", [slug], holder=user.email, role=role.value
        )
    seated = {"post": own, "kind": "voting", "source": "My own letter"}
    forum = [slug, world.alpha.forum.slug]
    yield sending("add_seat", forum, **seated)
    yield sending("add_seat", forum, **seated, is_chair="on")
    yield sending("add_seat_deputy", [*forum, world.alpha.seat.uid], **seated)
    audit = {"auditor": user.email, "body": "Own firm", **_date("last_on", today)}
    yield sending("engage_auditor", [slug], **audit)
    yield sending("auditors", [], **audit)
    for collaborative in (slug, world.set_up.slug):
        yield sending("name_governance_lead", [collaborative], person=user.uid)
