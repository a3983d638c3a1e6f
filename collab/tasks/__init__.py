"""Background work of the room; Celery finds the tasks through this package."""

from collab.tasks import decision_imports, imports, readings, reminders

__all__ = ["decision_imports", "imports", "readings", "reminders"]
