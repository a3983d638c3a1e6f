"""The room as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The design system bound to Django."""

    name = "ui"
    default_auto_field = "django.db.models.BigAutoField"
