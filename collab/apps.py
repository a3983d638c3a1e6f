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
        _tell_layout()
        _tell_audit()
        _tell_accounts()
        _offer_decisions()
        _offer_authority()


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
    registries.register_kinds(
        registries.Kind(
            name="authority", label="Appointments, deputies and delegations"
        )
    )


def _tell_layout() -> None:
    """Give the main navigation, the references and the notice of the sample."""
    from collab import registries as home  # noqa: PLC0415 - models must be loaded first
    from collab.presenters import frame  # noqa: PLC0415
    from collab.selectors.collaboratives import anything_invented  # noqa: PLC0415
    from ui import registries  # noqa: PLC0415

    registries.register_navigation("home", frame.home_link, order=10)
    registries.register_navigation(
        "collaboratives", frame.collaboratives_link, order=20
    )
    registries.register_navigation("organisations", frame.organisations_link, order=30)
    registries.register_reference_resolver("ods", frame.page_of_ods_code, order=80)
    registries.register_reference_resolver("slug", frame.page_of_slug, order=90)
    registries.register_sample_notice(anything_invented)
    home.register_work_items("members", frame.work_on_members)


def _tell_audit() -> None:
    """Say which events a person may read, and where the pages of our records are."""
    from audit import registries  # noqa: PLC0415 - models must be loaded first
    from collab import grants  # noqa: PLC0415
    from collab.presenters import frame  # noqa: PLC0415

    registries.register_reach(frame.reach_of)
    registries.register_administration(grants.is_administrator)
    registries.register_finder("organisation", frame.organisations_called)
    registries.register_address("collab.organisation", frame.page_of_organisation)
    registries.register_address("collab.collaborative", frame.page_of_collaborative)
    registries.register_address("collab.organisationimport", frame.page_of_import)


def _offer_decisions() -> None:
    """Let references lead to decisions, and home pages list the latest."""
    from audit.registries import register_addresses  # noqa: PLC0415 - models must be loaded
    from collab import registries  # noqa: PLC0415
    from collab.presenters.decisions import recent_decisions  # noqa: PLC0415
    from collab.selectors.decisions import find_decision, pages_of_decisions  # noqa: PLC0415
    from ui.registries import register_reference_resolver  # noqa: PLC0415

    registries.register_home_section("decisions", recent_decisions, order=40)
    register_reference_resolver("decisions", find_decision, order=30)
    register_addresses("collab.decision", pages_of_decisions)


def _offer_authority() -> None:
    """Put what waits for a second word on home pages, and lead to what is held."""
    from audit import registries as audit  # noqa: PLC0415 - models must be loaded first
    from collab import registries  # noqa: PLC0415
    from collab.presenters import authority  # noqa: PLC0415
    from ui.registries import register_account_page  # noqa: PLC0415

    registries.register_work_items("authority", authority.work_on_authority)
    register_account_page("authority", authority.my_authority_link, order=20)
    for name in ("appointment", "deputy", "delegation"):
        audit.register_address(f"collab.{name}", authority.page_of_authority)
    audit.register_address("collab.document", authority.page_of_document)
