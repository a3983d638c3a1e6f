"""Telling people what happened and what waits for them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts import registries
from accounts.enums import MailRhythm
from accounts.models import MailMessage, Notification, NotificationPreference, User
from accounts.selectors import mail_choices
from accounts.services.mailing import Letter, write_mails
from audit.door import act
from audit.rules.uids import new_uid


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something to tell one person.

    ``link`` is a path of this site; ``about`` the governed row it concerns, whose
    audience the notification carries. ``topic`` names what may come to an end before
    its mail is sent, and takes that along. ``uid`` is made here where it is empty.
    """

    user: User
    kind: str
    subject: str
    words: str
    link: str = ""
    about: Any = None
    topic: str = ""
    is_urgent: bool = False
    uid: str = ""


def notify(
    *,
    record: Any,
    user: User,
    kind: str,
    subject: str,
    words: str,
    link: str = "",
    about: Any = None,
) -> Notification:
    """
    Tell a person inside the caller's open act: in the inbox, and by mail if wanted.

    ``link`` is a path of this site; ``about`` the governed row it concerns, whose
    audience the notification carries.

    :raises UnknownKindError: if no room declared the kind
    """
    note = Note(
        user=user, kind=kind, subject=subject, words=words, link=link, about=about
    )
    return notify_many(record=record, notes=[note])[0]


def notify_many(*, record: Any, notes: list[Note]) -> list[Notification]:
    """
    Tell many people inside the caller's open act, in the same few statements.

    :raises UnknownKindError: if no room declared a kind
    """
    plans = when_to_mail(notes=notes, at=record.at)
    at_once = [note for note in notes if plans.get(id(note)) == record.at]
    letters = [_letter(note) for note in at_once]
    messages = write_mails(record=record, letters=letters) if letters else []
    carried = {id(note): each for note, each in zip(at_once, messages, strict=True)}
    return Notification.objects.bulk_create(
        _notification(record, note, carried.get(id(note)), plans.get(id(note)))
        for note in notes
    )


def _notification(
    record: Any, note: Note, mail: MailMessage | None, due_at: dt.datetime | None
) -> Notification:
    about = note.about if note.about is not None else note.user
    return Notification(
        uid=note.uid or new_uid("ntf"),
        user=note.user,
        kind=note.kind,
        subject=note.subject[:200],
        words=note.words,
        link=note.link,
        audience=about.audience().token,
        act_uid=record.uid,
        created_at=record.recorded_at,
        topic=note.topic,
        is_urgent=note.is_urgent,
        mail=mail,
        mail_due_at=due_at if mail is None else None,
    )


def when_to_mail(*, notes: list[Note], at: dt.datetime) -> dict[int, dt.datetime]:
    """
    Give for each note, by ``id()``, the moment its mail may go out; none: no mail.

    :raises UnknownKindError: if no room declared a kind
    """
    always = {
        note.kind for note in notes if registries.kind_named(note.kind).always_mailed
    }
    plans = {id(note): at for note in notes if note.kind in always}
    asked = [note for note in notes if note.kind not in always and note.user.is_active]
    if not asked:
        return plans
    choices = mail_choices({note.user.pk for note in asked}, at=at)
    for note in asked:
        moment = choices.moment(note.user.pk, note.kind, at=at, urgent=note.is_urgent)
        if moment is not None:
            plans[id(note)] = moment
    return plans


def _letter(note: Note) -> Letter:
    there = f"\n\n{settings.SITE_URL}{note.link}" if note.link else ""
    return Letter(
        to=note.user.email,
        subject=note.subject,
        words=f"Hello {note.user.name},\n\n{note.words}{there}\n",
        user=note.user,
        topic=note.topic,
    )


def let_go(*, record: Any, topics: Iterable[str], now: dt.datetime) -> None:
    """
    Take back the mail that waits about topics that have come to an end.

    What is in the inbox stays there. ``record`` is the open act; None where a job
    finds that the end was overlooked.
    """
    ended = list(topics)
    if not ended:
        return
    Notification.objects.filter(topic__in=ended, mail_due_at__isnull=False).update(
        mail_due_at=None
    )
    MailMessage.objects.filter(topic__in=ended, sent_at=None).exclude(topic="").update(
        withdrawn_at=now, body=""
    )


def mark_read(*, uid: str, actor: User, now: dt.datetime) -> None:
    """Note that the person opened a notification; not an act, nobody else is told."""
    Notification.objects.visible_to(actor).unread().filter(uid=uid).update(read_at=now)


def mark_all_read(*, actor: User, now: dt.datetime) -> None:
    """Note that the person has seen all there is."""
    Notification.objects.visible_to(actor).unread().update(read_at=now)


def choose_mail(
    *,
    wanted: Mapping[str, bool],
    actor: User,
    now: dt.datetime,
    rhythms: Mapping[str, str] | None = None,
) -> None:
    """
    Keep which kinds of notification the person wants by email, and how often.

    A kind that ``rhythms`` does not name keeps its own.

    :raises UnknownKindError: if no room declared a kind
    :raises ValueError: for a rhythm that there is not
    """
    with act("accounts.preferences.changed", by=actor, at=now) as record:
        record.about(actor)
        held = {
            each.kind: each
            for each in NotificationPreference.objects.select_for_update().filter(
                user=actor
            )
        }
        for kind, by_mail in sorted(wanted.items()):
            registries.kind_named(kind)
            preference = held.get(kind) or NotificationPreference(user=actor, kind=kind)
            preference.by_mail = by_mail
            if rhythms and kind in rhythms:
                preference.rhythm = MailRhythm(rhythms[kind])
            preference.save()
