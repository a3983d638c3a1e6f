"""Every page template of ours, with axe, at both widths, and narrow; none left out.

The pages are those of the table of addresses (tests/access), each as a person it is
open to. A new template that no page here renders fails, until it is named below with
the place that looks at it.
"""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Version
from agreements.selectors.addresses import version_address
from tests import browser
from tests.access import (
    addresses_accounts,
    addresses_actions,
    addresses_agreements,
    addresses_collab,
    addresses_pathways,
)
from tests.access.walking import address_of, opened_by, signed_in
from tests.access.world import build
from tests.builders import forums

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

ROWS = (
    *addresses_accounts.ROWS,
    *addresses_collab.ROWS,
    *addresses_actions.ROWS,
    *addresses_pathways.ROWS,
    *addresses_agreements.ROWS,
)
# Files and machine answers are no pages.
NOT_PAGES = {
    "ui:healthz",
    "collab:calendar_feed",
    "collab:download",
    "collab:next_90_days_file",
    "collab:past_decisions_template",
    "collab:register_csv",
    "collab:register_workbook",
    "collab:decision_paper",
    "agreements:paper",
    "agreements:pack",
    "agreements:comparison_paper",
    "agreements:certificate_paper",
}
# The first of these to whom a page is open looks at it.
WHO = (
    "governance_lead",
    "organisation_lead",
    "administrator",
    "member",
    "signatory",
    "auditor",
)
LIBRARY = (
    "account_login",
    "account_reset_password",
    "account_change_password",
    "account_email",
    "mfa_index",
    "usersessions_list",
)
ELSEWHERE = {
    "accounts/first_administrator.jinja": "test_invitation.py, with an empty database",
    "accounts/second_factor.jinja": "test_invitation.py, before there is a factor",
    "accounts/outbox.jinja": "test_first_administrator.py, where mail goes to files",
    "accounts/outbox_message.jinja": "test_first_administrator.py",
    "ui/bridge.jinja": "the library's pages, here and in tests/ui",
    **{
        f"ui/errors/{name}.jinja": "tests/ui/test_in_a_browser.py, which breaks things"
        for name in ("400", "403", "404", "413", "429", "500")
    },
    "ui/errors/csrf.jinja": "test_forms.py, in a session that is over",
    "ui/errors/signed_out.jinja": "test_forms.py, in a session that is over",
}


@pytest.fixture
def rendered(monkeypatch):
    """The templates of the pages that were rendered, as they come."""
    from django.template.backends.jinja2 import Template

    names, render = [], Template.render

    def noted(template, context=None, request=None):
        if request is not None:
            names.append(template.template.name)
        return render(template, context, request)

    monkeypatch.setattr(Template, "render", noted)
    return names


def templates() -> set[str]:
    """Give every template of ours that is a page."""
    folders = browser.ROOT.glob("*/jinja2")
    found = {
        str(path.relative_to(folder)): path.read_text()
        for folder in folders
        for path in folder.rglob("*.jinja")
    }
    return {
        name
        for name, text in found.items()
        if re.search(r'extends "\w+/layout', text) and "/layout" not in name
    }


def pages_of(world: Any) -> list[tuple[Any, str]]:
    """Give each page's address, with a person it is open to, or nobody."""
    pages = []
    for row in ROWS:
        if "GET" not in row.methods or row.name in NOT_PAGES:
            continue
        person = next((who for who in WHO if who in row.open), "member")
        if "anonymous" in row.open or row.gone:
            person = "anonymous"
        pages.append((world.actor(person), address_of(row, world)))
        if row.open == {"outside_signatory"}:
            pages.append((with_a_link(world), address_of(row, world)))
    signed = Version.objects.get(pk=world.alpha.in_force.pk)
    pages.append((world.actor("signatory"), version_address(signed, "signed")))
    for name in LIBRARY:
        who = "anonymous" if name in LIBRARY[:2] else "member"
        pages.append((world.actor(who), reverse(name)))
    return pages


def with_a_link(world: Any) -> Client:
    """Give the browser of somebody without an account who typed their code."""
    client = Client()
    session = client.session
    session.update(opened_by(world))
    session.save()
    return client


class Sessions:
    """Gives each person's session to the browser, without the way through sign-in."""

    def __init__(self, page: Any, site: str) -> None:
        self.page, self.site, self.clients = page, site, {}

    def become(self, person: Any) -> None:
        self.page.context.clear_cookies()
        if isinstance(person, Client):
            client = person
        elif not person.is_authenticated:
            return
        else:
            client = self.clients.setdefault(person.pk, None) or signed_in(person)
            self.clients[person.pk] = client
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        self.page.context.add_cookies(
            [{"name": name, "value": value, "url": self.site}]
        )


class TestEveryPage:
    def test_is_clean_and_narrow(self, site, chromium, rendered):
        world = build(timezone.now())
        # With one forum nobody is asked which one decided.
        forums.forum(world.alpha.collaborative, timezone.now())
        checked, faults = set(), []
        with browser.fresh_page(chromium) as page:
            sessions = Sessions(page, site)
            for person, address in pages_of(world):
                sessions.become(person)
                for width in browser.WIDTHS.values():
                    # Before the visit: the menu takes its time to follow a change.
                    page.set_viewport_size({"width": width, "height": 900})
                    rendered.clear()
                    page.goto(site + address)
                    if not rendered or (rendered[-1], width) in checked:
                        break
                    checked.add((rendered[-1], width))
                    faults += faults_of(page, rendered[-1])

        checked = {template for template, _ in checked}
        assert faults == []
        assert templates() - checked - set(ELSEWHERE) == set()
        assert set(ELSEWHERE) - templates() == set()


def faults_of(page: Any, template: str) -> list[str]:
    """Say all that is wrong with one page, so that one run tells of every page."""
    found = []
    checks = [browser.axe_clean, browser.no_complaints]
    if page.viewport_size["width"] == browser.WIDTHS["phone"]:
        checks.append(browser.fits_narrow)
    for check in checks:
        try:
            check(page)
        except AssertionError as error:
            found.append(f"{template}: {error}")
    if page.locator("h1").count() != 1:
        found.append(f"{template}: {page.url} has not exactly one h1")
    wide = page.viewport_size["width"]
    browser.shot(page, f"{template.replace('/', '-')}-{wide}")
    page.complaints.clear()
    return found
