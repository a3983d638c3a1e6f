"""Background work of the room; Celery finds the tasks through this package."""

from collab.tasks import imports, readings, reminders

__all__ = ["imports", "readings", "reminders"]
