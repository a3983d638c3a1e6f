"""Going on with loads of past decisions that take more than one portion."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collab.services.decision_imports import continue_past_decisions


@shared_task(name="collab.continue_decision_import", time_limit=60, soft_time_limit=50)
def continue_decision_import_task(*, import_uid: str, **_: Any) -> None:
    """Load the next portion; nothing to do where it is finished."""
    continue_past_decisions(import_uid=import_uid, now=timezone.now())
