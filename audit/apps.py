"""The room as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Acts, events, history and the outbox."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"
