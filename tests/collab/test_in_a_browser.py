"""The register and the collaboratives as a person meets them, with axe."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from collab.services.imports import check_import
from collab.services.memberships import give_named_role
from tests import browser
from tests.browser import requires_browser
from tests.builders import people
from tests.builders.bodies import EXTRACT, SERVER, imported, with_second_factor

pytestmark = [
    requires_browser,
    pytest.mark.system,
    pytest.mark.django_db(transaction=True),
]

PAGES = {
    "home": "/",
    "collaboratives": "/collaboratives/",
    "collaborative": "/vale/",
    "members": "/vale/members/",
    "member": "/vale/members/new",
    "purpose": "/vale/change",
    "persona": "/vale/personas/new",
    "named-role": "/vale/named-roles/new",
    "organisations": "/organisations/",
    "organisation": "/organisations/{uid}",
}
OF_ADMINISTRATORS = {
    "home-administrator": "/",
    "organisation-new": "/organisations/new",
    "organisation-merge": "/organisations/{uid}/merge",
    "imports": "/organisations/imports/",
    "import-new": "/organisations/imports/new",
    "import-preview": "/organisations/imports/ORG-002",
    "import-done": "/organisations/imports/ORG-001",
    "collaborative-new": "/collaboratives/new",
    "governance-lead": "/vale/governance-lead",
}


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def trust(now):
    imported(EXTRACT, now)
    check_import(
        content=EXTRACT.replace("MOORSIDE", "HILLSIDE").encode() + b"!,BAD,,,,,,,,,,\n",
        file_name="bodies.csv",
        actor=SERVER,
        now=now,
    )
    return people.organisation_with_two_leads("Vale Trust", now, ods_code="XA9")


@pytest.fixture
def partners(trust, now):
    return people.collaborative_with([trust], now, slug="vale", name="Vale Partners")


@pytest.fixture
def lead(partners, trust, now):
    user = people.governance_lead("Gita Lead", partners, trust, now)
    give_named_role(
        collaborative_id=partners.pk,
        user_id=user.pk,
        role="sro",
        starts_on=dt.date(2025, 1, 1),
        actor=user,
        now=now,
    )
    return user


@pytest.fixture
def admin(now, partners):
    return people.administrator("Al Admin", now)


def visit(chromium, live_server, user, addresses, trust):
    client = Client()
    client.force_login(with_second_factor(user))
    cookie = {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }
    for width, pixels in browser.WIDTHS.items():
        with browser.fresh_page(chromium, width=pixels) as page:
            page.context.add_cookies([cookie])
            for name, address in addresses.items():
                answer = page.goto(live_server.url + address.format(uid=trust.uid))
                assert answer.status == 200, address
                browser.axe_clean(page)
                browser.fits_narrow(page)
                browser.no_complaints(page)
                browser.shot(page, f"{name}-{width}")


def test_pages_of_a_governance_lead_are_clean(chromium, live_server, lead, trust):
    visit(chromium, live_server, lead, PAGES, trust)


def test_pages_of_an_administrator_are_clean(chromium, live_server, admin, trust):
    visit(chromium, live_server, admin, OF_ADMINISTRATORS, trust)
