"""Two hundred collaboratives of eight among a hundred bodies, and their people.

One person governs each collaborative; one signs for each body, in all of them.
"""

from functools import cache
from typing import Final

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleHolding, User
from benchmarks.seeding import insert_series, moment
from collab.models import (
    Appointment,
    Collaborative,
    Delegation,
    Membership,
    Organisation,
)
from tests.builders import people

COLLABORATIVES: Final = 200
ORGANISATIONS: Final = 100
MEMBERS: Final = 8
# Beyond what other benchmarks leave in the tables.
BASE: Final = 10_000_000
# Who signs for an organisation stands behind who governs a collaborative.
SIGNATORIES: Final = BASE + 1_000
# The collaborative whose people ask.
LED: Final = 199
SLUG: Final = f"work-{LED}"


def member_of(collaborative: str, number: str) -> str:
    """Give the SQL of the body that is a collaborative's member of a number."""
    return f"(1 + (({collaborative}) * 7 + ({number}) * 13) %% {ORGANISATIONS})"


@cache
def bodies() -> None:
    """Put people, bodies and collaboratives in place, and who may sign for whom."""
    person = {
        "uid": "'usr_work' || n",
        "name": "'Worker ' || n",
        "email": "'worker' || n || '@example.org'",
        "is_active": "TRUE",
        "joined_at": moment("-400 * 24 * 60"),
    }
    for start, number in ((BASE, COLLABORATIVES), (SIGNATORIES, ORGANISATIONS)):
        first, last = start + 1, start + number
        insert_series(User, {"id": "n"} | person, first=first, last=last)
    for model, expressions, last in (
        (Collaborative, _COLLABORATIVE, COLLABORATIVES),
        (Organisation, _ORGANISATION, ORGANISATIONS),
        (Appointment, _AUTHORITY | {"uid": "'app_work' || n"}, ORGANISATIONS),
        (Delegation, _AUTHORITY | _DELEGATION, ORGANISATIONS),
        (Group, {"name": "'work-' || n || '/member'"}, COLLABORATIVES),
    ):
        with_id = {"id": f"{BASE} + n"} | expressions
        # The group of the one that asks comes with its permissions, by the service.
        only = f"n <> {LED}" if model is Group else "1 = 1"
        insert_series(model, with_id, first=1, last=last, only=only)
    _memberships()


def _memberships() -> None:
    for number in range(MEMBERS):
        membership = {
            "id": f"{BASE} + n * {MEMBERS} + {number}",
            "uid": f"'mem_work' || n || '_{number}'",
            "collaborative_id": f"{BASE} + n",
            "organisation_id": f"{BASE} + {member_of('n', str(number))}",
            "role": "'member'",
            "joined_on": "'2020-04-01'",
        }
        insert_series(Membership, membership, first=1, last=COLLABORATIVES)
        holding = {
            "id": membership["id"],
            "uid": f"'rol_work' || n || '_{number}'",
            "user_id": f"{SIGNATORIES} + {member_of('n', str(number))}",
            "group_id": f"{BASE} + n",
            "audience_token": "'collaborative:col_work' || n",
            "title": "'Member'",
        }
        everywhere_else = f"n <> {LED}"
        insert_series(
            RoleHolding,
            holding,
            first=1,
            last=COLLABORATIVES,
            only=everywhere_else,
        )


_COLLABORATIVE: Final = {
    "uid": "'col_work' || n",
    "slug": "'work-' || n",
    "name": "'Collaborative ' || n",
    "footprint_level": "'place'",
}
_ORGANISATION: Final = {
    "uid": "'org_work' || n",
    "name": "'Partner ' || n",
    "sector": "'council'",
    "legal_form": "'unknown'",
    "oversight_route": "'unknown'",
}
_AUTHORITY: Final = {
    "organisation_id": f"{BASE} + n",
    "user_id": f"{SIGNATORIES} + n",
    "status": "'confirmed'",
    "source": "'Bench'",
    "proposed_by_id": f"{BASE} + 1",
    "confirmed_by_id": f"{BASE} + 2",
    "confirmed_at": "'2026-04-01 09:30:00+00:00'",
}
_DELEGATION: Final = {
    "uid": "'del_work' || n",
    "power": "'sign_agreements'",
    "capacity": "'Chief executive'",
    "recurrence": "'either'",
    "signs_as": "'unspecified'",
}


@cache
def governance_lead() -> User:
    """Give who governs the collaborative that asks."""
    bodies()
    now = timezone.now()
    user: User = User.objects.get(pk=BASE + LED)
    people.appoint(user, _body(), now)
    return people.give(Role.GOVERNANCE_LEAD, user, _led(), now)


@cache
def signatory() -> User:
    """Give who signs for one of its bodies, as others do for its other bodies."""
    bodies()
    now, led = timezone.now(), _led()
    members = led.memberships.order_by("pk").values_list("organisation_id", flat=True)
    users: list[User] = [User.objects.get(pk=SIGNATORIES + pk - BASE) for pk in members]
    for user in users:
        people.give(Role.MEMBER, user, led, now)
    return users[0]


def _led() -> Collaborative:
    led: Collaborative = Collaborative.objects.get(slug=SLUG)
    return led


def _body() -> Organisation:
    members = Membership.objects.filter(collaborative=_led()).order_by("pk")
    first: Organisation = members.select_related("organisation")[0].organisation
    return first
