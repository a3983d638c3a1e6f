"""The room as Django knows it."""

from django.apps import AppConfig


class CollabConfig(AppConfig):
    """Organisations, collaboratives and authority."""

    name = "collab"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms below about this one, part by part."""
        from audit import registries  # noqa: PLC0415 - apps must be loaded first
        from collab import verbs  # noqa: PLC0415

        registries.register_verbs(verbs.VERBS)
