"""The room as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, sign-in and notifications."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
