"""Who may be named as there at a forum, as the page that logs a decision offers it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch

from accounts.models import User
from collab.enums import SeatKind
from collab.models import Forum, Seat, SeatDeputy
from collab.rules.decision_lines import Named
from ui.formats import date

# Decisions are mostly logged soon; whoever left since then is still offered.
LOOKS_BACK: Final = dt.timedelta(days=92)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One tick of "who was there": a person on a seat."""

    key: str
    label: str
    seat: Seat
    user: User
    has_vote: bool


@dataclass(frozen=True, kw_only=True)
class Seating:
    """Everybody who may be named for an item of a forum."""

    places: list[Place]

    @property
    def people(self) -> list[tuple[str, str]]:
        """Give a tick for everybody."""
        return [(place.key, place.label) for place in self.places]

    @property
    def voters(self) -> list[tuple[str, str]]:
        """Give a tick for everybody with a vote."""
        return [(each.key, each.label) for each in self.places if each.has_vote]

    @property
    def seats(self) -> dict[str, tuple[int, int]]:
        """Give the seat and the person of each tick, by internal id."""
        return {each.key: (each.seat.pk, each.user.pk) for each in self.places}

    @property
    def named_people(self) -> list[Named]:
        """Give whom a line may name."""
        found = {each.user.pk: each.user.name for each in self.places}
        return [Named(id=key, name=name) for key, name in found.items()]

    @property
    def named_bodies(self) -> list[Named]:
        """Give the bodies that a line may name."""
        found = {
            each.seat.organisation_id: each.seat.organisation.name
            for each in self.places
        }
        return [Named(id=key, name=name) for key, name in found.items()]


def seating_of(forum: Forum, *, today: dt.date, day: dt.date | None) -> Seating:
    """
    Gather who sits in a forum now, sat there lately, or sat there on a typed day.

    Two queries, however many they are.
    """
    first = min(today - LOOKS_BACK, day or today)
    end = max(today, day or today) + dt.timedelta(days=1)
    deputies = Prefetch(
        "deputies",
        queryset=SeatDeputy.objects.held_between(first, end)
        .select_related("user")
        .order_by("starts_on", "pk"),
    )
    seats = (
        forum.seats.held_between(first, end)
        .select_related("organisation", "user")
        .prefetch_related(deputies)
        .order_by("-is_chair", "-kind", "organisation__name", "title", "pk")
    )
    return Seating(places=[place for seat in seats for place in _places(seat)])


def _places(seat: Seat) -> Iterator[Place]:
    has_vote = seat.kind == SeatKind.VOTING
    yield Place(
        key=f"{seat.uid}.{seat.user.uid}",
        label=f"{seat.user.name}, {_standing(seat)}{_until(seat)}",
        seat=seat,
        user=seat.user,
        has_vote=has_vote,
    )
    for deputy in seat.deputies.all():
        yield Place(
            key=f"{seat.uid}.{deputy.user.uid}",
            label=(
                f"{deputy.user.name}, deputy for {seat.user.name},"
                f" {seat.organisation.name}{_until(deputy)}"
            ),
            seat=seat,
            user=deputy.user,
            has_vote=has_vote,
        )


def _standing(seat: Seat) -> str:
    parts = [seat.title, seat.organisation.name]
    if seat.is_chair:
        parts.append("chair")
    if seat.kind == SeatKind.OBSERVER:
        parts.append("observer")
    return ", ".join(part for part in parts if part)


def _until(row: Seat | SeatDeputy) -> str:
    return f", until {date(row.ends_on)}" if row.ends_on else ""
