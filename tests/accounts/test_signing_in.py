"""Signing in through the library's own pages, each step an act."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse

from accounts.models import FailedSignIns, FailureCount, MailMessage, User
from accounts.rules.sealing import unseal
from accounts.services import signing_in
from audit.door import SystemActor
from audit.models import Event, OutsideAnActError
from tests.builders.people_accounts import (
    PASSWORD,
    code_of,
    give_app,
    joined,
    signed_in,
    verbs,
)

pytestmark = pytest.mark.django_db
QUARTER = dt.timedelta(minutes=15)


def fail(client, user, times=1):
    for _ in range(times):
        answer = client.post(
            "/accounts/login/", {"login": user.email, "password": "wrong"}
        )
    return answer


def letter(message):
    from accounts.mail import sealing_key

    return unseal(message.body, key=sealing_key())


def code_in(message):
    lines = [line.strip() for line in letter(message).splitlines()]
    return next(line for line in lines if len(line) == 9 and line[4] == "-")


class TestSignIn:
    def test_takes_the_password_and_is_recorded(self, client, clock):
        user = joined(clock)

        signed_in(client, user)

        assert client.get("/account").status_code == 200
        assert verbs()[-1] == "accounts.session.opened"

    def test_takes_any_capitals_of_the_address(self, client, clock):
        user = joined(clock, email="ann@example.org")

        answer = client.post(
            "/accounts/login/", {"login": "ANN@Example.org", "password": PASSWORD}
        )

        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_asks_for_the_code_where_an_app_is_set_up(self, client, clock):
        user = joined(clock)
        secret = give_app(user)

        signed_in(client, user)
        assert "_auth_user_id" not in client.session

        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_takes_a_recovery_code_once(self, client, clock):
        user = joined(clock)
        give_app(user)
        codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap()
        code = codes.generate_codes()[0]

        signed_in(client, user)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert client.session["_auth_user_id"] == str(user.pk)

        client.post("/accounts/logout/")
        signed_in(client, user)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert "_auth_user_id" not in client.session

    def test_is_closed_to_a_closed_account(self, client, clock):
        user = joined(clock)
        signed_in(client, user)
        from tests.builders.acts import any_act

        with any_act(clock):
            user = User.objects.get(pk=user.pk)
            user.is_active = False
            user.save()

        assert client.get("/account").status_code == 302

    def test_is_recorded_when_it_ends(self, client, clock):
        user = joined(clock)
        signed_in(client, user)

        client.post("/accounts/logout/")

        assert verbs()[-1] == "accounts.session.closed"
        assert client.get("/account").status_code == 302


class TestSignUp:
    def test_is_closed(self, client):
        page = client.get(reverse("account_signup"))
        answer = client.post(
            reverse("account_signup"),
            {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD},
        )

        assert "closed" in page.content.decode().lower()
        assert answer.status_code == 200
        assert not User.objects.exists()


class TestFailedSignIn:
    def test_is_counted_by_account_and_quarter_hour(self, client, clock):
        user = joined(clock)

        fail(client, user, times=3)

        assert FailureCount.objects.get(user=user).count == 3

    def test_of_an_address_that_is_none_is_not_kept(self, client, clock):
        client.post(
            "/accounts/login/", {"login": "eve@example.org", "password": "wrong"}
        )

        assert not FailureCount.objects.exists()
        assert not Event.objects.filter(payload__contains="eve@").exists()

    def test_reads_the_same_whether_or_not_the_account_exists(self, client, clock):
        user = joined(clock)
        known = fail(client, user).content.decode()
        unknown = client.post(
            "/accounts/login/", {"login": "eve@example.org", "password": "wrong"}
        ).content.decode()

        sentence = "The email address and/or password you specified are not correct."
        assert sentence in known
        assert sentence in unknown

    def test_slows_down_after_five(self, client, clock):
        user = joined(clock)
        fail(client, user, times=5)

        answer = client.post(
            "/accounts/login/", {"login": user.email, "password": PASSWORD}
        )

        assert "Too many failed login attempts" in answer.content.decode()
        assert "_auth_user_id" not in client.session

    def test_with_a_wrong_code_is_counted_too(self, client, clock):
        user = joined(clock)
        give_app(user)
        signed_in(client, user)

        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

        assert FailureCount.objects.get(user=user).count == 1


class TestRecordFailures:
    def test_writes_one_act_for_each_account_and_quarter_hour(self, now):
        first, second = joined(now), joined(now)
        for user in (first, first, second):
            signing_in.note_failure(user=user, now=now)
        signing_in.note_failure(user=first, now=now + QUARTER)

        written = signing_in.record_failures(
            actor=SystemActor("tests"), now=now + 3 * QUARTER
        )

        assert written == 3
        assert verbs().count("accounts.sign_in.failed") == 3
        assert FailedSignIns.objects.get(user=first, began_at=now).count == 2
        assert not FailureCount.objects.exists()

    def test_leaves_the_quarter_hour_under_way(self, now):
        signing_in.note_failure(user=joined(now), now=now)

        written = signing_in.record_failures(
            actor=SystemActor("tests"), now=now + QUARTER - dt.timedelta(seconds=1)
        )

        assert written == 0
        assert FailureCount.objects.exists()

    def test_writes_nothing_twice(self, now):
        signing_in.note_failure(user=joined(now), now=now)
        for _ in range(2):
            signing_in.record_failures(
                actor=SystemActor("tests"), now=now + 2 * QUARTER
            )

        assert verbs().count("accounts.sign_in.failed") == 1


class TestPassword:
    def change(self, client, password):
        return client.post(
            "/accounts/password/change/",
            {
                "oldpassword": PASSWORD,
                "password1": password,
                "password2": password,
            },
        )

    def test_is_changed_in_an_act_and_bars_nobody(self, client, clock):
        user = joined(clock)
        signed_in(client, user)

        self.change(client, "another long password")

        changed = User.objects.get(pk=user.pk)
        assert changed.check_password("another long password")
        assert changed.barred_until is None
        assert "accounts.password.changed" in verbs()
        assert client.get("/account").status_code == 200

    def test_stays_where_the_event_cannot_be_written(self, client, clock, monkeypatch):
        user = joined(clock)
        signed_in(client, user)

        def broken(*_):
            raise RuntimeError("no event")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)
        with pytest.raises(RuntimeError):
            self.change(client, "another long password")

        assert User.objects.get(pk=user.pk).check_password(PASSWORD)

    def test_cannot_be_set_outside_an_act(self, now):
        user = joined(now)
        user.set_password("another long password")

        with pytest.raises(OutsideAnActError):
            user.save()

    def test_stored_with_an_older_hash_still_opens_the_account(
        self, client, clock, settings
    ):
        user = joined(clock)
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
            "django.contrib.auth.hashers.MD5PasswordHasher",
        ]

        signed_in(client, user)

        assert client.session["_auth_user_id"] == str(user.pk)


class TestForgottenPassword:
    def reset(self, client, user):
        client.post("/accounts/password/reset/", {"email": user.email})
        code = code_in(MailMessage.objects.filter(to=user.email).latest("pk"))
        client.post("/accounts/password/reset/confirm/", {"code": code})
        return client.post(
            "/accounts/password/reset/complete/",
            {"password1": "a brand new password", "password2": "a brand new password"},
        )

    def test_is_replaced_by_a_code_and_bars_for_a_day(self, client, clock):
        user = joined(clock)

        self.reset(client, user)

        changed = User.objects.get(pk=user.pk)
        assert changed.check_password("a brand new password")
        assert changed.is_barred_at(clock + dt.timedelta(hours=23))
        assert not changed.is_barred_at(clock + dt.timedelta(hours=25))
        assert "accounts.password.reset" in verbs()

    def test_ends_the_sessions_there_are(self, client, clock):
        from django.test import Client

        user = joined(clock)
        elsewhere = signed_in(Client(), user)

        self.reset(client, user)

        assert elsewhere.get("/account").status_code == 302
        assert not UserSession.objects.filter(user=user).exists()

    def test_takes_no_wrong_code(self, client, clock):
        user = joined(clock)
        client.post("/accounts/password/reset/", {"email": user.email})

        client.post("/accounts/password/reset/confirm/", {"code": "AAAA-AAAA"})
        client.post(
            "/accounts/password/reset/complete/",
            {"password1": "a brand new password", "password2": "a brand new password"},
        )

        assert User.objects.get(pk=user.pk).check_password(PASSWORD)

    def test_tells_a_stranger_nothing_and_writes_to_nobody(self, client):
        answer = client.post("/accounts/password/reset/", {"email": "eve@example.org"})

        assert answer.status_code == 302
        assert not MailMessage.objects.exists()

    def test_keeps_the_code_sealed_in_the_database(self, client, clock):
        user = joined(clock)
        client.post("/accounts/password/reset/", {"email": user.email})

        message = MailMessage.objects.filter(to=user.email).latest("pk")
        assert code_in(message) not in message.body


class TestOwnEmail:
    def test_is_changed_by_a_code_in_an_act_and_the_old_one_is_told(
        self, client, clock
    ):
        user = joined(clock, email="old@example.org")
        signed_in(client, user)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
        code = code_in(MailMessage.objects.filter(to="new@example.org").latest("pk"))

        client.post("/accounts/confirm-email/", {"code": code})

        assert User.objects.get(pk=user.pk).email == "new@example.org"
        assert EmailAddress.objects.get(user=user).email == "new@example.org"
        assert "accounts.email.verified" in verbs()
        assert MailMessage.objects.filter(to="old@example.org").exists()


class TestSessions:
    def test_elsewhere_are_ended_from_the_page(self, client, clock):
        from django.test import Client

        user = joined(clock)
        signed_in(client, user)
        elsewhere = signed_in(Client(), user)

        client.post(reverse("usersessions_list"))

        assert elsewhere.get("/account").status_code == 302
        assert client.get("/account").status_code == 200
