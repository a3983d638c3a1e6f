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
        _tell_accounts()


def _tell_accounts() -> None:
    """Say who administers, who needs a second factor, and what ends with an account."""
    from accounts import registries  # noqa: PLC0415 - models must be loaded first
    from collab import grants  # noqa: PLC0415
    from collab.policies import second_factor  # noqa: PLC0415
    from collab.services import administration, leavers  # noqa: PLC0415

    registries.register_administration(
        is_administrator=grants.is_administrator,
        administrators_exist=second_factor.administrators_exist,
        give=administration.give_administration,
    )
    registries.register_needs_second_factor(second_factor.needs_second_factor)
    registries.register_account_ending(leavers.close_account)
