"""Seats and terms at the same moment: only a real server can show it."""

import datetime as dt

import pytest
from django.db import connection

from collab.models import Seat
from collab.policies.seating import NoPostError, SeatedTwiceError
from collab.rules.periods import london_day
from collab.selectors.forums import seats_on
from collab.services import leavers, seats
from collab.services.seats import SeatFacts
from tests.agreements.test_at_once import together
from tests.builders import forums as build
from tests.builders import people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def _only_on_a_server():
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL with a PostgreSQL server")


@pytest.fixture
def trust(now):
    return people.organisation_with_two_leads("Vale Trust", now)


@pytest.fixture
def forum(trust, now):
    return build.forum(people.collaborative_with([trust], now), now)


class TestTwoAtOnce:
    def test_name_a_chair_and_there_is_one(self, forum, trust, now):
        rows = [build.seat(forum, trust, now) for _ in range(2)]
        today = london_day(now)

        together(*[lambda row=row: build.chair(row, now) for row in rows])

        chairs = [seat for seat in seats_on(forum, today) if seat.is_chair]
        assert len(chairs) == 1
        assert len(seats_on(forum, today)) == 2

    def test_set_terms_and_each_has_a_number_of_its_own(self, forum, now):
        results = together(*[lambda: build.new_terms(forum, now) for _ in range(4)])

        assert not [each for each in results if isinstance(each, Exception)], results
        numbers = forum.terms.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3, 4, 5]

    def test_seat_a_person_and_one_seat_stands(self, forum, trust, now):
        user = people.member("Mem Ber", forum.collaborative, trust, now)

        results = together(
            *[lambda: build.seat(forum, trust, now, user) for _ in range(3)]
        )

        assert sum(isinstance(each, Seat) for each in results) == 1
        assert sum(isinstance(each, SeatedTwiceError) for each in results) == 2


class TestALeaver:
    @pytest.mark.parametrize("times", range(3))
    def test_is_never_left_on_a_seat_given_at_that_moment(
        self, forum, trust, now, times
    ):
        user = people.member("Mem Ber", forum.collaborative, trust, now)
        clerk = build.governing(forum.collaborative, now)
        lead = people.leads_of(trust, now)[0]
        facts = SeatFacts(
            organisation_id=trust.pk,
            user_id=user.pk,
            title="Nurse",
            source="Letter",
            starts_on=london_day(now),
        )

        given, left = together(
            lambda: seats.add_seat(forum_id=forum.pk, seat=facts, actor=clerk, now=now),
            lambda: leavers.record_leaver(
                user_id=user.pk,
                organisation_id=trust.pk,
                reason="Left",
                actor=lead,
                now=now,
            ),
        )

        assert not isinstance(left, Exception), left
        assert isinstance(given, Seat | NoPostError), given
        assert seats_on(forum, london_day(now) + dt.timedelta(days=1)) == []
