"""Every page of the sign-in library wears the dress of the others."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from tests.builders.people import person
from tests.ui.gallery import SIGN_IN_SETTINGS

pytestmark = pytest.mark.django_db

OPEN = ["account_login", "account_reset_password"]
SIGNED_IN = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
]
WITH_CODES = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]


@pytest.fixture(autouse=True)
def sign_in(settings):
    # The counters of tries outlive a test; its person does not.
    cache.clear()
    for name, value in SIGN_IN_SETTINGS.items():
        setattr(settings, name, value)


@pytest.fixture
def amina(now):
    amina = person("Amina Shah", now)
    EmailAddress.objects.get_or_create(
        user=amina, email=amina.email, defaults={"verified": True, "primary": True}
    )
    return amina


@pytest.fixture
def signed_in(client, amina):
    password = "a long password for tests"
    client.post(reverse("account_login"), {"login": amina.email, "password": password})
    client.post(reverse("account_reauthenticate"), {"password": password})
    return client


@pytest.fixture
def with_codes(signed_in, amina):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(amina, generate_totp_secret())
    RecoveryCodes.activate(amina)
    return signed_in


def wears_the_dress(answer):
    """Look at what would give away a page of another make."""
    assert answer.status_code == 200, answer.headers.get("Location")
    html = answer.content.decode()
    nonce = re.search(
        r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"]
    ).group(1)
    main = re.search(r"<main.*?</main>", html, re.S).group()

    assert html.count("<html") == 1
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert re.search(r"<title>\S.* - Concordat</title>", html)
    assert 'class="nhsuk-header' in html
    assert 'class="nhsuk-footer' in html
    assert " style=" not in html
    for tag in re.findall(r"<script[^>]*>", html):
        assert f'nonce="{nonce}"' in tag
    for tag in re.findall(r"<(?:input|select|textarea|button)\b[^>]*>", main):
        assert "nhsuk-" in tag or 'type="hidden"' in tag, tag
    return html


class TestOpenPages:
    @pytest.mark.parametrize("name", OPEN)
    def test_wear_the_dress(self, name, client):
        wears_the_dress(client.get(reverse(name)))

    def test_a_refused_sign_in_follows_the_error_pattern(self, client):
        typed = {"login": "nobody@example.org", "password": "wrong wrong wrong"}

        html = wears_the_dress(client.post(reverse("account_login"), typed))

        assert "<title>Error: Sign in - Concordat</title>" in html
        assert "nhsuk-error-summary" in html
        assert 'value="nobody@example.org"' in html
        assert "wrong wrong" not in html

    def test_sign_in_offers_no_sign_up(self, client):
        html = client.get(reverse("account_login")).content.decode()

        assert "/signup/" not in html


class TestPagesOfMyAccount:
    def test_head_each_panel_with_a_heading(self, signed_in):
        html = signed_in.get(reverse("mfa_index")).content.decode()

        assert re.search(r"<h2[^>]*>\s*Authenticator app\s*</h2>", html)

    @pytest.mark.parametrize("name", SIGNED_IN)
    def test_wear_the_dress(self, name, signed_in):
        html = wears_the_dress(signed_in.get(reverse(name)))

        assert "Amina Shah" in html

    @pytest.mark.parametrize("name", WITH_CODES)
    def test_wear_the_dress_with_a_second_factor(self, name, with_codes):
        wears_the_dress(with_codes.get(reverse(name)))

    def test_stand_side_by_side_with_the_current_one_marked(self, signed_in):
        html = signed_in.get(reverse("mfa_index")).content.decode()
        side = re.search(r'<nav class="app-side-navigation".*?</nav>', html, re.S)

        assert reverse("account_change_password") in side.group()
        assert re.findall(r'href="([^"]+)" aria-current', side.group()) == [
            reverse("mfa_index")
        ]

    def test_write_headings_in_sentence_case(self, signed_in):
        html = signed_in.get(reverse("account_change_password")).content.decode()

        assert re.search(r"<h1[^>]*>Change password</h1>", html)

    def test_ask_for_the_second_factor_in_the_same_dress(self, with_codes, amina):
        with_codes.logout()
        typed = {"login": amina.email, "password": "a long password for tests"}

        answer = with_codes.post(reverse("account_login"), typed, follow=True)

        assert answer.request["PATH_INFO"] == reverse("mfa_authenticate")
        wears_the_dress(answer)
