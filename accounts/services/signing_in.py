"""Signing in and out, and the person's own password, address and second factor."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts import policies
from accounts.models import FailedSignIns, FailureCount, User
from accounts.rules.quarters import QUARTER, quarter_of
from accounts.services.people import bar
from accounts.services.sessions import end_sessions
from audit.door import Actor, act


def note_sign_in(*, actor: User, now: dt.datetime) -> None:
    """Record that the person signed in."""
    with act("accounts.session.opened", by=actor, at=now) as record:
        record.about(actor)


def note_sign_out(*, actor: User, now: dt.datetime) -> None:
    """Record that the person signed out."""
    with act("accounts.session.closed", by=actor, at=now) as record:
        record.about(actor)


def note_confirmation(*, actor: User, now: dt.datetime) -> None:
    """Record that the person showed once more who they are."""
    with act("accounts.session.confirmed", by=actor, at=now) as record:
        record.about(actor)


def sign_in_as_sample(
    *, person_uid: str, address: str, actor: Actor, now: dt.datetime
) -> User:
    """
    Let a newcomer continue as an invented person, from this machine alone.

    :raises NotASamplePersonError: for anybody else, or from anywhere else
    """
    with act("accounts.session.opened_as_sample", by=actor, at=now) as record:
        person: User | None = User.objects.filter(uid=person_uid).first()
        if person is None:
            raise policies.NotASamplePersonError("There is no such sample person.")
        policies.require_sample_person(user=person, address=address)
        record.about(person)
        return person


def confirm_as_sample(*, actor: User, address: str, now: dt.datetime) -> None:
    """
    Let an invented person confirm by a click, from this machine alone.

    :raises NotASamplePersonError: for anybody else, or from anywhere else
    """
    with act("accounts.session.confirmed", by=actor, at=now) as record:
        policies.require_sample_person(user=actor, address=address)
        record.about(actor)


def note_factor(
    *, verb_end: str, actor: User, now: dt.datetime, keep_session: str = ""
) -> None:
    """
    Record that the person's own second factor was added, removed or renewed.

    ``verb_end`` is ``added``, ``removed`` or ``renewed``. Removing ends the person's
    other sessions.
    """
    with act(f"accounts.factor.{verb_end}", by=actor, at=now) as record:
        record.about(actor)
        if verb_end == "removed":
            end_sessions(record=record, user=actor, but=keep_session)


def set_password(
    *, person_id: int, password: str, forgotten: bool, actor: User, now: dt.datetime
) -> User:
    """
    Give the person the password they chose.

    One set through the mailbox (``forgotten``) may be another's doing: sessions end,
    and signing is barred for 24 hours (settled question 3).
    """
    verb = "accounts.password.reset" if forgotten else "accounts.password.changed"
    with act(verb, by=actor, at=now) as record:
        person: User = User.objects.select_for_update().get(pk=person_id)
        person.set_password(password)
        record.about(person)
        if forgotten:
            end_sessions(record=record, user=person)
            bar(record=record, person=person)
        person.save()
        return person


def note_failure(*, user: Any, now: dt.datetime) -> None:
    """Count one failure to sign in; the quarter-hour's act is written at its end."""
    with transaction.atomic():
        row, _ = FailureCount.objects.get_or_create(user=user, began_at=quarter_of(now))
        FailureCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def record_failures(*, actor: Actor, now: dt.datetime) -> int:
    """Write one act for each account and quarter-hour that has ended; gives how many."""
    ended = FailureCount.objects.filter(began_at__lte=now - QUARTER).order_by("pk")
    written = 0
    for pk in list(ended.values_list("pk", flat=True)[:500]):
        written += _record_one(pk, actor=actor, now=now)
    return written


def _record_one(pk: int, *, actor: Actor, now: dt.datetime) -> bool:
    if not FailureCount.objects.filter(pk=pk).exists():
        return False
    with act("accounts.sign_in.failed", by=actor, at=now) as record:
        row = FailureCount.objects.select_for_update().select_related("user").get(pk=pk)
        fact = FailedSignIns(user=row.user, began_at=row.began_at, count=row.count)
        fact.save()
        record.about(fact)
        row.delete()
        return True
