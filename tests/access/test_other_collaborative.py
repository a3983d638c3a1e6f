"""A lead of one collaborative asks for another's things through their own.

That they meet nothing at the things' own addresses is in test_addresses.
"""

import pytest
from django.urls import reverse

from tests.access.test_addresses import PAGES, ROWS
from tests.access.walking import address_of, meet, word_for, words_in

pytestmark = pytest.mark.django_db

LEAD = "other_collaborative"
BELOW = ("agreements:", "collab:", "pathways:")
# Arguments that name one thing of the first collaborative and nothing of the second.
FOREIGN = {"uid", "identity", "organisation", "person"}
# A clause that is not there any more: the page gives back what was typed.
GIVES_BACK = {"agreements:change_clause"}


class TestOnesOwnCollaborative:
    def test_does_not_lead_to_the_things_of_another(self, world, clients, secrets):
        asked = 0
        for name, method in PAGES:
            row = ROWS[name]
            about = dict(row.about(world)) if name.startswith(BELOW) else {}
            if "collaborative" not in about:
                continue
            about["collaborative"] = world.beta.collaborative.slug
            data = row.data(world) if method == "POST" else None
            address = reverse(name, kwargs=about)
            response, _ = meet(clients[LEAD], method, address, data)
            asked += 1

            assert words_in(response, secrets) == [], address
            if FOREIGN & set(about) and name not in GIVES_BACK:
                assert word_for(response) == "hidden", address

        assert asked > 50


class TestTheSweep:
    def test_meets_pages_that_are_hidden(self):
        hidden = [
            (name, method)
            for name, method in PAGES
            if ROWS[name].expected(LEAD, method) == "hidden"
        ]

        assert len(hidden) > 50

    def test_knows_the_words_when_it_sees_them(self, world, clients, secrets):
        address = address_of(ROWS["collab:decision"], world)
        response, _ = meet(clients["member"], "GET", address)

        assert "Quillon" in words_in(response, secrets)
