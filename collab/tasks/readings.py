"""What was read is brought into the ledger."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collab.services import readings


@shared_task(name="collab.record_readings", time_limit=60, soft_time_limit=50)
def record_readings(**_: Any) -> None:
    """Write the acts of the quarter-hours in which papers were read."""
    readings.record_readings(now=timezone.now())
