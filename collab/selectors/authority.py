"""Who may bind an organisation, by which row, and who stands in for whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from collab import grants
from collab.models import Appointment, Delegation, Deputy
from collab.rules.authority import EITHER, Holder, Lack, Line, judge


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The row that allows an act (for ``allowed_by``), or what is lacking in words.

    ``deputy`` is the row by which the person uses a delegation of somebody else.
    """

    delegation: Delegation | None
    deputy: Deputy | None
    lack: Lack
    sentence: str

    @property
    def allows(self) -> bool:
        """Whether the person may."""
        return self.delegation is not None


@dataclass(frozen=True)
class _Book:
    """What one organisation has given, read once: four queries whoever is asked for."""

    delegations: list[Delegation]
    deputies: list[Deputy]
    appointed: frozenset[int]
    administrators: frozenset[int]


def delegation_for(
    *,
    user: User,
    organisation_id: int,
    power: str,
    value_pence: int | None,
    at: dt.datetime,
    recurrence: str = EITHER,
) -> Authority:
    """
    Find the best delegation by which a person may do a thing at a moment.

    A deputy may use what the absent holder was given. Nobody may use a delegation
    that they proposed or confirmed themselves, on whatever way it came to them.
    """
    book = _book(organisation_id, at)
    return _found(book, user, power, value_pence, at, recurrence)


def who_may(
    *,
    organisation_id: int,
    power: str,
    value_pence: int | None,
    at: dt.datetime,
    recurrence: str = EITHER,
) -> list[User]:
    """List the people who may do a thing at a moment, holders and deputies, by name."""
    book = _book(organisation_id, at)
    candidates = {row.user for row in book.delegations} | {
        row.user for row in book.deputies
    }
    able = [
        user
        for user in candidates
        if _found(book, user, power, value_pence, at, recurrence).allows
    ]
    return sorted(able, key=lambda user: (user.name, user.pk))


def deputies_of(
    *, holder: User, at: dt.datetime, organisation_id: int | None = None
) -> list[Deputy]:
    """List who stands in for a person at a moment, at one organisation or at all."""
    rows = (
        Deputy.objects.in_effect_at(at)
        .filter(appointment__user=holder, user__is_active=True)
        .select_related("user", "appointment__organisation", "organisation")
        .order_by("starts_at", "pk")
    )
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    return [row for row in rows if _holds(row.appointment, at)]


def _holds(row: Appointment, at: dt.datetime) -> bool:
    return (
        row.confirmed_at is not None
        and row.starts_at <= at
        and (row.ends_at is None or at < row.ends_at)
    )


def _book(organisation_id: int, at: dt.datetime) -> _Book:
    appointed = (
        Appointment.objects.in_effect_at(at)
        .filter(organisation_id=organisation_id, user__is_active=True)
        .values_list("user_id", flat=True)
    )
    delegations = (
        Delegation.objects.given()
        .filter(organisation_id=organisation_id)
        .select_related("user", "organisation")
        .order_by("pk")
    )
    deputies = (
        Deputy.objects.in_effect_at(at)
        .filter(organisation_id=organisation_id)
        .select_related("user", "appointment")
        .order_by("pk")
    )
    administrators = grants.holders(role=Role.ADMINISTRATOR, on=None, at=at)
    return _Book(
        delegations=list(delegations),
        deputies=[row for row in deputies if _holds(row.appointment, at)],
        appointed=frozenset(appointed),
        administrators=frozenset(user.pk for user in administrators),
    )


def _found(
    book: _Book,
    user: User,
    power: str,
    value_pence: int | None,
    at: dt.datetime,
    recurrence: str,
) -> Authority:
    standing_in = {
        row.appointment.user_id: row for row in book.deputies if row.user_id == user.pk
    }
    open_to = {
        row.pk: row
        for row in book.delegations
        if _may_use(row, user, book, standing_in.keys())
    }
    verdict = judge(
        [_line(row, user) for row in open_to.values()],
        holder=Holder(
            is_active=user.is_active,
            is_appointed=user.pk in book.appointed,
            is_administrator=user.pk in book.administrators,
            barred_until=user.barred_until,
        ),
        power=power,
        value_pence=value_pence,
        at=at,
        recurrence=recurrence,
    )
    row = open_to[verdict.line.key] if verdict.line else None
    return Authority(
        delegation=row,
        deputy=standing_in.get(row.user_id) if row and row.user_id != user.pk else None,
        lack=verdict.lack,
        sentence=verdict.sentence,
    )


def _may_use(row: Delegation, user: User, book: _Book, absent: Iterable[int]) -> bool:
    if user.pk in (row.proposed_by_id, row.confirmed_by_id):
        return False
    if row.user_id == user.pk:
        return True
    return row.user_id in absent and row.user_id in book.appointed


def _line(row: Delegation, user: User) -> Line:
    return Line(
        key=row.pk,
        power=row.power,
        limit_pence=row.limit_pence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        recurrence=row.recurrence,
        is_own=row.user_id == user.pk,
    )
