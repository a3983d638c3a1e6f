"""Every address against every situation: shown, refused with a reason, or not there."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from tests.access import (
    addresses_accounts,
    addresses_actions,
    addresses_agreements,
    addresses_collab,
    addresses_pathways,
)
from tests.access.attempting import kept_open
from tests.access.situations import ALL, SITUATIONS
from tests.access.verbs_table import KEPT_REFUSALS
from tests.access.walking import address_of, addresses, meet, word_for, words_in

pytestmark = pytest.mark.django_db

ROWS = {
    row.name: row
    for table in (
        addresses_accounts,
        addresses_collab,
        addresses_actions,
        addresses_pathways,
        addresses_agreements,
    )
    for row in table.ROWS
}
# To whom the first collaborative is not to be named, whatever page they ask for.
OUTSIDE = ("anonymous", "deactivated", "leaver", "other_collaborative")
# The sign-in library's own pages; it asks itself who may, and tests/accounts do.
LIBRARY = (
    "accounts/",
    "account_",
    "mfa_",
    "usersessions_",
    "socialaccount_",
    "openid_connect_",
)
# Of those, what a stranger may open; signing up is closed there.
OPEN_TO_STRANGERS = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "socialaccount_login_cancelled",
}
PASSWORD = "a very long password indeed"
NO_REASON = "Your roles and authorities do not cover"


class TestTheTable:
    def test_has_a_row_for_every_address(self):
        names = {name for name, _ in addresses()}
        ours = {name for name in names if not name.startswith(LIBRARY)}

        assert ours - set(ROWS) == set()
        assert {name for name in ROWS if name not in names} == set()

    @pytest.mark.parametrize("name", ROWS)
    def test_names_only_known_situations(self, name):
        row = ROWS[name]

        assert row.open | row.refused <= ALL
        assert not row.open & row.refused


PAGES = [(name, method) for name, row in ROWS.items() for method in row.methods]


class TestAPage:
    @pytest.mark.parametrize(("name", "method"), PAGES)
    def test_is_met_as_declared(self, world, clients, secrets, name, method):
        row = ROWS[name]
        address = address_of(row, world)
        data = row.data(world) if method == "POST" else None
        met, left, told = {}, {}, {}
        for situation in SITUATIONS:
            response, verbs = meet(clients[situation], method, address, data)
            met[situation] = word_for(response)
            left[situation] = set(verbs)
            if situation in OUTSIDE and (met[situation] != "open" or not row.public):
                own = world.own.get(situation, ())
                told[situation] = words_in(response, secrets, own)
            if met[situation] == "refused":
                assert NO_REASON not in response.content.decode()

        assert met == {each: row.expected(each, method) for each in SITUATIONS}
        assert not any(told.values()), told
        for situation, verbs in left.items():
            if met[situation] != "open":
                assert verbs <= KEPT_REFUSALS, situation

    @pytest.mark.parametrize("name", ROWS)
    def test_answers_to_no_other_method(self, world, clients, name):
        row = ROWS[name]
        for method in {"GET", "POST"} - set(row.methods):
            response, verbs = meet(
                clients["administrator"], method, address_of(row, world)
            )

            assert response.status_code == 405
            assert verbs == []


def library():
    """Each page of the library that takes no argument."""
    for name, route in addresses():
        if name.startswith(LIBRARY[1:]) and "<" not in route:
            yield name


class TestTheLibrary:
    @pytest.mark.parametrize("name", sorted(set(library())))
    @pytest.mark.parametrize("situation", ["anonymous", "deactivated"])
    def test_asks_a_stranger_to_sign_in(self, world, clients, name, situation):
        for method in ("GET", "POST"):
            response, verbs = meet(clients[situation], method, reverse(name))
            is_open = word_for(response) != "sign-in"

            assert verbs == []
            assert is_open == (name in OPEN_TO_STRANGERS)

    def test_lets_nobody_sign_up(self, world, clients):
        people = User.objects.count()
        typed = {"email": "stranger@example.org", "password1": PASSWORD}
        with kept_open():
            clients["anonymous"].post(reverse("account_signup"), typed)
            after = User.objects.count()
            transaction.set_rollback(True)

        assert after == people
