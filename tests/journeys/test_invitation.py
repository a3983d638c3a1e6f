"""From the shell to the first administrator, and from an invitation to a passkey."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from audit.models import OutboxMessage
from audit.services import delivering
from config.celery import app
from tests import browser
from tests.browser import axe_clean, fits_narrow, no_complaints, requires_browser, shot
from tests.builders.people_accounts import PASSWORD, code_of

pytestmark = [
    requires_browser,
    pytest.mark.system,
    pytest.mark.django_db(transaction=True),
]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


@pytest.fixture
def site(live_server, settings):
    """The running site, whose links lead to itself."""
    # A passkey belongs to a name, and a browser trusts http on this name alone.
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.SITE_URL = address
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    return address


def give_authenticator(page):
    """Plug a pretended fingerprint reader into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def check(page, name):
    """What every page of the journey must be."""
    shot(page, f"invitation-{name}")
    axe_clean(page)
    fits_narrow(page)
    no_complaints(page)


def deliver():
    """Let a worker do what waits."""
    app.loader.import_default_modules()
    for uid in OutboxMessage.objects.filter(state="waiting").values_list(
        "uid", flat=True
    ):
        assert delivering.deliver(message_uid=uid, tasks=app.tasks, clock=timezone.now)


def link_in(message):
    return re.search(r"http://\S+/invitations/\S+", message.body).group()


def set_up_app(page):
    """Set an authenticator app up by hand; gives its secret."""
    page.get_by_role("button", name="Set up an authenticator app").click()
    check(page, "authenticator-app")
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    return secret


def become_administrator(page, capsys):
    call_command("first_administrator")
    page.goto(re.search(r"http://\S+", capsys.readouterr().out).group())
    check(page, "first-administrator")
    page.get_by_label("Full name").fill("Ada Example")
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Set up my account").click()
    page.get_by_role("heading", name="Set up a second way to show it is you").wait_for()


@pytest.mark.parametrize("width", sorted(browser.WIDTHS))
def test_an_invited_person_joins_with_a_passkey_and_comes_back_with_it(
    width, site, chromium, capsys
):
    wide = browser.WIDTHS[width]
    with browser.fresh_page(chromium, width=wide) as page:
        become_administrator(page, capsys)
        set_up_app(page)
        page.goto(f"{site}/account")
        if width == "phone":
            page.get_by_role("button", name="Browse").click()
        page.get_by_role("link", name="People").first.click()
        check(page, f"people-{width}")
        page.get_by_role("button", name="Invite a person").click()
        page.get_by_label("Full name").fill("Bert Example")
        page.get_by_label("Email address").fill("bert@example.org")
        page.get_by_role("button", name="Send invitation").click()
        page.get_by_text("An invitation is on its way").wait_for()
        check(page, f"person-{width}")
    deliver()
    (letter,) = [
        message for message in mail.outbox if message.to == ["bert@example.org"]
    ]

    with browser.fresh_page(chromium, width=wide) as page:
        give_authenticator(page)
        page.goto(link_in(letter))
        check(page, f"accept-{width}")
        page.get_by_label("Choose a password").fill(PASSWORD)
        page.get_by_role("button", name="Set up my account").click()
        check(page, f"second-factor-{width}")
        page.get_by_role("button", name="Add a passkey").click()
        check(page, f"add-passkey-{width}")
        assert page.get_by_label("Sign me in with this passkey alone").is_checked()
        page.locator("#mfa_webauthn_add").click()
        page.get_by_text("Recovery codes").first.wait_for()
        check(page, f"recovery-codes-{width}")

        page.goto(f"{site}/account")
        assert page.get_by_text("bert@example.org").is_visible()
        check(page, f"account-{width}")
        page.context.clear_cookies()
        page.goto(f"{site}/accounts/login/?next=/account")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.get_by_role("heading", name="My account").wait_for()

    person = User.objects.get(email="bert@example.org")
    assert person.joined_at is not None
    assert mail.outbox[-1].extra_headers["Message-ID"].startswith("<eml_")


def test_an_administrator_signs_in_with_a_password_and_a_code(site, chromium, capsys):
    with browser.fresh_page(chromium) as page:
        become_administrator(page, capsys)
        secret = set_up_app(page)
        page.context.clear_cookies()
        page.goto(f"{site}/accounts/login/?next=/system/state")
        page.get_by_label("Email").fill("ada@example.org")
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        check(page, "code")
        page.get_by_role("textbox", name="Code").fill(code_of(secret))
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="State of this installation").wait_for()
        check(page, "state")
