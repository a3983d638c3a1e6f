"""The room's background work: letting status follow the calendar."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from agreements.services import coming_into_force, expiring, notice_effect
from audit.door import SystemActor


@shared_task(name="agreements.sweep_periods", time_limit=120, soft_time_limit=100)
def sweep_periods(**_: Any) -> None:
    """Bring into force and end what the calendar has reached; safe to run twice."""
    notice_effect.sweep_notices(actor=SystemActor("calendar"), now=timezone.now())
    coming_into_force.sweep_periods(actor=SystemActor("calendar"), now=timezone.now())


@shared_task(name="agreements.sweep_expiries", time_limit=120, soft_time_limit=100)
def sweep_expiries(**_: Any) -> None:
    """Let requests for signature run out after their last day; safe to run twice."""
    expiring.sweep_expiries(actor=SystemActor("calendar"), now=timezone.now())
