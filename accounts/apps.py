"""The room as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, sign-in and notifications."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms below about this one; models must be loaded first."""
        from accounts import (  # noqa: PLC0415
            presenters,
            receivers,  # noqa: F401 - connects itself
            registries,
            selectors,
            verbs,
        )
        from audit import registries as ledger  # noqa: PLC0415
        from ui import registries as pages  # noqa: PLC0415

        ledger.register_verbs(verbs.VERBS)
        ledger.register_names(selectors.names_of)
        ledger.register_finder("person", selectors.people_called)
        ledger.register_reach(selectors.reach_of)
        ledger.register_address("accounts.user", presenters.person_address)
        registries.register_kinds(
            registries.Kind(
                name="account",
                label="My account and how it is protected",
                always_mailed=True,
            )
        )
        pages.register_navigation("inbox", presenters.inbox_link, order=70)
        pages.register_navigation("people", presenters.people_link, order=80)
        pages.register_navigation("system", presenters.system_link, order=90)
        for order, (name, text) in enumerate(_OWN_PAGES, start=10):
            pages.register_account_page(
                name, presenters.own_page(name, text), order=order
            )


_OWN_PAGES = [
    ("account", "My account"),
    ("preferences", "Notifications"),
    ("hours", "Hours without email"),
    ("calendar", "Calendar feed"),
]
