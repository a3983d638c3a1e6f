"""The lists of organisations, people and events, at 1,000 rows and at 100,000.

Each is asked for as an administrator would, through the whole of Django. Beside the
time of the server stands that of the database within it.
"""

import datetime as dt
import logging
from functools import cache, partial

from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import administrators
from audit.door import SystemActor, act
from audit.models import Event
from benchmarks import register
from benchmarks.pages import Visit, compared, signed_in
from benchmarks.seeding import insert_series
from collab.models import Collaborative, Engagement, Organisation

FEW, MANY = 1_000, 100_000
EVENTS = {FEW: 10_000, MANY: 1_000_000}
# Each list with who asks for it.
PAGES = {
    "organisations": ("/organisations/", "administrator"),
    "people": ("/system/people", "administrator"),
    "events": ("/audit/", "administrator"),
    "all events": ("/audit/", "auditor"),
    "events of one collaborative": ("/audit/", "auditor of one"),
}
WARM_SECONDS = 0.1


@cache
def visitor() -> Client:
    """Sign in the first administrator, who has shown a second factor."""
    logging.disable(logging.WARNING)
    now = timezone.now()
    link = administrators.first_administrator_link(now=now)
    user = administrators.become_first_administrator(
        token=link.rpartition("/")[2],
        email="bench@example.org",
        name="Bench",
        password="a long password for a scratch database",  # noqa: S106
        now=now,
    )
    return signed_in(user)


@cache
def auditor(whole_installation: bool) -> Client:  # noqa: FBT001 - two kinds of one
    """Sign in somebody who audits everything, or the one collaborative there is."""
    now = timezone.now()
    giver = User.objects.get(email="bench@example.org")
    with act("collab.organisation.measured", by=SystemActor("bench"), at=now):
        user = User(
            name="Auditor",
            email=f"auditor{whole_installation}@example.org",
            created_at=now,
            joined_at=now,
        )
        user.save()
        audited, _ = Collaborative.objects.get_or_create(
            uid="col_bench7", slug="bench", name="Bench", footprint_level="system"
        )
        Engagement(
            user=user,
            collaborative=None if whole_installation else audited,
            body="Bench",
            starts_at=now,
            ends_at=now + dt.timedelta(days=300),
            given_by=giver,
        ).save()
    return signed_in(user)


COLUMNS: dict[type[Model], dict[str, str]] = {
    Organisation: {
        "uid": "'org_bench' || n",
        "name": "'Organisation ' || n",
        "sector": "'council'",
        "legal_form": "'unknown'",
        "oversight_route": "'unknown'",
    },
    User: {
        "uid": "'usr_bench' || n",
        "name": "'Person ' || n",
        "email": "'person' || n || '@example.org'",
        "is_active": "TRUE",
    },
    Event: {
        "uid": "'evt_bench' || n",
        "act_uid": "'act_bench' || (n / 2)",
        "position": "n %% 2",
        "verb": "'collab.organisation.measured'",
        "actor_type": "'user'",
        "actor_uid": "'usr_bench' || (1 + n %% 1000)",
        "audience": (
            "CASE n %% 5 WHEN 0 THEN 'installation'"
            " WHEN 1 THEN 'collaborative:col_bench' || (1 + n %% 200)"
            " WHEN 2 THEN 'parties:agr_bench' || n"
            " WHEN 3 THEN 'organisation:org_bench' || (1 + n %% 100)"
            " ELSE 'person:usr_bench' || (1 + n %% 1000) END"
        ),
        "collaborative_uid": (
            "CASE WHEN n %% 5 IN (1, 2) THEN 'col_bench' || (1 + n %% 200) ELSE '' END"
        ),
        "object_type": "'collab.organisation'",
        "object_uid": "'org_bench' || (1 + n %% 1000)",
        "label": "'Organisation ' || (1 + n %% 1000)",
        "payload": "'{}'",
    },
}


@cache
def seed(size: int) -> None:
    """Fill the three tables up to a size, each from where it stands."""
    for model, columns in COLUMNS.items():
        of_each = EVENTS if model is Event else {FEW: FEW, MANY: MANY}
        first = 1 if size == FEW else of_each[FEW] + 1
        insert_series(model, columns, first=first, last=of_each[size])


def visitor_of(who: str) -> Client:
    """Let in who asks for a list."""
    return visitor() if who == "administrator" else auditor(who == "auditor")


for _what, (_address, _who) in PAGES.items():
    for _row in compared(
        _what,
        Visit(_address, partial(visitor_of, _who), seed),
        few=(f"{FEW:,} rows", FEW),
        many=(f"{MANY:,} rows", MANY),
        stage=1,
        seconds=WARM_SECONDS,
    ):
        register(_row)
