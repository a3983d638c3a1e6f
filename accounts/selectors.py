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
from accounts.models import Heartbeat, Notification, NotificationPreference, User
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


def unread_count(user: User) -> int:
    """Count what the person has not opened yet."""
    return Notification.objects.visible_to(user).unread().count()


def inbox_page(user: User, *, cursor: str) -> Page[Notification]:
    """Give one page of what the person was told, newest first."""
    return keyset_page(
        Notification.objects.visible_to(user), order="-created_at", cursor=cursor
    )


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
