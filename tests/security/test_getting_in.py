"""Ways in that a thief of a session, a mailbox or a desk would try."""

import datetime as dt

import pytest
from django.core.cache import cache

from accounts import policies
from accounts.models import MailMessage, SingleSignOn, User
from tests.accounts.test_signing_in import code_in
from tests.accounts.test_single_sign_on import (  # noqa: F401 - fixtures
    LOGIN,
    authorise,
    key,
    nurse,
    provider,
    visit,
)
from tests.builders.people_accounts import (
    PASSWORD,
    give_app,
    joined,
    signed_in,
)

pytestmark = pytest.mark.django_db
NEW = "a brand new password"


@pytest.fixture(autouse=True)
def no_counters():
    cache.clear()


def grow_old(client, seconds=400):
    """Let the session's records of who this is be older than five minutes."""
    session = client.session
    session[policies.RECORDS] = [
        each | {"at": each["at"] - seconds} for each in session[policies.RECORDS]
    ]
    session.save()


def reset(client, user):
    client.post("/accounts/password/reset/", {"email": user.email})
    code = code_in(MailMessage.objects.filter(to=user.email).latest("pk"))
    client.post("/accounts/password/reset/confirm/", {"code": code})
    return client.post(
        "/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW}
    )


class TestAPasswordForgottenWhileSignedIn:
    def test_bars_and_signs_out_like_any_other(self, client, clock):
        user = joined(clock)
        signed_in(client, user, give_app(user))

        reset(client, user)

        changed = User.objects.get(pk=user.pk)
        assert changed.check_password(NEW)
        assert changed.is_barred_at(clock + dt.timedelta(hours=23))
        assert client.get("/account").status_code == 302

    def test_does_not_bar_whoever_typed_the_old_one(self, client, clock):
        user = joined(clock)
        signed_in(client, user)

        client.post(
            "/accounts/password/change/",
            {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        )

        changed = User.objects.get(pk=user.pk)
        assert changed.check_password(NEW)
        assert changed.barred_until is None
        assert client.get("/account").status_code == 200


class TestConnectingSingleSignOn:
    def test_asks_first_who_this_is(self, client, clock, provider):  # noqa: F811
        signed_in(client, joined(clock))
        grow_old(client)

        answer = client.post(f"{LOGIN}?process=connect")

        assert answer["Location"].startswith("/account/confirm")

    def test_is_refused_where_the_proof_grew_old_on_the_way(
        self,
        client,
        clock,
        nurse,  # noqa: F811
    ):
        signed_in(client, joined(clock))
        away = client.post(f"{LOGIN}?process=connect")
        grow_old(client)

        client.get(authorise(away["Location"], nurse))

        assert not SingleSignOn.objects.exists()

    def test_asks_for_the_second_factor_where_there_is_one(
        self,
        client,
        clock,
        nurse,  # noqa: F811
    ):
        user = joined(clock)
        secret = give_app(user)
        signed_in(client, user, secret)
        visit(client, nurse, "?process=connect")

        assert SingleSignOn.objects.get().user == user

    def test_is_told_to_the_person(self, client, clock, nurse):  # noqa: F811
        user = signed = joined(clock)
        signed_in(client, user)
        visit(client, nurse, "?process=connect")

        mail = MailMessage.objects.filter(to=signed.email).latest("pk")
        assert mail.subject == "Single sign-on was connected to your account"
