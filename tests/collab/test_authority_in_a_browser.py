"""What people hold, and the forms of organisation leads, as a person meets them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from collab.enums import Power
from tests import browser
from tests.browser import requires_browser
from tests.builders import people
from tests.builders.bodies import with_second_factor
from tests.collab.test_documents import stored

pytestmark = [
    requires_browser,
    pytest.mark.system,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Vale Trust", now, ods_code="XA9")


@pytest.fixture
def leads(acute, now):
    return people.leads_of(acute, now)


@pytest.fixture
def manager(acute, now):
    user = people.person("Mo Manager", now)
    people.appoint(user, acute, now, post="Chief executive")
    return user


def visit(chromium, live_server, user, addresses):
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
                answer = page.goto(live_server.url + address)
                assert answer.status == 200, address
                browser.axe_clean(page)
                browser.fits_narrow(page)
                browser.no_complaints(page)
                browser.shot(page, f"{name}-{width}")


def test_pages_of_a_lead_are_clean(chromium, live_server, acute, leads, manager, now):
    waiting = people.propose_delegation(manager, acute, leads[1], now)
    people.delegate(
        manager, acute, now, limit_pence=25_000_000, conditions="With the chair."
    )
    people.delegate(manager, acute, now, power=Power.DECIDE)
    post = manager.appointments.get()
    deputy = people.deputise(leads[0], post, now)
    document = stored(acute, leads[0], now)
    body = f"/organisations/{acute.uid}"
    visit(
        chromium,
        live_server,
        leads[0],
        {
            "people": f"{body}/people",
            "delegations": f"{body}/delegations",
            "propose-appointment": f"{body}/people/propose",
            "propose-delegation": f"{body}/delegations/propose",
            "propose-deputy": f"{body}/deputies/propose",
            "import-people": f"{body}/people/import",
            "add-document": f"{body}/documents/add",
            "person-left": f"{body}/people/{manager.uid}/left",
            "document": f"/documents/{document.uid}",
            "authority-waiting": f"/authority/{waiting.uid}",
            "authority-refuse": f"/authority/{waiting.uid}/refuse",
            "authority-post": f"/authority/{post.uid}",
            "authority-end": f"/authority/{deputy.uid}/end",
            "my-authority": "/my/authority",
        },
    )


def test_pages_of_roles_and_audits_are_clean(chromium, live_server, acute, now):
    partners = people.collaborative_with([acute], now, slug="vale")
    lead = people.governance_lead("Gita Lead", partners, acute, now)
    member = people.member("Mia Member", partners, acute, now)
    ada = people.auditor("Ada Audit", now, partners)
    engagement = ada.engagements.get()
    visit(
        chromium,
        live_server,
        lead,
        {
            "roles": "/vale/people",
            "take-role": f"/vale/people/{member.uid}/member/take",
            "engage-auditor": "/vale/auditors/engage",
            "end-engagement": f"/engagements/{engagement.uid}/end",
        },
    )


def test_pages_of_an_administrator_are_clean(chromium, live_server, now):
    body = people.organisation("Newfield", now)
    visit(
        chromium,
        live_server,
        people.administrator("Al Admin", now),
        {
            "first-lead": f"/organisations/{body.uid}/first-lead",
            "auditors": "/installation/auditors",
        },
    )
