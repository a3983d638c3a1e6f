"""The room as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Acts, events, history and the outbox."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the ledger's own verbs and its system check; close the side door."""
        from django.core import checks  # noqa: PLC0415 - apps must be loaded first

        from audit import guards, registries, verbs  # noqa: PLC0415
        from audit.presenters.navigation import history_link  # noqa: PLC0415
        from ui.registries import register_navigation  # noqa: PLC0415

        guards.guard_base_managers()
        registries.register_verbs(verbs.VERBS)
        register_navigation("audit", history_link, order=60)
        checks.register(guards.check_guards, checks.Tags.database)  # type: ignore[call-overload]
