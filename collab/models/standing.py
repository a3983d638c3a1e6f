"""Everything that a person holds at a moment, in one query, for every page that asks.

The ORM writes the query once; to have it written again for each page would take longer
than to answer it. The person, the moment and the day are filled in where stand-ins were.
"""

import datetime as dt
import functools
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value

from accounts.models import RoleHolding
from collab.models.access import (
    CollaborativeGroupPermission,
    CollaborativeUserPermission,
    OrganisationGroupPermission,
    OrganisationUserPermission,
)
from collab.models.authority import Appointment
from collab.models.collaboratives import Membership
from collab.models.engagements import Engagement
from collab.rules.periods import london_day

APPOINTED: Final = 1
PARTNER: Final = 2
ENGAGED: Final = 3
ON_ORGANISATION: Final = 4
ON_COLLABORATIVE: Final = 5
IN_ROLE: Final = 6

# Values that no row and no clause of a query has.
_USER: Final = -7_919_000_001
_MOMENT: Final = dt.datetime(1907, 5, 3, 7, 11, 13, 171_717, tzinfo=dt.UTC)
_DAY: Final = dt.date(1907, 5, 5)


class Held(NamedTuple):
    """One line: what kind of thing is held, on which row, and by what name.

    ``APPOINTED``: organisation; ``PARTNER``: a collaborative that a body of the person
    is a member of; ``ENGAGED``: an auditor's collaborative, or None for all;
    ``ON_ORGANISATION`` and ``ON_COLLABORATIVE``: a permission's codename on a row;
    ``IN_ROLE``: the name of a group.
    """

    kind: int
    on: int | None
    name: str


def everything_of(user_id: int, at: dt.datetime) -> list[Held]:
    """Read all that a person holds at a moment; whether it counts is not said here."""
    statement, places = _statement(connection.vendor)
    ops = connection.ops
    given = {
        "user": user_id,
        "moment": ops.adapt_datetimefield_value(at),
        "day": ops.adapt_datefield_value(london_day(at)),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [given[name] if name else constant for name, constant in places],
        )
        return [Held(*row) for row in cursor.fetchall()]


@functools.cache
def _statement(vendor: str) -> tuple[str, list[tuple[str, Any]]]:
    """Give the SQL of a kind of database, and what belongs in each of its places."""
    ops = connection.ops
    stand_ins = {
        _USER: "user",
        ops.adapt_datetimefield_value(_MOMENT): "moment",
        ops.adapt_datefield_value(_DAY): "day",
    }
    queries = _queries()
    union = queries[0].union(*queries[1:], all=True)
    statement, values = union.query.get_compiler(connection=connection).as_sql()
    return statement, [(stand_ins.get(value, ""), value) for value in values]


def _queries() -> list[QuerySet[Any, Any]]:
    appointed = Appointment.objects.in_effect_at(_MOMENT).filter(user_id=_USER)
    partners = Membership.objects.in_effect_on(_DAY).filter(
        organisation_id__in=appointed.values("organisation_id")
    )
    engaged = Engagement.objects.in_effect_at(_MOMENT).filter(user_id=_USER)
    roles = RoleHolding.objects.in_effect_at(_MOMENT).filter(user_id=_USER)
    codename = F("permission__codename")
    return [
        _lines(APPOINTED, appointed, F("organisation_id")),
        _lines(PARTNER, partners, F("collaborative_id")),
        _lines(ENGAGED, engaged, F("collaborative_id")),
        *(
            _lines(ON_ORGANISATION, rows, F("content_object_id"), codename)
            for rows in _granted(
                OrganisationUserPermission, OrganisationGroupPermission
            )
        ),
        *(
            _lines(ON_COLLABORATIVE, rows, F("content_object_id"), codename)
            for rows in _granted(
                CollaborativeUserPermission, CollaborativeGroupPermission
            )
        ),
        _lines(IN_ROLE, roles, F("group_id"), F("group__name")),
    ]


def _lines(kind: int, rows: Any, on: F, name: F | None = None) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.order_by().values_list(
        Value(kind, IntegerField()), on, name or Value("", CharField())
    )
    return found


def _granted(by_user: Any, by_group: Any) -> list[Any]:
    return [
        by_user.objects.filter(in_effect(_MOMENT), user_id=_USER),
        by_group.objects.filter(
            not_over(_MOMENT),
            in_effect(_MOMENT, "group__holdings__"),
            group__holdings__user_id=_USER,
        ),
    ]


def not_over(at: dt.datetime, prefix: str = "") -> Q:
    """Narrow to grants that have not expired by a moment."""
    return Q(**{f"{prefix}expires_at": None}) | Q(**{f"{prefix}expires_at__gt": at})


def in_effect(at: dt.datetime, prefix: str = "") -> Q:
    """Narrow to grants that were given by a moment and have not expired."""
    return not_over(at, prefix) & Q(**{f"{prefix}granted_at__lte": at})
