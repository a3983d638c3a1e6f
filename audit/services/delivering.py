"""Running what committed acts asked for, at least once each, whatever crashes."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from audit import dispatch, registries
from audit.door import Actor, act
from audit.enums import OutboxState
from audit.models import Audience, Named, OutboxMessage
from audit.models.writing import INSTALLATION
from audit.rules.backoff import gives_up, wait_after

logger = logging.getLogger(__name__)

SWEEP_PORTION = 200
UNDELIVERED = (OutboxState.GIVEN_UP, OutboxState.WAITING)

Task = Callable[..., Any]


class UnknownTaskError(LookupError):
    """No task of that name is registered, so the message cannot be delivered."""


def deliver(
    *, message_uid: str, tasks: Mapping[str, Task], clock: Callable[[], dt.datetime]
) -> bool:
    """
    Run one message's task if it is due, and give whether it is now done.

    The claim is a lease: its due time moves ahead, so that a second worker leaves it
    alone and a killed one gives it back. Tasks must be safe to run twice.
    """
    message = _claim(message_uid, now=clock())
    if message is None:
        return False
    try:
        task = tasks.get(message.task)
        if task is None:
            raise UnknownTaskError(message.task)  # noqa: TRY301 - same ending as below
        task(**message.arguments)
    except Exception as error:  # noqa: BLE001 - any failure is kept and tried again
        logger.warning("%s failed: %s", message, error)
        _note_failure(message, f"{type(error).__name__}: {error}", now=clock())
        return False
    _note_done(message, now=clock())
    return True


def _claim(message_uid: str, *, now: dt.datetime) -> OutboxMessage | None:
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update()
            .filter(uid=message_uid, state=OutboxState.WAITING, due_at__lte=now)
            .first()
        )
        if message is None:
            return None
        if gives_up(message.attempts):
            # Every attempt so far took its worker with it.
            message.state = OutboxState.GIVEN_UP
            message.save(update_fields=["state"])
            return None
        message.attempts += 1
        message.due_at = now + dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        message.save(update_fields=["attempts", "due_at"])
        return message


def _note_done(message: OutboxMessage, *, now: dt.datetime) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxState.DONE, done_at=now, last_error=""
    )


def _note_failure(message: OutboxMessage, error: str, *, now: dt.datetime) -> None:
    given_up = gives_up(message.attempts)
    # Another worker may hold the lease by now, or have done it: theirs counts.
    OutboxMessage.objects.filter(
        pk=message.pk, state=OutboxState.WAITING, attempts=message.attempts
    ).update(
        state=OutboxState.GIVEN_UP if given_up else OutboxState.WAITING,
        due_at=now + wait_after(message.attempts),
        told_at=None,
        last_error=error[:1000],
    )


def sweep(*, now: dt.datetime) -> int:
    """
    Tell the workers of what is due and not on its way; gives how many that were.

    What was told is not told again within a lease, or copies would pile up faster
    than a slow worker takes them.
    """
    lost = now - dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    due = list(
        OutboxMessage.objects.filter(state=OutboxState.WAITING, due_at__lte=now)
        .filter(Q(told_at=None) | Q(told_at__lte=lost))
        .order_by("due_at", "id")
        .values_list("uid", flat=True)[:SWEEP_PORTION]
    )
    OutboxMessage.objects.filter(uid__in=due).update(told_at=now)
    for uid in due:
        dispatch.send(uid)
    return len(due)


class NotRetriableError(ValueError):
    """The message was delivered in the meantime, or never was."""


class MessageSubject:
    """An outbox message as the subject of an act; operational, so not governed."""

    _meta = SimpleNamespace(label_lower="audit.outboxmessage")

    def __init__(self, message: OutboxMessage) -> None:
        self.uid = message.uid
        self.label = message.task

    def named(self) -> Named:
        """Give the message's uid and its task."""
        return Named(uid=self.uid, label=self.label)

    def audience(self) -> Audience:
        """Say that deliveries concern the whole installation."""
        return INSTALLATION


def retry_delivery(*, message_uid: str, actor: Actor, now: dt.datetime) -> None:
    """
    Put a message that was given up, or still waits, back at the front.

    :raises PermissionDenied: for anybody but those who administer
    :raises NotRetriableError: if it is delivered by now
    """
    with act("audit.delivery.retried", by=actor, at=now) as record:
        if not registries.may_administer(actor, now):
            raise PermissionDenied("Only an administrator may try this again.")
        message = (
            OutboxMessage.objects.select_for_update()
            .filter(uid=message_uid, state__in=UNDELIVERED)
            .first()
        )
        if message is None:
            raise NotRetriableError("This message was delivered in the meantime.")
        message.state = OutboxState.WAITING
        message.attempts = 0
        message.due_at = now
        message.save(update_fields=["state", "attempts", "due_at"])
        record.about(MessageSubject(message))
        transaction.on_commit(lambda: dispatch.send(message_uid), robust=True)
