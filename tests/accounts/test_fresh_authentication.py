"""Our own check of who sits there, before an act of lasting effect (settled 13)."""

import datetime as dt

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.policies import (
    RECORDS,
    RECORDS_OF,
    StaleAuthenticationError,
    require_fresh_authentication,
)
from accounts.rules.freshness import is_fresh
from accounts.views.confirming import (
    ask_again,
    fresh_authentication_required,
    kept_answers,
)
from tests.builders.people_accounts import (
    PASSWORD,
    code_of,
    give_app,
    joined,
    signed_in,
    verbs,
)

MINUTE = dt.timedelta(minutes=1)
FIVE = 5 * MINUTE


def proof(method, at, **details):
    return {"method": method, "at": at.timestamp(), **details}


class TestIsFresh:
    @pytest.mark.parametrize(
        ("proofs", "expected"),
        [
            ([], False),
            ([("password", 0, {})], False),
            ([("mfa", 0, {"type": "totp"})], True),
            ([("mfa", 5, {"type": "webauthn"})], True),
            ([("mfa", 6, {"type": "webauthn"})], False),
            ([("mfa", 0, {"type": "recovery_codes"})], False),
            ([("mfa", 60, {"type": "totp"}), ("password", 1, {})], True),
            ([("mfa", 60, {"type": "totp"}), ("password", 6, {})], False),
            ([("socialaccount", 0, {})], False),
            ([("sso", 0, {})], True),
            ([("sso", 6, {})], False),
            ([("sample", 2, {})], True),
            ([("mfa", -2, {"type": "totp"})], False),
        ],
    )
    def test_asks_for_a_factor_within_the_time(self, proofs, expected, now):
        records = [
            proof(method, now - age * MINUTE, **details)
            for method, age, details in proofs
        ]

        assert is_fresh(records, now=now, within=FIVE) is expected

    def test_is_not_fooled_by_a_record_without_a_time(self, now):
        record = {"method": "mfa", "type": "totp", "at": "now"}

        assert not is_fresh([record], now=now, within=FIVE)


@pytest.mark.django_db
class TestRequireFreshAuthentication:
    def session(self, user, *records):
        return {RECORDS_OF: str(user.pk), RECORDS: list(records)}

    def test_lets_a_person_with_a_fresh_factor_through(self, now):
        user = joined(now)
        give_app(user)

        require_fresh_authentication(
            self.session(user, proof("mfa", now, type="totp")), user, now
        )

    def test_says_no_to_a_person_without_a_factor(self, now):
        user = joined(now)
        session = self.session(user, proof("password", now, reauthenticated=True))

        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(session, user, now)

    def test_says_no_where_the_factor_is_gone_meanwhile(self, now):
        user = joined(now)
        session = self.session(user, proof("mfa", now, type="totp"))

        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(session, user, now)

    def test_says_no_to_what_somebody_else_proved(self, now):
        user, other = joined(now), joined(now)
        give_app(user)

        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(
                self.session(other, proof("mfa", now, type="totp")), user, now
            )

    def test_says_no_after_five_minutes(self, now):
        user = joined(now)
        give_app(user)
        session = self.session(user, proof("mfa", now, type="totp"))

        require_fresh_authentication(session, user, now + FIVE)
        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(
                session, user, now + FIVE + dt.timedelta(seconds=1)
            )

    def test_takes_a_fresh_single_sign_on_without_a_factor_of_ours(self, now):
        user = joined(now)

        require_fresh_authentication(
            self.session(user, proof("sso", now, reauthenticated=True)), user, now
        )

    def test_takes_a_sample_click_from_sample_people_alone(self, now, settings):
        settings.SAMPLE_SIGN_IN = True
        invented, real = joined(now, is_sample=True), joined(now)

        require_fresh_authentication(
            self.session(invented, proof("sample", now)), invented, now
        )
        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(
                self.session(real, proof("sample", now)), real, now
            )

    def test_takes_no_sample_click_where_the_setting_is_off(self, now):
        invented = joined(now, is_sample=True)

        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(
                self.session(invented, proof("sample", now)), invented, now
            )


