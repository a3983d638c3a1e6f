"""What pages about people ask of the database."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q

from accounts import registries
from accounts.mail import keeps_files
from accounts.models import (
    Absence,
    CalendarFeed,
    Heartbeat,
    MailHours,
    Notification,
    NotificationPreference,
    User,
)
from accounts.rules.mail_hours import Away, Hours, Rhythm, mail_moment
from audit import guards
from audit.enums import OutboxState
from audit.models import OutboxMessage
from audit.registries import Reach
from ui.paging import Page, keyset_page


def names_of(uids: Iterable[str]) -> Mapping[str, str]:
    """Put today's names to the opaque ids of people."""
    return dict(User.objects.filter(uid__in=list(uids)).values_list("uid", "name"))


def people_called(typed: str) -> list[str]:
    """Give the ids of people by name or exact email address, at most fifty."""
    meant = Q(email__iexact=typed) | Q(name__icontains=typed)
    found = User.objects.filter(meant).order_by("name", "pk")
    return list(found.values_list("uid", flat=True)[:50])


def reach_of(user: Any, at: dt.datetime) -> Reach:
    """Say that people may read the events about their own account."""
    uid = getattr(user, "uid", "")
    return Reach(audiences=frozenset({f"person:{uid}"}) if uid else frozenset())


def administers(user: Any, at: dt.datetime) -> bool:
    """Say whether the person administers, asked once a request."""
    if not getattr(user, "is_authenticated", False):
        return False
    if "_administers" not in user.__dict__:
        user.__dict__["_administers"] = registries.is_administrator(user, at)
    return bool(user.__dict__["_administers"])


def reader_of(token: str) -> User | None:
    """Find whose calendar feed a token opens; None for one that was taken back."""
    feed = CalendarFeed.objects.for_token(token)
    return feed.user if feed else None


def unread_count(user: User) -> int:
    """Count what the person has not opened yet."""
    return Notification.objects.visible_to(user).unread().count()


def inbox_page(user: User, *, cursor: str) -> Page[Notification]:
    """Give one page of what the person was told, newest first."""
    return keyset_page(
        Notification.objects.visible_to(user), order="-created_at", cursor=cursor
    )


def delivery_of(uids: Iterable[str]) -> dict[str, Notification]:
    """Read what became of notifications, for whoever may see that they were sent.

    Whether and when each was opened and mailed; their words are not for others.
    """
    rows = Notification.objects.filter(uid__in=[uid for uid in uids if uid])
    return {
        row.uid: row
        for row in rows.select_related("mail").defer("words", "subject", "mail__body")
    }


def absences_of(*, users: Iterable[int], since: dt.date) -> dict[int, list[Away]]:
    """Read when people are away from a day on, for who is told in their place."""
    rows = Absence.objects.filter(user__in=set(users), last_on__gte=since)
    found: dict[int, list[Away]] = {}
    for row in rows.order_by("starts_on", "pk"):
        found.setdefault(row.user_id, []).append(row.away())
    return found


@dataclass(frozen=True)
class MailChoices:
    """How some people want their mail, read once."""

    rhythms: dict[tuple[int, str], Rhythm | None]
    hours: dict[int, Hours]
    absences: dict[int, list[Away]]

    def moment(
        self, user_id: int, kind: str, *, at: dt.datetime, urgent: bool
    ) -> dt.datetime | None:
        """Give the moment from which mail may go out, or None where none is wanted."""
        rhythm = self.rhythms.get((user_id, kind), Rhythm.AT_ONCE)
        if rhythm is None:
            return None
        return self.from_hours(user_id, at=at, rhythm=rhythm, urgent=urgent)

    def from_hours(
        self,
        user_id: int,
        *,
        at: dt.datetime,
        rhythm: Rhythm = Rhythm.AT_ONCE,
        urgent: bool = False,
    ) -> dt.datetime:
        """Give the moment by quiet hours and days away, whatever the kind."""
        return mail_moment(
            at,
            rhythm=rhythm,
            hours=self.hours.get(user_id, Hours()),
            away=self.absences.get(user_id, ()),
            urgent=urgent,
        )


