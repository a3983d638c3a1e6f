"""Who may bind an organisation, by which row, and who stands in for whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from collab import grants
from collab.models import Appointment, Delegation, Deputy
from collab.rules.authority import ANY, EITHER, Holder, Lack, Line, judge


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


@dataclass(frozen=True)
class _Asked:
    """What somebody would do: by which power, of what worth, when, as what."""

    power: str
    value_pence: int | None
    at: dt.datetime
    recurrence: str
    capacity: str


def delegation_for(
    *,
    user: User,
    organisation_id: int,
    power: str,
    value_pence: int | None,
    at: dt.datetime,
    recurrence: str = EITHER,
    capacity: str = ANY,
) -> Authority:
    """
    Find the best delegation by which a person may do a thing at a moment.

    A deputy may use what the absent holder was given. Nobody may use a delegation
    that they proposed or confirmed themselves, on whatever way it came to them.
    """
    book = _book(organisation_id, at)
    asked = _Asked(power, value_pence, at, recurrence, capacity)
    return _found(book, user, asked)


def who_may(
    *,
    organisation_id: int,
    power: str,
    value_pence: int | None,
    at: dt.datetime,
    recurrence: str = EITHER,
    capacity: str = ANY,
) -> list[User]:
    """List the people who may do a thing at a moment, holders and deputies, by name."""
    book = _book(organisation_id, at)
    candidates = {row.user for row in book.delegations} | {
        row.user for row in book.deputies
    }
    asked = _Asked(power, value_pence, at, recurrence, capacity)
    able = [user for user in candidates if _found(book, user, asked).allows]
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


def posts_held(
    wanted: Iterable[tuple[int, int]], *, at: dt.datetime
) -> set[tuple[int, int]]:
    """Narrow pairs of person and organisation to those with a post in effect there."""
    pairs = set(wanted)
    held = (
        Appointment.objects.in_effect_at(at)
        .filter(
            user__in={user_id for user_id, _ in pairs},
            user__is_active=True,
            organisation__in={organisation_id for _, organisation_id in pairs},
        )
        .values_list("user_id", "organisation_id")
    )
    return pairs & set(held)


def all_deputies_of(
    *, holders: Iterable[int], at: dt.datetime
) -> dict[int, list[Deputy]]:
    """List who stands in for each of many people at a moment, with one question."""
    rows = (
        Deputy.objects.in_effect_at(at)
        .filter(appointment__user__in=set(holders), user__is_active=True)
        .select_related("user", "appointment__user", "organisation")
        .order_by("starts_at", "pk")
    )
    found: dict[int, list[Deputy]] = {}
    for row in rows:
        if _holds(row.appointment, at):
            found.setdefault(row.appointment.user_id, []).append(row)
    return found


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


def _found(book: _Book, user: User, asked: _Asked) -> Authority:
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
        power=asked.power,
        value_pence=asked.value_pence,
        at=asked.at,
        recurrence=asked.recurrence,
        capacity=asked.capacity,
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
        signs_as=row.signs_as,
        is_own=row.user_id == user.pk,
    )
