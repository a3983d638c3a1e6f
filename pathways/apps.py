"""The room as Django knows it."""

from functools import partial

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """Pathways and outcomes."""

    name = "pathways"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms below about this one."""
        from audit import registries as ledger  # noqa: PLC0415 - apps must be loaded first
        from collab import registries  # noqa: PLC0415
        from collab.registries.search import register_search  # noqa: PLC0415
        from pathways import verbs  # noqa: PLC0415
        from pathways.presenters import ahead, home, search_sources  # noqa: PLC0415
        from pathways.selectors import addresses, lookups  # noqa: PLC0415
        from ui.registries import register_reference_resolver  # noqa: PLC0415

        ledger.register_verbs(verbs.VERBS)
        for model in addresses.addressed_types():
            ledger.register_addresses(
                model._meta.label_lower, partial(addresses.pages_of_records, model)
            )
        registries.register_home_section("outcomes", home.how_it_is_going, order=40)
        registries.register_ahead("pathways: target", ahead.SOURCE)
        register_reference_resolver("outcomes", lookups.find_outcome, order=35)
        register_reference_resolver("pathways", lookups.find_pathway, order=36)
        for label, source in search_sources.SOURCES.items():
            register_search(label, source)
