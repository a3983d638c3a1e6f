"""The room as Django knows it."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """Pathways and outcomes."""

    name = "pathways"
    default_auto_field = "django.db.models.BigAutoField"
