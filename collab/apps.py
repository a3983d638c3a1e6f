"""The room as Django knows it."""

from functools import partial

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
        _offer_register()
        _offer_authority()
        _offer_forums()
        _offer_reminders()
        _offer_actions()
        _offer_work()
        _offer_search()


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
        ),
        registries.Kind(name="action", label="Actions that I own, or may close"),
    )


def _tell_layout() -> None:
    """Give the main navigation, the references and the notice of the sample."""
    from collab.presenters import frame  # noqa: PLC0415 - models must be loaded first
    from collab.selectors.collaboratives import anything_invented  # noqa: PLC0415
    from ui import registries  # noqa: PLC0415

    registries.register_navigation("home", frame.home_link, order=10)
    registries.register_navigation(
        "collaboratives", frame.collaboratives_link, order=20
    )
    registries.register_navigation("organisations", frame.organisations_link, order=30)
    registries.register_footer_link("check_paper", frame.check_paper_link, order=10)
    registries.register_reference_resolver("ods", frame.page_of_ods_code, order=80)
    registries.register_reference_resolver("slug", frame.page_of_slug, order=90)
    registries.register_sample_notice(anything_invented)


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

    registries.register_home_section("decisions", recent_decisions, order=25)
    register_reference_resolver("decisions", find_decision, order=30)
    register_addresses("collab.decision", pages_of_decisions)


def _offer_register() -> None:
    """Keep the register's own index in step, and lead to loads of past decisions."""
    from audit.registries import (  # noqa: PLC0415 - models must be loaded first
        register_addresses,
        register_after_changes,
    )
    from collab.selectors.decision_imports import pages_of_imports  # noqa: PLC0415
    from collab.services.decision_bodies import note_decision_bodies  # noqa: PLC0415

    register_after_changes("decision bodies", note_decision_bodies)
    register_addresses("collab.decisionimport", pages_of_imports)


def _offer_authority() -> None:
    """Lead to what people hold."""
    from audit import registries as audit  # noqa: PLC0415 - models must be loaded first
    from collab.presenters import authority  # noqa: PLC0415
    from ui.registries import register_account_page  # noqa: PLC0415

    register_account_page("authority", authority.my_authority_link, order=20)
    for name in ("appointment", "deputy", "delegation"):
        audit.register_address(f"collab.{name}", authority.page_of_authority)
    audit.register_address("collab.document", authority.page_of_document)


def _offer_forums() -> None:
    """Show forums where they are looked for, and end the seats of leavers."""
    from audit.registries import register_addresses  # noqa: PLC0415 - models must be loaded
    from collab import registries  # noqa: PLC0415
    from collab.presenters import forum_registers as forums  # noqa: PLC0415
    from collab.selectors.forums import pages_of_forums  # noqa: PLC0415
    from collab.services.seat_ends import let_go_of_seats  # noqa: PLC0415

    registries.register_on_leaving("seats", let_go_of_seats)
    registries.register_home_section("forums", forums.forums_here, order=45)
    for name, source in forums.WORK_SOURCES.items():
        registries.register_work_source(name, source)
    for kind, label in forums.WORK_KINDS.items():
        registries.register_work_kind(kind, label)
    for name, ahead in forums.AHEAD_SOURCES.items():
        registries.register_ahead(name, ahead)
    for name in ("forum", "forumterms", "seat", "seatdeputy"):
        register_addresses(f"collab.{name}", partial(pages_of_forums, f"collab.{name}"))


def _offer_work() -> None:
    """Put what waits for a second word, and closed members, into people's work."""
    from collab import registries  # noqa: PLC0415 - models must be loaded first
    from collab.presenters import ends, work  # noqa: PLC0415

    for name, source in work.SOURCES.items():
        registries.register_work_source(name, source)
    for kind, label in work.KINDS.items():
        registries.register_work_kind(kind, label)
    for name, ending in ends.SOURCES.items():
        registries.register_ahead(name, ending)


def _offer_reminders() -> None:
    """Put the way to the reminders on home pages, and "When I am away" in accounts."""
    from audit.registries import register_addresses  # noqa: PLC0415 - models must be loaded
    from collab import registries  # noqa: PLC0415
    from collab.presenters import reminders  # noqa: PLC0415
    from ui.registries import register_account_page  # noqa: PLC0415

    register_account_page("away", reminders.away_link, order=21)
    registries.register_home_section("reminders", reminders.link_to_reminders, order=60)
    for name in ("ladder", "reminder"):
        register_addresses(
            f"collab.{name}", partial(reminders.pages_of, f"collab.{name}")
        )


def _offer_search() -> None:
    """Have our records found, and every room's entries follow each act."""
    from audit.registries import register_after_changes  # noqa: PLC0415 - models must be loaded
    from collab.presenters import search_sources  # noqa: PLC0415
    from collab.registries import search  # noqa: PLC0415
    from collab.services.searching import follow_record  # noqa: PLC0415
    from ui.registries import register_search_page  # noqa: PLC0415

    register_after_changes("search", follow_record)
    register_search_page("collab:search")
    for label, source in search_sources.SOURCES.items():
        search.register_search(label, source)
    for label, followers in search_sources.FOLLOWERS.items():
        search.register_search_followers(label, "collab", followers)


def _offer_actions() -> None:
    """Let references lead to actions, have their days followed, and show what is owed."""
    from audit.registries import register_addresses  # noqa: PLC0415 - models must be loaded
    from collab import registries  # noqa: PLC0415
    from collab.presenters import action_search, action_work, actions  # noqa: PLC0415
    from collab.registries.search import register_search  # noqa: PLC0415
    from collab.selectors import actions as found  # noqa: PLC0415
    from collab.services import action_changes, falling_due_actions  # noqa: PLC0415
    from ui.registries import register_reference_resolver  # noqa: PLC0415

    for source in falling_due_actions.SOURCES:
        registries.register_occasions(source)
    for name, work in action_work.SOURCES.items():
        registries.register_work_source(name, work)
    for kind, label in action_work.KINDS.items():
        registries.register_work_kind(kind, label)
    for model, entries in action_search.SEARCH.items():
        register_search(model, entries)
    for name, ahead in action_work.AHEAD.items():
        registries.register_ahead(name, ahead)
    registries.register_on_leaving("actions", action_changes.note_leaver)
    registries.register_home_section("owed", actions.owed, order=35)
    registries.register_decision_facts("actions", actions.facts_of_decision)
    register_reference_resolver("actions", found.find_action, order=35)
    register_addresses("collab.action", found.pages_of_actions)
