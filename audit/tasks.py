"""The ledger's background work: delivery and its sweep."""

from typing import Any

from celery import current_app, shared_task
from django.utils import timezone

from audit.services import delivering


# Shorter than OUTBOX_LEASE_SECONDS, or a second worker would join a slow first one.
@shared_task(name="audit.deliver", time_limit=80, soft_time_limit=70)
def deliver(*, message_uid: str, **_: Any) -> None:
    """Run one message of the outbox, if it is due."""
    delivering.deliver(
        message_uid=message_uid, tasks=current_app.tasks, clock=timezone.now
    )


@shared_task(name="audit.sweep_outbox", time_limit=60, soft_time_limit=50)
def sweep_outbox(**_: Any) -> None:
    """Find what is due and was not told to a worker, or whose worker died."""
    delivering.sweep(now=timezone.now())
