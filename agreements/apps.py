"""The room as Django knows it."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements, versions and sign-offs."""

    name = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
