"""The worker of the journeys: it does what waits, when a journey says so."""

import re
from typing import Any

from django.core import mail
from django.utils import timezone

from audit.models import OutboxMessage
from audit.services import delivering
from config.celery import app


def runs(task: str) -> None:
    """Let the worker do one task of the timetable."""
    app.loader.import_default_modules()
    app.tasks[task]()


def delivers() -> None:
    """Let the worker do everything that waits."""
    app.loader.import_default_modules()
    waiting = OutboxMessage.objects.filter(state="waiting").values_list(
        "uid", flat=True
    )
    for uid in list(waiting):
        assert delivering.deliver(message_uid=uid, tasks=app.tasks, clock=timezone.now)


def letters_to(address: str) -> list[Any]:
    """What was really delivered to somebody, oldest first."""
    return [message for message in mail.outbox if message.to == [address]]


def link_in(message: Any, path: str) -> str:
    """The first address in a letter that leads below a path."""
    found = re.search(rf"http://\S+{path}\S*", message.body)
    assert found, message.body
    return found.group().rstrip(".")