@pytest.mark.django_db
class TestThroughThePages:
    def test_a_password_and_a_code_at_sign_in_are_fresh_for_five_minutes(
        self, client, clock
    ):
        user = joined(clock)
        signed_in(client, user, give_app(user))

        require_fresh_authentication(client.session, user, clock + 4 * MINUTE)
        with pytest.raises(StaleAuthenticationError):
            require_fresh_authentication(client.session, user, clock + 6 * MINUTE)

    def test_a_code_makes_it_fresh_again_and_is_recorded(self, client, clock):
        user = joined(clock)
        secret = give_app(user)
        signed_in(client, user, secret)
        later = clock + 10 * MINUTE

        with time_machine.travel(later):
            client.post(
                "/accounts/2fa/reauthenticate/?next=/account",
                {"code": code_of(secret)},
            )

            require_fresh_authentication(client.session, user, later)
        assert verbs()[-1] == "accounts.session.confirmed"

    def test_a_password_makes_it_fresh_again_after_a_code_at_sign_in(
        self, client, clock
    ):
        user = joined(clock)
        signed_in(client, user, give_app(user))
        later = clock + 10 * MINUTE

        with time_machine.travel(later):
            client.post("/accounts/reauthenticate/", {"password": PASSWORD})

            require_fresh_authentication(client.session, user, later)

    def test_the_page_offers_each_way_and_keeps_where_one_was(self, client, clock):
        user = joined(clock)
        signed_in(client, user, give_app(user))

        page = client.get("/account/confirm?next=/inbox").content.decode()

        assert "Use your authenticator app" in page
        assert "Use your password" in page
        assert "next=%2Finbox" in page

    def test_the_page_leads_nowhere_else(self, client, clock):
        user = joined(clock)
        signed_in(client, user, give_app(user))

        for bad in ("https://evil.example.org/", "//evil.example.org", "javascript:1"):
            page = client.get("/account/confirm", {"next": bad}).content.decode()
            assert "evil.example.org" not in page
            assert "javascript:1" not in page

    def test_the_page_leads_to_setting_up_where_there_is_no_factor(self, client, clock):
        signed_in(client, joined(clock))

        page = client.get("/account/confirm").content.decode()

        assert "Set up a second factor" in page
        assert "Use your password" not in page


@pytest.mark.django_db
class TestFreshAuthenticationRequired:
    def request(self, client, user, method, path, data=None):
        request = getattr(RequestFactory(), method)(path, data or {})
        request.session, request.user = client.session, user
        return request

    def view(self):
        return fresh_authentication_required(lambda request: HttpResponse("done"))

    def test_runs_the_view_for_somebody_fresh(self, client, clock):
        user = joined(clock)
        signed_in(client, user, give_app(user))

        answer = self.view()(self.request(client, user, "post", "/sign"))

        assert answer.content == b"done"

    def test_keeps_what_was_typed_and_gives_it_back_once(self, client, clock):
        user = joined(clock)
        signed_in(client, user)
        request = self.request(
            client, user, "post", "/sign?a=1", {"words": "Typed", "n": ["1", "2"]}
        )

        answer = self.view()(request)
        assert answer["Location"] == "/account/confirm?next=%2Fsign%3Fa%3D1"

        back = self.request(client, user, "get", "/sign")
        back.session = request.session
        kept = kept_answers(back)
        assert (kept["words"], kept.getlist("n")) == ("Typed", ["1", "2"])
        assert kept_answers(back) is None

    def test_gives_nothing_to_another_page(self, client, clock):
        user = joined(clock)
        signed_in(client, user)
        request = self.request(client, user, "post", "/sign", {"words": "Typed"})
        ask_again(request)

        other = self.request(client, user, "get", "/other")
        other.session = request.session
        assert kept_answers(other) is None
