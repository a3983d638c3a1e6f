"""One link, two browsers, the same moment: only a real server can show it."""

import pytest
from django.db import connection
from django.utils import timezone

from accounts.services import administrators
from tests.agreements.test_at_once import together
from tests.builders.people_accounts import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


class TestTheFirstAdministratorsLink:
    def test_makes_one_administrator(self):
        if connection.vendor != "postgresql":
            pytest.skip("needs TEST_DATABASE_URL with a PostgreSQL server")
        now = timezone.now()
        token = administrators.first_administrator_link(now=now).rpartition("/")[2]

        def become(name):
            return lambda: administrators.become_first_administrator(
                token=token,
                email=f"{name}@example.org",
                name=name,
                password=PASSWORD,
                now=now,
            )

        results = together(*(become(name) for name in ("ann", "bea", "cat", "dot")))

        made = [each for each in results if not isinstance(each, Exception)]
        assert len(made) == 1, results
        assert all(
            isinstance(each, ValueError)
            for each in results
            if isinstance(each, Exception)
        )
