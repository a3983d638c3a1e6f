"""Background work of the room; Celery finds the tasks through this package."""

from collab.tasks import imports, reminders

__all__ = ["imports", "reminders"]
