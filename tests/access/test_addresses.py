"""Every address against every situation: shown, refused with a reason, or not there."""

import pytest

from tests.access import addresses_accounts, addresses_agreements, addresses_collab
from tests.access.situations import ALL, SITUATIONS
from tests.access.verbs_table import KEPT_REFUSALS
from tests.access.walking import address_of, addresses, meet, word_for

pytestmark = pytest.mark.django_db

ROWS = {
    row.name: row
    for table in (addresses_accounts, addresses_collab, addresses_agreements)
    for row in table.ROWS
}
# The sign-in library's own pages; it asks itself who may, and tests/accounts do.
LIBRARY = (
    "accounts/",
    "account_",
    "mfa_",
    "usersessions_",
    "socialaccount_",
    "openid_connect_",
)
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
    def test_is_met_as_declared(self, world, clients, name, method):
        row = ROWS[name]
        address = address_of(row, world)
        data = row.data(world) if method == "POST" else None
        met, left = {}, {}
        for situation in SITUATIONS:
            response, verbs = meet(clients[situation], method, address, data)
            met[situation] = word_for(response)
            left[situation] = set(verbs)
            if met[situation] == "refused":
                assert NO_REASON not in response.content.decode()

        assert met == {each: row.expected(each, method) for each in SITUATIONS}
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
