"""The sweep of what is due to be remembered."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from audit.door import SystemActor
from collab.services import reminders


@shared_task(name="collab.sweep_reminders", time_limit=120, soft_time_limit=100)
def sweep_reminders(**_: Any) -> None:
    """Send every reminder that is due; safe to run twice."""
    reminders.sweep_reminders(actor=SystemActor("reminders"), now=timezone.now())
