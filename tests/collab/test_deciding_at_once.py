"""Twenty people log decisions over a year's end: only a real server can show it."""

import datetime as dt

import pytest
from django.db import connection

from accounts.models import User
from collab.models import Decision, Forum
from tests.agreements.test_at_once import together
from tests.builders import agreements, forums
from tests.builders import decisions as build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

WRITERS = 20
OLD_YEAR, NEW_YEAR = dt.date(2025, 12, 31), dt.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _only_on_a_server():
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL with a PostgreSQL server")


class TestTwentyWritersOverAYearsEnd:
    def test_leave_no_gap_in_either_year(self, now):
        made = agreements.partnership(now)
        board = forums.forum(made.collaborative, now)
        for body in made.bodies:
            forums.seat(board, body, now, made.signatory(body))
        body, writer = made.bodies[0], made.signatory(made.bodies[0])

        def write(number):
            # Each with rows of its own, as each request has.
            return build.log(
                Forum.objects.get(pk=board.pk),
                body,
                User.objects.get(pk=writer.pk),
                now,
                what=f"Item {number}",
                decided_on=NEW_YEAR if number % 2 else OLD_YEAR,
            )

        results = together(
            *(lambda number=number: write(number) for number in range(WRITERS))
        )

        assert all(isinstance(each, Decision) for each in results), results
        half = WRITERS // 2
        assert sorted(each.reference for each in results) == [
            *(f"2025-{number:03d}" for number in range(1, half + 1)),
            *(f"2026-{number:03d}" for number in range(1, half + 1)),
        ]

    def test_take_one_form_sent_twenty_times_for_one(self, now):
        made = agreements.partnership(now)
        board = forums.forum(made.collaborative, now)
        for body in made.bodies:
            forums.seat(board, body, now, made.signatory(body))
        body, writer = made.bodies[0], made.signatory(made.bodies[0])

        together(
            *(
                lambda: build.log(
                    Forum.objects.get(pk=board.pk),
                    body,
                    User.objects.get(pk=writer.pk),
                    now,
                )
                for _ in range(WRITERS)
            )
        )

        assert [each.reference for each in Decision.objects.all()] == ["2026-001"]
