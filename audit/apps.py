"""The room as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Acts, events, history and the outbox."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the ledger's own verbs and its system check; close the side door."""
        from django.apps import apps  # noqa: PLC0415
        from django.core import checks  # noqa: PLC0415 - apps must be loaded first

        from audit import guards, registries, verbs  # noqa: PLC0415
        from audit.models.governed import guard_base_managers  # noqa: PLC0415

        guard_base_managers(apps.get_models())
        registries.register_verbs(verbs.VERBS)
        checks.register(guards.check_guards, checks.Tags.database)  # type: ignore[call-overload]
