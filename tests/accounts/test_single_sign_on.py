"""Single sign-on: by issuer and subject, never by email; fresh where it must be."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.idp.oidc.models import Client as RelyingParty
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.core.cache import cache
from django.test import Client

from accounts.adapters import SingleSignOnAdapter
from accounts.models import SingleSignOn, User
from accounts.policies import StaleAuthenticationError, require_fresh_authentication
from accounts.services import people
from config.settings.sign_in import single_sign_on  # noqa: TID251 - under test
from tests.accounts import idp
from tests.builders.people_accounts import give_app, joined, signed_in, verbs

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/sso/login/"
ISSUER = f"http://{idp.HOST}"


@pytest.fixture(scope="module")
def key():
    made = generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ).decode()


@pytest.fixture(autouse=True)
def provider(settings, monkeypatch, key, db):
    """A provider that the settings name."""
    settings.ROOT_URLCONF = "tests.accounts.idp_urls"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, idp.HOST]
    settings.IDP_OIDC_PRIVATE_KEY = key
    settings.IDP_OIDC_ADAPTER = "tests.accounts.idp.Adapter"
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
        server=ISSUER, name="Trust account", client="concordat", secret="secret"
    )
    monkeypatch.setattr(
        SingleSignOnAdapter, "get_requests_session", lambda self: idp.session()
    )
    monkeypatch.setattr(idp, "SAYS", idp.SAYS)
    idp.SAYS.clear()
    client = RelyingParty(
        id="concordat",
        name="Concordat",
        scopes="openid\nprofile\nemail",
        redirect_uris="http://testserver/accounts/oidc/sso/login/callback/",
        skip_consent=True,
    )
    client.set_secret("secret")
    client.save()
    cache.clear()
    return client


@pytest.fixture
def nurse(clock):
    """Somebody with an account at the provider; her number there is her subject."""
    return joined(clock, email="nurse@idp.example.org")


def authorise(address, who):
    """What the browser does at the provider; gives where it is sent back to."""
    there = Client(SERVER_NAME=idp.HOST)
    there.force_login(who)
    parts = urlsplit(address)
    answer = there.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].startswith("http://testserver/"), answer["Location"]
    return answer["Location"].removeprefix("http://testserver")


def visit(client, who, query=""):
    """The whole way there and back; gives the last answer."""
    away = client.post(LOGIN + query)
    assert away.status_code == 302, away.content.decode()
    return client.get(authorise(away["Location"], who))


def bound(person, nurse, now):
    return people.bind_single_sign_on(
        issuer=ISSUER, subject=str(nurse.pk), actor=person, now=now
    )


class TestSignIn:
    def test_lets_a_bound_person_in_whatever_the_address(self, client, clock, nurse):
        person = joined(clock, email="ann@example.org")
        bound(person, nurse, clock)
        idp.SAYS["email"] = "entirely@different.example.org"

        visit(client, nurse)

        assert client.session["_auth_user_id"] == str(person.pk)
        assert verbs()[-1] == "accounts.session.opened"

    def test_lets_nobody_in_for_an_address_alone(self, client, clock, nurse):
        joined(clock, email="ann@example.org")
        idp.SAYS |= {"email": "ann@example.org", "email_verified": True}

        answer = visit(client, nurse)

        assert "closed" in answer.content.decode().lower()
        assert "_auth_user_id" not in client.session

    def test_opens_no_account(self, client, nurse):
        before = User.objects.count()

        visit(client, nurse)

        assert User.objects.count() == before
        assert not SocialAccount.objects.exists()

    def test_does_not_believe_another_issuers_subject(self, client, clock, nurse):
        person = joined(clock)
        people.bind_single_sign_on(
            issuer="http://other.example.org",
            subject=str(nurse.pk),
            actor=person,
            now=clock,
        )

        visit(client, nurse)

        assert "_auth_user_id" not in client.session

    def test_lets_nobody_in_once_it_is_disconnected(self, client, clock, nurse):
        person = joined(clock)
        binding = bound(person, nurse, clock)
        people.remove_single_sign_on(uid=binding.uid, actor=person, now=clock)

        visit(client, nurse)

        assert "_auth_user_id" not in client.session

    def test_asks_for_the_factor_as_well_where_there_is_one(self, client, clock, nurse):
        person = joined(clock)
        give_app(person)
        bound(person, nurse, clock)

        answer = visit(client, nurse)

        assert "/2fa/authenticate/" in answer["Location"]
        assert "_auth_user_id" not in client.session

    def test_offers_the_provider_on_the_sign_in_page(self, client):
        assert "Trust account" in client.get("/accounts/login/").content.decode()


class TestTheQuestion:
    def test_carries_a_nonce_and_a_challenge_each_time_anew(self, client):
        asked = [
            parse_qs(urlsplit(client.post(LOGIN)["Location"]).query) for _ in range(2)
        ]

        assert asked[0]["nonce"] != asked[1]["nonce"]
        assert asked[0]["code_challenge_method"] == ["S256"]

    def test_takes_no_parameter_from_the_address(self, client):
        away = client.post(f"{LOGIN}?auth_params=prompt%3Dnone&scope=admin")

        asked = parse_qs(urlsplit(away["Location"]).query)
        assert "prompt" not in asked
        assert "admin" not in asked["scope"][0]

    def test_refuses_an_answer_with_another_nonce(self, client, clock, nurse):
        bound(joined(clock), nurse, clock)
        idp.SAYS["nonce"] = "somebody else's"

        visit(client, nurse)

        assert "_auth_user_id" not in client.session

    def test_refuses_an_answer_whose_two_halves_differ(
        self, client, clock, nurse, monkeypatch
    ):
        bound(joined(clock), nurse, clock)
        monkeypatch.setattr(
            "allauth.socialaccount.providers.openid_connect.views"
            ".OpenIDConnectOAuth2Adapter._fetch_user_info",
            lambda *_: {"sub": "somebody else"},
        )

        visit(client, nurse)

        assert "_auth_user_id" not in client.session

    def test_refuses_an_answer_nobody_asked_for(self, client, clock, nurse):
        bound(joined(clock), nurse, clock)
        away = Client().post(LOGIN)["Location"]

        client.get(authorise(away, nurse))

        assert "_auth_user_id" not in client.session


class TestConnect:
    def test_ties_the_signed_in_persons_account(self, client, clock, nurse):
        person = joined(clock)
        signed_in(client, person)

        visit(client, nurse, "?process=connect")

        binding = SingleSignOn.objects.get()
        assert (binding.user, binding.issuer) == (person, ISSUER)
        assert binding.subject == str(nurse.pk)
        assert "accounts.single_sign_on.bound" in verbs()

    def test_refuses_what_is_somebody_elses(self, client, clock, nurse):
        bound(joined(clock), nurse, clock)
        signed_in(client, joined(clock))

        visit(client, nurse, "?process=connect")

        assert SingleSignOn.objects.count() == 1

    def test_is_shown_and_undone_on_the_account_page(self, client, clock, nurse):
        person = joined(clock)
        binding = bound(person, nurse, clock)
        signed_in(client, person)

        assert ISSUER in client.get("/account").content.decode()
        client.post(f"/account/single-sign-on/{binding.uid}/remove")

        assert "Connect Trust account" in client.get("/account").content.decode()


class TestConfirm:
    AGAIN = "?process=redirect&next=/inbox"

    def test_asks_for_a_fresh_sign_in(self, client, clock, nurse):
        person = joined(clock)
        bound(person, nurse, clock)
        visit(client, nurse)

        away = client.post(LOGIN + self.AGAIN)

        asked = parse_qs(urlsplit(away["Location"]).query)
        assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])

    def confirm(self, client, nurse, monkeypatch):
        # allauth's provider shows its own sign-in page for prompt=login and max_age=0,
        # which is where the test has nothing to add.
        away = client.post(LOGIN + self.AGAIN)["Location"]
        bare = away.replace("&prompt=login", "").replace("&max_age=0", "")
        return client.get(authorise(bare.replace("prompt=login&", ""), nurse))

    def test_takes_a_fresh_auth_time_as_proof(self, client, clock, nurse, monkeypatch):
        person = joined(clock)
        bound(person, nurse, clock)
        visit(client, nurse)
        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(client.session, person, clock)
        idp.SAYS["auth_time"] = int(time.time())

        answer = self.confirm(client, nurse, monkeypatch)

        assert answer["Location"] == "/inbox"
        require_fresh_authentication(client.session, person, clock)
        assert verbs()[-1] == "accounts.session.confirmed"

    @pytest.mark.parametrize("auth_time", [None, "now", 0, "old"])
    def test_asks_for_a_passkey_without_one(
        self, client, clock, nurse, monkeypatch, auth_time
    ):
        person = joined(clock)
        bound(person, nurse, clock)
        visit(client, nurse)
        if auth_time is not None:
            idp.SAYS["auth_time"] = (
                int(time.time()) - 400 if auth_time == "old" else auth_time
            )

        answer = self.confirm(client, nurse, monkeypatch)

        assert answer["Location"].startswith("/account/confirm")
        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(client.session, person, clock)

    def test_takes_no_proof_of_somebody_else(self, client, clock, nurse, monkeypatch):
        bound(joined(clock), nurse, clock)
        person = joined(clock)
        signed_in(client, person)
        idp.SAYS["auth_time"] = int(time.time())

        self.confirm(client, nurse, monkeypatch)

        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(client.session, person, clock)


class TestStandingForAFactor:
    def lead(self, client, clock, nurse, monkeypatch, settings, *, asks):
        from accounts import registries

        settings.OIDC_ASKS_FOR_SECOND_FACTOR = asks
        monkeypatch.setattr(registries._registry, "needs_factor", [lambda *_: True])
        bound(joined(clock), nurse, clock)
        visit(client, nurse)
        return client.get("/account").status_code

    def test_is_a_matter_of_the_setting(
        self, client, clock, nurse, monkeypatch, settings
    ):
        given = (client, clock, nurse, monkeypatch, settings)

        assert self.lead(*given, asks=True) == 200

    def test_is_not_assumed(self, client, clock, nurse, monkeypatch, settings):
        given = (client, clock, nurse, monkeypatch, settings)

        assert self.lead(*given, asks=False) == 302
