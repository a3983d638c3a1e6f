"""Who sits in a forum: one seat, one vote, one chair, each by a paper."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from collab.enums import SeatKind
from collab.models import Seat, SeatDeputy
from collab.policies.access import NotAGovernanceLeadError
from collab.policies.authority import OwnAuthorityError
from collab.policies.seating import (
    ChairError,
    NoPostError,
    NotAMemberBodyError,
    SeatDaysError,
    SeatedTwiceError,
    SeatEndedError,
    WrongSeatEndError,
)
from collab.rules.periods import london_day
from collab.selectors.forums import seats_on
from collab.services import leavers, memberships, seats
from collab.services.chairs import name_chair
from collab.services.seats import SeatFacts
from tests.builders import forums as build
from tests.builders import people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def trust(now):
    return people.organisation_with_two_leads("Vale Trust", now)


@pytest.fixture
def charity(now):
    return people.organisation_with_two_leads("Moor Charity", now)


@pytest.fixture
def partners(trust, charity, now):
    return people.collaborative_with([trust, charity], now)


@pytest.fixture
def forum(partners, now):
    return build.forum(partners, now)


@pytest.fixture
def today(now):
    return london_day(now)


def sit(forum, user, body, actor, now, **given):
    facts = {"title": "Director", "source": "Letter", "starts_on": london_day(now)}
    return seats.add_seat(
        forum_id=forum.pk,
        seat=SeatFacts(organisation_id=body.pk, user_id=user.pk, **facts | given),
        actor=actor,
        now=now,
    )


def end(seat, day, now):
    return seats.end_seat(
        seat_id=seat.pk,
        ends_on=day,
        actor=build.governing(seat.forum.collaborative, now),
        now=now,
    )


class TestASeat:
    def test_says_who_sits_for_whom_and_which_paper_says_so(self, forum, trust, now):
        seat = build.seat(forum, trust, now, title="Chief nurse")

        kept = Seat.objects.get(pk=seat.pk)
        assert (kept.organisation, kept.title, kept.source) == (
            trust,
            "Chief nurse",
            build.LETTER,
        )

    def test_names_nobody_in_the_history(self, forum, trust, now):
        seat = build.seat(forum, trust, now)

        labels = Event.objects.filter(object_uid=seat.uid).values_list(
            "label", flat=True
        )
        assert set(labels) == {f"voting seat of {trust} in {forum}"}

    def test_is_held_from_its_first_day_until_before_its_last(
        self, forum, trust, now, today
    ):
        seat = build.seat(forum, trust, now, starts_on=today - 5 * DAY)
        end(seat, today, now)

        days = [today - each * DAY for each in (6, 5, 1, 0)]
        assert [bool(seats_on(forum, day)) for day in days] == [
            False,
            True,
            True,
            False,
        ]

    def test_belongs_to_a_member_on_the_day(self, forum, now, partners):
        stranger = people.organisation_with_two_leads("Far Trust", now)
        person = people.person("Far Away", now)
        people.appoint(person, stranger, now)

        with pytest.raises(NotAMemberBodyError, match="no member"):
            sit(forum, person, stranger, build.governing(partners, now), now)

    def test_begins_no_earlier_than_the_membership(self, forum, trust, now, today):
        with pytest.raises(NotAMemberBodyError):
            build.seat(forum, trust, now, starts_on=today - people.YEAR - 2 * DAY)

    def test_lasts_no_longer_than_the_membership(self, forum, trust, now, today):
        part = forum.collaborative.memberships.get(organisation=trust)
        leaves = today + 30 * DAY
        memberships.end_membership(
            membership_id=part.pk,
            left_on=leaves,
            actor=build.governing(forum.collaborative, now),
            now=now,
        )

        with pytest.raises(NotAMemberBodyError, match="must end by"):
            build.seat(forum, trust, now)
        assert build.seat(forum, trust, now, ends_on=leaves).ends_on == leaves

    def test_is_for_somebody_with_a_post_at_the_body(self, forum, trust, charity, now):
        nurse = people.person("Nur Se", now)
        people.appoint(nurse, charity, now)
        lead = build.governing(forum.collaborative, now)

        with pytest.raises(NoPostError, match="no post"):
            sit(forum, nurse, trust, lead, now)

    def test_is_one_at_a_time_for_a_person(self, forum, trust, now, today):
        first = build.seat(forum, trust, now)

        with pytest.raises(SeatedTwiceError):
            build.seat(forum, trust, now, first.user, kind=SeatKind.OBSERVER)
        end(first, today, now)
        again = build.seat(forum, trust, now, first.user, starts_on=today)
        assert again.pk != first.pk

    def test_in_two_forums_is_possible(self, forum, trust, now):
        first = build.seat(forum, trust, now)
        other = build.forum(forum.collaborative, now)

        assert build.seat(other, trust, now, first.user).user == first.user

    def test_with_a_vote_is_never_ones_own_word(self, forum, trust, now):
        lead = build.governing(forum.collaborative, now)

        with pytest.raises(OwnAuthorityError, match="Another governance lead"):
            sit(forum, lead, trust, lead, now)
        assert not Seat.objects.exists()

    def test_to_observe_may_be_ones_own_word(self, forum, trust, now):
        lead = build.governing(forum.collaborative, now)

        seat = sit(forum, lead, trust, lead, now, kind=SeatKind.OBSERVER)
        assert seat.user == lead

    def test_is_recorded_by_governance_leads_alone(self, forum, trust, now):
        nurse = people.member("Nur Se", forum.collaborative, trust, now)
        other = people.member("Ot Her", forum.collaborative, trust, now)

        with pytest.raises(NotAGovernanceLeadError):
            sit(forum, nurse, trust, other, now)


class TestTheEndOfASeat:
    def test_takes_its_deputies_with_it(self, forum, trust, now, today):
        seat = build.seat(forum, trust, now)
        build.deputy(seat, now)
        build.deputy(seat, now, starts_on=today + 9 * DAY)

        end(seat, today, now)

        rows = SeatDeputy.objects.order_by("pk")
        assert [(row.starts_on, row.ends_on) for row in rows] == [
            (seat.starts_on, today),
            (today + 9 * DAY, today + 9 * DAY),
        ]

    def test_is_not_before_its_beginning(self, forum, trust, now):
        seat = build.seat(forum, trust, now)

        with pytest.raises(WrongSeatEndError):
            end(seat, seat.starts_on - DAY, now)

    def test_is_not_moved_once_it_has_passed(self, forum, trust, now, today):
        seat = build.seat(forum, trust, now)
        end(seat, today, now)

        with pytest.raises(SeatEndedError):
            end(seat, today - DAY, now)

    def test_that_is_planned_can_come_sooner_not_later(self, forum, trust, now, today):
        seat = build.seat(forum, trust, now)
        end(seat, today + 9 * DAY, now)

        with pytest.raises(WrongSeatEndError):
            end(seat, today + 10 * DAY, now)
        assert end(seat, today + DAY, now).ends_on == today + DAY


class TestADeputy:
    def test_stands_beside_the_seat(self, forum, trust, now, today):
        seat = build.seat(forum, trust, now)
        deputy = build.deputy(seat, now)

        (found,) = seats_on(forum, today)
        assert [each.user for each in found.deputies.all()] == [deputy.user]

    def test_is_not_the_holder(self, forum, trust, now):
        seat = build.seat(forum, trust, now)

        with pytest.raises(SeatedTwiceError, match="holds the seat"):
            build.deputy(seat, now, seat.user)

    def test_stands_in_for_one_seat_of_a_forum(self, forum, trust, now):
        deputy = build.deputy(build.seat(forum, trust, now), now)
        other = build.seat(forum, trust, now)

        with pytest.raises(SeatedTwiceError, match="deputises"):
            build.deputy(other, now, deputy.user)

    def test_has_no_vote_of_their_own_there(self, forum, trust, now):
        one, two = (build.seat(forum, trust, now) for _ in range(2))

        with pytest.raises(SeatedTwiceError, match="voting seat"):
            build.deputy(one, now, two.user)
        deputy = build.deputy(one, now)
        with pytest.raises(SeatedTwiceError, match="deputises"):
            build.seat(forum, trust, now, deputy.user)

    def test_may_observe_on_a_seat_of_their_own(self, forum, trust, now):
        watching = build.observer(forum, trust, now)

        assert build.deputy(build.seat(forum, trust, now), now, watching.user)

    def test_works_for_the_same_body(self, forum, trust, charity, now):
        seat = build.seat(forum, trust, now)
        other = people.member("Cha Rity", forum.collaborative, charity, now)

        with pytest.raises(NoPostError):
            seats.add_deputy(
                seat_id=seat.pk,
                user_id=other.pk,
                source="Letter",
                starts_on=seat.starts_on,
                actor=build.governing(forum.collaborative, now),
                now=now,
            )

    def test_begins_while_somebody_sits_there(self, forum, trust, now, today):
        seat = build.seat(forum, trust, now, starts_on=today)

        with pytest.raises(SeatDaysError):
            build.deputy(seat, now, starts_on=today - DAY)

    def test_ends_on_a_day(self, forum, trust, now, today):
        seat = build.seat(forum, trust, now)
        deputy = build.deputy(seat, now)
        seats.end_deputy(
            deputy_id=deputy.pk,
            ends_on=today,
            actor=build.governing(forum.collaborative, now),
            now=now,
        )

        (found,) = seats_on(forum, today)
        assert list(found.deputies.all()) == []


class TestTheChair:
    def test_is_one_at_a_time(self, forum, trust, now):
        build.seat(forum, trust, now, is_chair=True)

        with pytest.raises(ChairError, match="has a chair"):
            build.seat(forum, trust, now, is_chair=True)

    def test_is_no_observer(self, forum, trust, now):
        with pytest.raises(ChairError, match="observer"):
            build.observer(forum, trust, now, is_chair=True)
        with pytest.raises(ChairError, match="observer"):
            build.chair(build.observer(forum, trust, now), now)

    def test_passes_on_from_a_day_and_was_before(self, forum, trust, now, today):
        old = build.seat(forum, trust, now, is_chair=True)
        new = build.seat(forum, trust, now)

        build.chair(new, now)

        chairs = [
            [seat.user for seat in seats_on(forum, day) if seat.is_chair]
            for day in (today - DAY, today)
        ]
        assert chairs == [[old.user], [new.user]]
        assert {seat.user for seat in seats_on(forum, today)} == {old.user, new.user}

    def test_keeps_the_deputies_of_both_seats(self, forum, trust, now, today):
        old = build.seat(forum, trust, now, is_chair=True)
        new = build.seat(forum, trust, now)
        wanted = {
            (seat.user_id, build.deputy(seat, now).user_id) for seat in (old, new)
        }

        build.chair(new, now)

        for day in (today - DAY, today):
            assert {
                (seat.user_id, each.user_id)
                for seat in seats_on(forum, day)
                for each in seat.deputies.all()
            } == wanted

    def test_from_the_first_day_of_a_seat_needs_no_new_row(self, forum, trust, now):
        seat = build.seat(forum, trust, now)

        named = build.chair(seat, now, from_on=seat.starts_on)

        assert named.pk == seat.pk
        assert Seat.objects.get().is_chair

    def test_is_not_named_twice(self, forum, trust, now):
        seat = build.seat(forum, trust, now, is_chair=True)

        with pytest.raises(ChairError, match="already"):
            build.chair(seat, now)

    def test_is_never_ones_own_word(self, forum, trust, now):
        lead = build.governing(forum.collaborative, now)
        seat = build.seat(forum, trust, now, lead)

        with pytest.raises(OwnAuthorityError):
            name_chair(
                seat_id=seat.pk,
                source="Minutes",
                from_on=london_day(now),
                actor=lead,
                now=now,
            )

    def test_is_one_in_the_database_too(self, forum, trust, now):
        chair = build.seat(forum, trust, now, is_chair=True)
        other = build.seat(forum, trust, now)
        other.is_chair = True

        with pytest.raises(IntegrityError), any_act(now), transaction.atomic():
            other.save()
        assert chair.is_chair


class TestLeaving:
    def test_a_body_ends_what_was_held_for_it(self, forum, trust, charity, now, today):
        user = people.person("Two Hats", now)
        mine = build.seat(forum, trust, now, user)
        other = build.seat(build.forum(forum.collaborative, now), charity, now, user)
        third = build.forum(forum.collaborative, now)
        deputy = build.deputy(build.seat(third, trust, now), now, user)

        leavers.record_leaver(
            user_id=user.pk,
            organisation_id=trust.pk,
            reason="Left",
            actor=people.leads_of(trust, now)[0],
            now=now,
        )

        for row in (mine, other, deputy):
            row.refresh_from_db()
        assert (mine.ends_on, deputy.ends_on, other.ends_on) == (today, today, None)

    def test_before_a_seat_begins_leaves_it_empty(self, forum, trust, now, today):
        seat = build.seat(forum, trust, now, starts_on=today + 9 * DAY)
        leavers.record_leaver(
            user_id=seat.user_id,
            organisation_id=trust.pk,
            reason="Left",
            actor=people.leads_of(trust, now)[0],
            now=now,
        )

        assert seats_on(forum, today + 9 * DAY) == []

    def test_a_collaborative_ends_the_seats_of_the_body(
        self, forum, trust, charity, now, today
    ):
        build.seat(forum, trust, now)
        staying = build.seat(forum, charity, now)
        memberships.end_membership(
            membership_id=forum.collaborative.memberships.get(organisation=trust).pk,
            left_on=today + 9 * DAY,
            actor=build.governing(forum.collaborative, now),
            now=now,
        )

        assert len(seats_on(forum, today + 8 * DAY)) == 2
        assert seats_on(forum, today + 9 * DAY) == [staying]


class TestSeatsOn:
    def test_asks_as_often_for_twenty_as_for_one(
        self, forum, trust, now, today, django_assert_num_queries
    ):
        for many in (1, 19):
            for _ in range(many):
                build.deputy(build.seat(forum, trust, now), now)
            with django_assert_num_queries(2):
                found = seats_on(forum, today)
                assert all(
                    seat.user.name and seat.organisation.name and seat.deputies.all()
                    for seat in found
                )

    def test_puts_the_chair_first_and_observers_last(self, forum, trust, now, today):
        build.observer(forum, trust, now)
        build.seat(forum, trust, now)
        build.seat(forum, trust, now, is_chair=True)

        assert [(seat.is_chair, seat.kind) for seat in seats_on(forum, today)] == [
            (True, "voting"),
            (False, "voting"),
            (False, "observer"),
        ]
