"""Going on with imports that take more than one portion."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collab.services.imports_undoing import continue_import


@shared_task(name="collab.continue_import", time_limit=60, soft_time_limit=50)
def continue_import_task(*, import_uid: str, **_: Any) -> None:
    """Load or undo the next portion; nothing to do where it is finished."""
    continue_import(import_uid=import_uid, now=timezone.now())
