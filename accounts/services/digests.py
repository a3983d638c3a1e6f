"""Mail that waited: digests, the end of quiet hours, the return of somebody away."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Notification, User
from accounts.selectors import MailChoices, mail_choices
from accounts.services.mailing import post_mail
from audit.door import Actor

PORTION: Final = 100
# A letter names so many; the inbox has them all.
MOST_IN_A_LETTER: Final = 100


def send_digests(*, actor: Actor, now: dt.datetime) -> int:
    """
    Send what is due of the mail that waits, one letter to each person; gives how many.

    No act: the acts that told people are recorded already. Safe to run twice, by many
    workers, and to be killed: a letter and what it carries are written together.
    """
    sent, after = 0, 0
    while users := _next_people(after, now):
        choices = mail_choices(users, at=now)
        sent += sum(_send_to(pk, choices, now) for pk in users)
        after = users[-1]
    return sent


def _next_people(after: int, now: dt.datetime) -> list[int]:
    due = Notification.objects.filter(mail_due_at__lte=now, user__gt=after)
    return list(
        due.order_by("user").values_list("user", flat=True).distinct()[:PORTION]
    )


def _send_to(user_id: int, choices: MailChoices, now: dt.datetime) -> bool:
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        waiting = list(
            Notification.objects.select_for_update(skip_locked=skip)
            .filter(user=user_id, mail_due_at__lte=now)
            .order_by("pk")
        )
        user = User.objects.get(pk=user_id)
        ready = [
            each
            for each in waiting
            if choices.from_hours(user_id, at=now, urgent=each.is_urgent) == now
        ]
        _put_off([each for each in waiting if each not in ready], choices, now)
        if not ready:
            return False
        message = (
            post_mail(
                to=user.email,
                subject=_subject(ready),
                words=_words(user, ready),
                user=user,
                now=now,
            )
            if user.is_active
            else None
        )
        Notification.objects.filter(pk__in=[each.pk for each in ready]).update(
            mail=message, mail_due_at=None
        )
        return message is not None


def _put_off(rows: list[Notification], choices: MailChoices, now: dt.datetime) -> None:
    """Move what came due in hours that the person chose since."""
    for row in rows:
        row.mail_due_at = choices.from_hours(row.user_id, at=now, urgent=row.is_urgent)
    Notification.objects.bulk_update(rows, ["mail_due_at"])


def _subject(rows: list[Notification]) -> str:
    if len(rows) == 1:
        return rows[0].subject
    urgent = any(row.is_urgent for row in rows)
    return f"{len(rows)} messages{', some urgent' if urgent else ''}"


def _words(user: User, rows: list[Notification]) -> str:
    if len(rows) == 1:
        return f"Hello {user.name},\n\n{_one(rows[0])}\n"
    first = sorted(rows, key=lambda row: not row.is_urgent)[:MOST_IN_A_LETTER]
    parts = [
        f"{number}. {row.subject}\n\n{_one(row)}"
        for number, row in enumerate(first, start=1)
    ]
    left = len(rows) - len(first)
    if left:
        parts.append(f"And {left} more in your inbox: {settings.SITE_URL}/inbox")
    since = f"this is what {settings.SERVICE_NAME} has told you since it last wrote:"
    return f"Hello {user.name},\n\n{since}\n\n" + "\n\n".join(parts) + "\n"


def _one(row: Notification) -> str:
    return f"{row.words}\n\n{settings.SITE_URL}{row.link}" if row.link else row.words