def mail_choices(user_ids: Iterable[int], *, at: dt.datetime) -> MailChoices:
    """Read how people want their mail, with three questions however many they are."""
    users = set(user_ids)
    preferences = NotificationPreference.objects.filter(user__in=users)
    return MailChoices(
        rhythms={
            (row.user_id, row.kind): Rhythm(row.rhythm) if row.by_mail else None
            for row in preferences
        },
        hours={
            row.user_id: row.hours() for row in MailHours.objects.filter(user__in=users)
        },
        absences=absences_of(users=users, since=at.date() - dt.timedelta(days=1)),
    )


def my_absences(user: User, *, since: dt.date) -> list[Absence]:
    """Give the days from one on when the person is away, the next first."""
    rows = Absence.objects.visible_to(user).filter(last_on__gte=since)
    return list(rows.order_by("starts_on", "pk"))


def my_mail_hours(user: User) -> MailHours | None:
    """Give when the person wants no mail, where they said so."""
    found: MailHours | None = MailHours.objects.visible_to(user).first()
    return found


def rhythms_of(user: User) -> dict[str, str]:
    """Say for each kind of notification how often the person wants it by email."""
    rows = NotificationPreference.objects.visible_to(user)
    return dict(rows.values_list("kind", "rhythm"))


def mailed_kinds(user: User) -> dict[str, bool]:
    """Say for each kind of notification whether the person gets it by email."""
    chosen: dict[str, bool] = dict(
        NotificationPreference.objects.visible_to(user).values_list("kind", "by_mail")
    )
    return {
        kind.name: kind.always_mailed or chosen.get(kind.name, True)
        for kind in registries.kinds()
    }


def mailed_labels(user: User) -> list[str]:
    """Name the kinds of notification that the person gets by email."""
    mailed = mailed_kinds(user)
    return [kind.label for kind in registries.kinds() if mailed[kind.name]]


def people_page(
    user: User, *, words: str, cursor: str, administers: bool
) -> Page[User]:
    """Give one page of people by name, narrowed to names or addresses that start so."""
    people = User.objects.visible_to(user, administers=administers)
    if words:
        people = people.starting_with(words)
    return keyset_page(people, order="name", cursor=cursor)


@dataclass(frozen=True, kw_only=True)
class State:
    """How the installation is doing."""

    mail: str
    keeps_files: bool
    worker_seen_at: dt.datetime | None
    beat_seen_at: dt.datetime | None
    waiting: int
    oldest_due_at: dt.datetime | None
    given_up: int
    guards_missing: list[str]
    version: str
    database: str


def state(*, now: dt.datetime) -> State:
    """Gather how mail, workers, the outbox and the guards are doing."""
    seen = dict(Heartbeat.objects.values_list("name", "seen_at"))
    queue = OutboxMessage.objects.aggregate(
        waiting=Count("pk", filter=Q(state=OutboxState.WAITING, due_at__lte=now)),
        oldest=Min("due_at", filter=Q(state=OutboxState.WAITING, due_at__lte=now)),
        given_up=Count("pk", filter=Q(state=OutboxState.GIVEN_UP)),
    )
    return State(
        mail=_mail_words(),
        keeps_files=keeps_files(),
        worker_seen_at=seen.get("worker"),
        beat_seen_at=seen.get("beat"),
        waiting=queue["waiting"],
        oldest_due_at=queue["oldest"],
        given_up=queue["given_up"],
        guards_missing=guards.missing(connection),
        version=settings.VERSION,
        database=connection.display_name,
    )


def _mail_words() -> str:
    if keeps_files():
        return "Written to files on this machine"
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return f"Sent through {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
    return "Kept by the software that runs the tests"
