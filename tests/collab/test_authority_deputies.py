"""Deputies, the table of moves, and what the database itself refuses."""

import datetime as dt

import pytest
from django.db import IntegrityError

from collab.enums import AuthorityStatus, Power, Recurrence
from collab.models import Appointment, Delegation, Deputy
from collab.rules.authority import Terms
from collab.services import appointments, deputies, two_words
from collab.transitions import AUTHORITY_MOVES
from tests.builders import people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield Trust", now)


@pytest.fixture
def leads(acute, now):
    return people.leads_of(acute, now)


@pytest.fixture
def manager(acute, now):
    user = people.person("Mo Manager", now)
    people.appoint(user, acute, now)
    return user


class TestDeputies:
    def propose(self, post, user, actor, now, **terms):
        return deputies.propose_deputy(
            appointment_id=post.pk,
            user_id=user.pk,
            terms=Terms(starts_on=dt.date(2026, 4, 1), source="Leave plan", **terms),
            actor=actor,
            now=now,
        )

    @pytest.fixture
    def post(self, acute, now):
        chief = people.person("Ceri Chief", now)
        return people.appoint(chief, acute, now, post="Chief executive")

    def test_stand_in_by_two_people_s_word(self, post, leads, manager, now):
        row = self.propose(post, manager, leads[0], now)
        row = deputies.confirm_deputy(
            deputy_id=row.pk, revision=row.revision, actor=leads[1], now=now
        )

        assert list(Deputy.objects.in_effect_at(now)) == [row]

    def test_are_somebody_else(self, post, leads, now):
        with pytest.raises(deputies.SamePersonDeputyError):
            self.propose(post, post.user, leads[0], now)

    def test_need_a_post_that_is_not_over(self, post, leads, manager, now):
        appointments.end_appointment(
            appointment_id=post.pk, reason="Left", actor=leads[0], now=now
        )

        with pytest.raises(deputies.PostOverError):
            self.propose(post, manager, leads[0], now)

    def test_need_a_post_there_themselves(self, post, leads, now):
        with pytest.raises(two_words.NotAppointedError):
            self.propose(post, people.person("Una", now), leads[0], now)

    def test_are_refused_and_ended_like_the_rest(self, post, leads, manager, now):
        row = self.propose(post, manager, leads[0], now)
        deputies.refuse_deputy(
            deputy_id=row.pk,
            revision=row.revision,
            reason="Somebody else will",
            actor=leads[1],
            now=now,
        )
        confirmed = people.deputise(manager, post, now)

        ended = deputies.end_deputy(
            deputy_id=confirmed.pk, reason="Back early", actor=leads[1], now=now
        )

        assert ended.status == AuthorityStatus.ENDED
        assert not Deputy.objects.in_effect_at(now).exists()


class TestMoves:
    def test_has_a_row_for_every_status(self):
        assert set(AUTHORITY_MOVES) == set(AuthorityStatus)

    def test_reaches_every_status_from_proposed(self):
        reached = {AuthorityStatus.PROPOSED}
        for _ in AuthorityStatus:
            reached |= {later for now in reached for later in AUTHORITY_MOVES[now]}

        assert reached == set(AuthorityStatus)

    def test_revives_nothing(self):
        assert not AUTHORITY_MOVES[AuthorityStatus.ENDED]
        assert not AUTHORITY_MOVES[AuthorityStatus.REFUSED]


class TestTheDatabase:
    """What no code path, not even a wrong one, can write."""

    def forge(self, now, **fields):
        with any_act(now):
            Delegation(
                **{
                    "power": Power.DECIDE,
                    "capacity": "x",
                    "recurrence": Recurrence.EITHER,
                    "status": AuthorityStatus.CONFIRMED,
                    "starts_at": now,
                    "source": "x",
                    "proposed_at": now,
                    "confirmed_at": now,
                }
                | fields
            ).save()

    def test_refuses_one_person_s_word(self, acute, leads, manager, now):
        with pytest.raises(IntegrityError, match="two_people"):
            self.forge(
                now,
                organisation=acute,
                user=manager,
                proposed_by=leads[0],
                confirmed_by=leads[0],
            )

    @pytest.mark.parametrize("number", [0, 1])
    def test_refuses_a_giver_as_holder(self, acute, leads, now, number):
        with pytest.raises(IntegrityError, match="not_to_oneself"):
            self.forge(
                now,
                organisation=acute,
                user=leads[number],
                proposed_by=leads[0],
                confirmed_by=leads[1],
            )

    def test_refuses_confirmed_without_a_second_word(self, acute, leads, manager, now):
        with pytest.raises(IntegrityError, match="confirmed_has_confirmer"):
            self.forge(
                now,
                organisation=acute,
                user=manager,
                proposed_by=leads[0],
                confirmed_by=None,
                confirmed_at=None,
            )

    def test_refuses_superusers(self, manager, now):
        manager.is_superuser = True

        with pytest.raises(IntegrityError, match="no_superusers"), any_act(now):
            manager.save()

    def test_refuses_one_administrator_s_word_but_for_a_founding_lead(
        self, acute, leads, manager, now
    ):
        with pytest.raises(IntegrityError, match="two_people"), any_act(now):
            Appointment(
                organisation=acute,
                user=manager,
                post="x",
                is_lead=True,
                status=AuthorityStatus.CONFIRMED,
                starts_at=now,
                source="x",
                proposed_by=leads[0],
                proposed_at=now,
                confirmed_by=leads[0],
                confirmed_at=now,
            ).save()
