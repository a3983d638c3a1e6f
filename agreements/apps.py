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
            register_mail_link,
            register_sample_people,
        )
        from agreements import verbs  # noqa: PLC0415 - apps must be loaded first
        from agreements.sample.people import sample_people  # noqa: PLC0415
        from agreements.selectors import addresses, reach  # noqa: PLC0415
        from agreements.selectors.outside import names_of_outside  # noqa: PLC0415
        from agreements.services import links  # noqa: PLC0415
        from audit import registries as ledger  # noqa: PLC0415

        register_sample_people(sample_people)
        register_mail_link("signature", links.link_for_mail)
        ledger.register_names(names_of_outside)
        ledger.register_verbs(verbs.VERBS)
        ledger.register_reach(reach.reach_of)
        register_kinds(
            Kind(name="approval", label="Approvals I am asked for, or wait for"),
            Kind(name="signature", label="Signatures I am asked for, or wait for"),
            Kind(name="agreement", label="Agreements that change or come into force"),
        )
        for model in addresses.addressed_types():
            ledger.register_addresses(
                model._meta.label_lower, partial(addresses.pages_of_records, model)
            )
        self._offer()
        _offer_search()

    def _offer(self) -> None:
        from agreements.presenters import (  # noqa: PLC0415
            ahead,
            approval_work,
            home,
            work,
        )
        from agreements.selectors import lookups  # noqa: PLC0415
        from agreements.services import (  # noqa: PLC0415
            approval_leavers,
            approval_reminding,
            falling_due,
            reminding,
            signatories,
        )
        from collab import registries  # noqa: PLC0415
        from ui.registries import register_reference_resolver  # noqa: PLC0415

        for name, source in (work.SOURCES | approval_work.SOURCES).items():
            registries.register_work_source(name, source)
        for kind, label in (work.KINDS | approval_work.KINDS).items():
            registries.register_work_kind(kind, label)
        for name, due in ahead.SOURCES.items():
            registries.register_ahead(name, due)
        registries.register_home_section("in_force", home.in_force, order=20)
        registries.register_home_section("in_hand", home.in_hand, order=30)
        registries.register_on_leaving("signatures", signatories.note_leaver)
        registries.register_on_leaving(
            "approvals", approval_leavers.end_requests_of_leaver
        )
        for source in (
            reminding.SOURCE,
            approval_reminding.SOURCE,
            *falling_due.SOURCES,
        ):
            registries.register_occasions(source)
        registries.register_decision_facts("agreement", lookups.decision_facts)
        registries.register_register_column("agreement", lookups.REGISTER_COLUMN)
        registries.register_log_decision(lookups.log_decision_address)
        register_reference_resolver("agreements", lookups.find_agreement, order=20)


def _offer_search() -> None:
    """Have the words of agreements found."""
    from agreements.presenters import search_sources  # noqa: PLC0415 - models must be loaded
    from collab.registries import search  # noqa: PLC0415

    for label, source in search_sources.SOURCES.items():
        search.register_search(label, source)
    for label, followers in search_sources.FOLLOWERS.items():
        search.register_search_followers(label, "agreements", followers)
