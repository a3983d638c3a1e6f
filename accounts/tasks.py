"""Background work of this room."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.services import digests, mailing, signing_in
from audit.door import SystemActor


@shared_task(name="accounts.send_mail", time_limit=90, soft_time_limit=60)
def send_mail(*, message_uid: str, **_: Any) -> None:
    """Send one message of the outbox."""
    now = timezone.now()
    mailing.note_heartbeat(names=("worker",), now=now)
    mailing.send_mail(message_uid=message_uid, now=now)


@shared_task(name="accounts.note_heartbeat", time_limit=30, soft_time_limit=20)
def note_heartbeat(**_: Any) -> None:
    """Show that beat asked for work and that a worker did it."""
    mailing.note_heartbeat(names=("beat", "worker"), now=timezone.now())


@shared_task(name="accounts.record_failures", time_limit=60, soft_time_limit=50)
def record_failures(**_: Any) -> None:
    """Write the acts of the quarter-hours with failed sign-ins that have ended."""
    signing_in.record_failures(actor=SystemActor("sign_in"), now=timezone.now())


@shared_task(name="accounts.send_digests", time_limit=120, soft_time_limit=100)
def send_digests(**_: Any) -> None:
    """Send the mail that waited for its hour; safe to run twice."""
    digests.send_digests(actor=SystemActor("digests"), now=timezone.now())
