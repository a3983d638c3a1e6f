"""Ask for background work once the present change is safe.

The row in the outbox is what counts: losing the broker, or killing any process at
any moment, loses nothing, since the sweep finds the row again.
"""

import datetime as dt
import logging
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction

from audit.models.ledger import OutboxMessage
from audit.rules.uids import new_uid

logger = logging.getLogger(__name__)

DELIVER = "audit.deliver"


def after_commit(
    task: str, *, act_uid: str, now: dt.datetime, arguments: dict[str, Any]
) -> OutboxMessage:
    """Write the row in the open transaction; send it when, and only when, it commits."""
    return many_after_commit(task, act_uid=act_uid, now=now, arguments=[arguments])[0]


def many_after_commit(
    task: str, *, act_uid: str, now: dt.datetime, arguments: list[dict[str, Any]]
) -> list[OutboxMessage]:
    """Write many rows for one task with one statement; each is sent and tried alone."""
    messages = OutboxMessage.objects.bulk_create(
        OutboxMessage(
            uid=new_uid("out"),
            act_uid=act_uid,
            task=task,
            arguments=each,
            due_at=now,
            told_at=now,
            created_at=now,
        )
        for each in arguments
    )
    for message in messages:
        transaction.on_commit(partial(send, message.uid), robust=True)
    return messages


def send(message_uid: str) -> None:
    """Tell a worker; a broker that is away is logged and left to the sweep."""
    if not settings.OUTBOX_SEND_AT_ONCE:
        return
    try:
        current_app.send_task(
            DELIVER,
            kwargs={"message_uid": message_uid},
            # Stale copies are dropped, or they would pile up while no worker runs.
            expires=settings.OUTBOX_LEASE_SECONDS,
            retry=False,
            ignore_result=True,
        )
    except Exception as error:  # noqa: BLE001 - whatever the broker's trouble is
        logger.warning("The broker did not take %s: %s", message_uid, error)
