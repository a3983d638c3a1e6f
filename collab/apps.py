"""The room as Django knows it."""

from django.apps import AppConfig


class CollabConfig(AppConfig):
    """Organisations, collaboratives and authority."""

    name = "collab"
    default_auto_field = "django.db.models.BigAutoField"
