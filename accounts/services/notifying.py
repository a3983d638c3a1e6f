"""Telling people what happened and what waits for them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts import registries, selectors
from accounts.models import Notification, NotificationPreference, User
from accounts.services.mailing import write_mail
from audit.door import act
from audit.rules.uids import new_uid


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
    declared = registries.kind_named(kind)
    audience = about.audience() if about is not None else user.audience()
    notification = Notification.objects.create(
        uid=new_uid("ntf"),
        user=user,
        kind=kind,
        subject=subject[:200],
        words=words,
        link=link,
        audience=audience.token,
        act_uid=record.uid,
        created_at=record.recorded_at,
    )
    if declared.always_mailed or _wants_mail(user, kind):
        write_mail(
            record=record,
            to=user.email,
            subject=subject,
            words=_letter(user, words, link),
            user=user,
        )
    return notification


def _wants_mail(user: User, kind: str) -> bool:
    return user.is_active and selectors.mailed_kinds(user).get(kind, True)


def _letter(user: User, words: str, link: str) -> str:
    there = f"\n\n{settings.SITE_URL}{link}" if link else ""
    return f"Hello {user.name},\n\n{words}{there}\n"


def mark_read(*, uid: str, actor: User, now: dt.datetime) -> None:
    """Note that the person opened a notification; not an act, nobody else is told."""
    Notification.objects.visible_to(actor).unread().filter(uid=uid).update(read_at=now)


def mark_all_read(*, actor: User, now: dt.datetime) -> None:
    """Note that the person has seen all there is."""
    Notification.objects.visible_to(actor).unread().update(read_at=now)


def choose_mail(*, wanted: Mapping[str, bool], actor: User, now: dt.datetime) -> None:
    """
    Keep which kinds of notification the person wants by email.

    :raises UnknownKindError: if no room declared a kind
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
            preference.save()
