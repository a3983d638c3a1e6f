"""A second factor: sealed at rest, compulsory where acts have effect, never clear."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse

from accounts import registries
from accounts.adapters import ConfirmingPasskeyForm, MFAAdapter, PasskeyForm
from accounts.rules.sealing import UnreadableSecretError, seal, unseal
from tests.builders.people_accounts import (
    PASSWORD,
    administrator,
    code_of,
    give_app,
    joined,
    signed_in,
    verbs,
)

pytestmark = pytest.mark.django_db
SET_UP = "/account/second-factor"


def whole_table(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return str(cursor.fetchall())


def set_up(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    # What the library does after its own commit, in a test that never commits.
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return secret


class TestSetUp:
    def test_records_the_factor(self, client, clock):
        user = joined(clock)
        signed_in(client, user)

        set_up(client)

        assert Authenticator.objects.filter(user=user, type="totp").exists()
        assert "accounts.factor.added" in verbs()

    def test_keeps_the_secret_out_of_the_database(self, client, clock):
        user = joined(clock)
        signed_in(client, user)

        secret = set_up(client)

        assert secret not in whole_table("mfa_authenticator")
        assert secret not in json.dumps(dict(client.session.items()))

    def test_keeps_the_seed_of_recovery_codes_out_of_the_database(self, now):
        user = joined(now)
        give_app(user)
        codes = Authenticator.objects.get(user=user, type="recovery_codes")

        seed = MFAAdapter().decrypt(codes.data["seed"])

        assert seed not in whole_table("mfa_authenticator")

    def test_leaves_no_factor_where_the_event_cannot_be_written(
        self, client, clock, monkeypatch
    ):
        user = joined(clock)
        signed_in(client, user)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        client.get("/accounts/2fa/totp/activate/")
        code = code_of(client.session["mfa.totp.secret"])

        def broken(*_):
            raise RuntimeError("no event")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)
        with (
            pytest.raises(RuntimeError),
            TestCase.captureOnCommitCallbacks(execute=True),
        ):
            client.post("/accounts/2fa/totp/activate/", {"code": code})

        assert not Authenticator.objects.filter(user=user, type="totp").exists()


class TestSealing:
    def test_opens_with_its_key_alone(self):
        sealed = seal("a secret", key="one key")

        assert "a secret" not in sealed
        assert unseal(sealed, key="one key") == "a secret"
        with pytest.raises(UnreadableSecretError):
            unseal(sealed, key="another key")

    def test_never_gives_the_same_text_twice(self):
        assert seal("a secret", key="k") != seal("a secret", key="k")


class TestCompulsory:
    def test_leads_an_administrator_without_one_to_set_it_up(self, client, clock):
        user = administrator(clock)
        signed_in(client, user)

        for address in ("/account", "/system/people", "/system/state", "/inbox"):
            answer = client.get(address)
            assert (answer.status_code, answer["Location"]) == (302, SET_UP)

    def test_refuses_a_post_as_well(self, client, clock):
        user = administrator(clock)
        signed_in(client, user)

        client.post(
            "/system/people/invite", {"name": "Eve", "email": "eve@example.org"}
        )

        assert not type(user).objects.filter(email="eve@example.org").exists()

    def test_leaves_open_what_setting_up_and_signing_out_need(self, client, clock):
        signed_in(client, administrator(clock))

        assert client.get(SET_UP).status_code == 200
        assert client.get(reverse("mfa_index")).status_code == 200
        assert client.get("/accessibility-statement").status_code == 200
        assert client.post("/accounts/logout/").status_code == 302

    def test_lets_through_once_it_is_set_up(self, client, clock):
        user = administrator(clock)
        signed_in(client, user)

        set_up(client)

        assert client.get("/system/people").status_code == 200

    def test_asks_nothing_of_somebody_who_has_no_such_role(self, client, clock):
        signed_in(client, joined(clock))

        assert client.get("/account").status_code == 200

    def test_asks_every_room_that_registered(self, client, clock, monkeypatch):
        user = joined(clock)
        monkeypatch.setattr(
            registries._registry, "needs_factor", [lambda who, at: who.pk == user.pk]
        )
        signed_in(client, user)

        assert client.get("/account")["Location"] == SET_UP


class TestRemoval:
    def test_is_recorded_and_ends_other_sessions(self, client, clock):
        user = joined(clock)
        secret = give_app(user)
        elsewhere = signed_in(Client(), user, secret)
        cache.clear()
        signed_in(client, user, secret)
        cache.clear()
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})

        client.post("/accounts/2fa/totp/deactivate/")

        assert not Authenticator.objects.filter(user=user).exists()
        assert "accounts.factor.removed" in verbs()
        assert elsewhere.get("/account").status_code == 302
        assert client.get("/account").status_code == 200

    def test_does_not_happen_where_the_event_cannot_be_written(
        self, client, clock, monkeypatch
    ):
        user = joined(clock)
        signed_in(client, user, give_app(user))
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})

        def broken(*_):
            raise RuntimeError("no event")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)
        with pytest.raises(RuntimeError):
            client.post("/accounts/2fa/totp/deactivate/")

        assert Authenticator.objects.filter(user=user, type="totp").exists()

    def test_of_the_last_is_refused_where_it_is_compulsory(self, client, clock):
        user = administrator(clock)
        signed_in(client, user, give_app(user))
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})

        client.post("/accounts/2fa/totp/deactivate/")

        assert Authenticator.objects.filter(user=user, type="totp").exists()


class TestPasskeys:
    def test_are_never_locked_out(self, settings):
        assert settings.MFA_RATE_LIMITS == {"webauthn_login": None}
        assert "check_rate_limit" not in PasskeyForm.clean_credential.__code__.co_names
        assert ConfirmingPasskeyForm.clean_credential is PasskeyForm.clean_credential

    def test_may_be_asked_for_after_many_failures_from_one_address(self, client):
        for _ in range(40):
            answer = client.get(
                reverse("mfa_login_webauthn"), headers={"accept": "application/json"}
            )

        assert answer.status_code == 200
        assert "request_options" in answer.json()

    def test_are_offered_on_the_sign_in_page(self, client):
        assert (
            "Sign in with a passkey" in client.get("/accounts/login/").content.decode()
        )
