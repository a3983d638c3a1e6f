"""Reminders in words: what comes, what was sent, and by which rung of which ladder."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Notification
from collab.models import Collaborative, DueThing
from collab.registries import Entry, HomeSection, OccasionSource, sources
from collab.rules.periods import london_day
from collab.rules.reminders import Rung, rung_words
from collab.rules.rights import Rights
from collab.selectors.foreseeing import Effect, Foreseen, Sent, slugs_of
from collab.selectors.reaching import Reached
from ui.formats import date, moment
from ui.registries import Link


@dataclass(frozen=True, kw_only=True)
class Line:
    """One reminder to come: when, why, and who is told."""

    when: str
    why: str
    whom: str
    names: list[str]


@dataclass(frozen=True, kw_only=True)
class ThingView:
    """One thing that waits, with what will be said of it."""

    uid: str
    title: str
    link: str
    due: str
    state: str
    colour: str
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class SentView:
    """One reminder that was sent."""

    when: dt.datetime
    who: str
    what: str
    why: str
    delivered: str


@dataclass(frozen=True, kw_only=True)
class RungView:
    """One rung as a ladder's page shows it."""

    name: str
    words: str
    whom: str
    is_off: bool


def rungs_of(source: OccasionSource, rungs: tuple[Rung, ...]) -> list[RungView]:
    """Put a ladder into words."""
    return [
        RungView(
            name=rung.name,
            words=rung_words(rung),
            whom=source.people.get(rung.whom, rung.whom),
            is_off=rung.is_off,
        )
        for rung in rungs
    ]


def thing_view(
    source: OccasionSource,
    thing: DueThing,
    lines: list[Foreseen],
    *,
    now: dt.datetime,
) -> ThingView:
    """Put one thing and what will be said of it into words."""
    state, colour = _state(thing, london_day(now))
    return ThingView(
        uid=thing.uid,
        title=thing.title,
        link=thing.link,
        due=date(thing.due_on),
        state=state,
        colour=colour,
        lines=[_line(source, each) for each in lines],
    )


def _state(thing: DueThing, today: dt.date) -> tuple[str, str]:
    if thing.closed_at is not None:
        return "Done, or moved to another day", "grey"
    if thing.due_on < today:
        return "Overdue", "red"
    if thing.due_on == today:
        return "Due today", "yellow"
    return "Waiting", "blue"


def _line(source: OccasionSource, each: Foreseen) -> Line:
    return Line(
        when="Within minutes" if each.now else date(each.day),
        why=rung_words(each.rung),
        whom=source.people.get(each.rung.whom, each.rung.whom),
        names=[_name(person) for person in each.told],
    )


def _name(person: Reached) -> str:
    if person.in_place_of is None:
        return str(person.user.name)
    return f"{person.user.name}, while {person.in_place_of.name} is away"


def effect_words(effect: Effect) -> tuple[str, str, str]:
    """Say what a change does to one thing: what it is, what came next, what will."""
    return effect.thing.title, _next(effect.before), _next(effect.after)


def _next(each: Foreseen | None) -> str:
    if each is None:
        return "Nothing more"
    return "Within minutes" if each.now else date(each.day)


def sent_view(sent: Sent, rungs: dict[str, Rung]) -> SentView:
    """Put a reminder that was sent into words."""
    row = sent.reminder
    who = row.user.name
    if row.in_place_of is not None:
        who = f"{who}, for {row.in_place_of.name}"
    return SentView(
        when=row.sent_at,
        who=who,
        what=row.subject_label,
        why=_why(row, rungs),
        delivered=delivery_words(sent.notification),
    )


def _why(row: Any, rungs: dict[str, Rung]) -> str:
    if row.asked_by is not None:
        return f"{row.asked_by.name} asked for it: {row.note}"
    rung = rungs.get(f"{row.occasion.partition(':')[0]}/{row.rung}")
    return row.rung.replace("_", " ") if rung is None else rung_words(rung)


def all_rungs() -> dict[str, Rung]:
    """Give every rung by kind and name, for a log of all kinds."""
    return {
        f"{source.kind}/{rung.name}": rung
        for source in sources()
        for rung in source.ladder
    }


def delivery_words(told: Notification | None) -> str:
    """Say what became of a notification."""
    if told is None:
        return "In their inbox"
    read = f"opened {moment(told.read_at)}" if told.read_at else "not opened yet"
    return f"{_mail_words(told)}. In their inbox, {read}."


def _mail_words(told: Notification) -> str:
    if told.mail is None:
        if told.mail_due_at is None:
            return "No email"
        return f"Email waits until {moment(told.mail_due_at)}"
    if told.mail.withdrawn_at is not None:
        return "Email taken back, since it was done"
    if told.mail.sent_at is None:
        return "Email on its way"
    return f"Email sent {moment(told.mail.sent_at)}"


def link_to_reminders(
    user: Any, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> HomeSection | None:
    """Show the way to the reminders to those who govern or audit."""
    if not can_see(rights, collaborative):
        return None
    href = reverse("collab:reminders", args=[collaborative.slug])
    return HomeSection(
        title="Reminders",
        empty="Who is told what and when, and who was.",
        action=Entry(title="Reminders", href=href),
    )


def can_see(rights: Rights, collaborative: Collaborative) -> bool:
    """Say whether somebody may see how people are reminded."""
    return any(
        rights.may(codename, collaborative_id=collaborative.pk)
        for codename in ("govern", "audit")
    )


def away_link(request: HttpRequest) -> Link | None:
    """Give the way to "When I am away" to everyone who is signed in."""
    if not request.user.is_authenticated:
        return None
    return Link(text="When I am away", href=reverse("collab:away"))


def pages_of(name: str, uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of ladders or reminders that events name; they refuse themselves."""
    page = "ladders" if name == "collab.ladder" else "reminder_log"
    return {
        uid: reverse(f"collab:{page}", args=[slug])
        for uid, slug in slugs_of(name, uids).items()
    }
