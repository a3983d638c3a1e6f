"""The sweep of what is due to be remembered, and the repair."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from audit.door import SystemActor
from collab.services import due_things, reminders

_JOB = SystemActor("reminders")


@shared_task(name="collab.sweep_reminders", time_limit=240, soft_time_limit=220)
def sweep_reminders(**_: Any) -> None:
    """Send every reminder that is due; safe to run twice, and to be stopped."""
    reminders.sweep_reminders(actor=_JOB, now=timezone.now())


@shared_task(name="collab.repair_due_things", time_limit=1_800, soft_time_limit=1_700)
def repair_due_things(**_: Any) -> None:
    """Find what falls due and was overlooked; safe to run twice, and to be stopped."""
    due_things.repair_due_things(actor=_JOB, now=timezone.now())
