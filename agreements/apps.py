"""The room as Django knows it."""

from functools import partial

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements, versions and sign-offs."""

    name = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms below about this one."""
        from accounts.registries import (  # noqa: PLC0415
            Kind,
            register_kinds,
            register_sample_people,
        )
        from agreements import verbs  # noqa: PLC0415 - apps must be loaded first
        from agreements.sample.people import sample_people  # noqa: PLC0415
        from agreements.selectors import addresses  # noqa: PLC0415
        from audit import registries as ledger  # noqa: PLC0415

        register_sample_people(sample_people)
        ledger.register_verbs(verbs.VERBS)
        register_kinds(
            Kind(name="signature", label="Signatures I am asked for, or wait for"),
            Kind(name="agreement", label="Agreements that change or come into force"),
        )
        for model in addresses.addressed_types():
            ledger.register_addresses(
                model._meta.label_lower, partial(addresses.pages_of_records, model)
            )
        self._offer()

    def _offer(self) -> None:
        from agreements.presenters import home  # noqa: PLC0415
        from agreements.selectors import lookups  # noqa: PLC0415
        from agreements.services import reminding, signatories  # noqa: PLC0415
        from collab import registries  # noqa: PLC0415
        from ui.registries import register_reference_resolver  # noqa: PLC0415

        registries.register_work_items("signatures", home.signatures_for_me)
        registries.register_work_items("unsigned", home.signatures_i_wait_for)
        registries.register_work_items("drafts", home.drafts_of_mine)
        registries.register_home_section("in_force", home.in_force, order=20)
        registries.register_home_section("in_hand", home.in_hand, order=30)
        registries.register_on_leaving("signatures", signatories.note_leaver)
        registries.register_occasions(
            "signatures",
            registries.OccasionSource(
                occasions=reminding.occasions, is_open=reminding.is_open
            ),
        )
        registries.register_decision_facts("agreement", lookups.decision_facts)
        registries.register_log_decision(lookups.log_decision_address)
        register_reference_resolver("agreements", lookups.find_agreement, order=20)
