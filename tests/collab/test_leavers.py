"""Leavers are out at once, in the same act."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession

from accounts import registries as accounts
from accounts.enums import Role
from accounts.models import RoleHolding, User
from accounts.services.people import deactivate_person
from audit.models import Event
from collab import registries
from collab.enums import AuthorityStatus, Power
from collab.grants import rights_of
from collab.models import Appointment, Delegation, Deputy, Engagement
from collab.policies import authority as may
from collab.selectors.authority import delegation_for
from collab.services import appointments, leavers
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield Trust", now)


@pytest.fixture
def partners(acute, now):
    return people.collaborative_with([acute], now)


@pytest.fixture
def leads(acute, now):
    return people.leads_of(acute, now)


@pytest.fixture
def busy(acute, partners, leads, now):
    """Somebody who holds one of everything."""
    user = people.governance_lead("Bea Busy", partners, acute, now)
    people.give(Role.MEMBER, user, partners, now)
    people.delegate(user, acute, now)
    people.delegate(user, acute, now, starts_on=dt.date(2027, 1, 1))
    people.propose_delegation(user, acute, leads[0], now, power=Power.DECIDE)
    people.deputise(user, leads[0].appointments.get(), now)
    people.deputise(people.person("Di Deputy", now), user.appointments.get(), now)
    return user


def leave(user, acute, actor, now, reason="Left"):
    return leavers.record_leaver(
        user_id=user.pk, organisation_id=acute.pk, reason=reason, actor=actor, now=now
    )


def holds_nothing(user, now):
    fresh = User.objects.get(pk=user.pk)
    rights = rights_of(fresh, now)
    assert not rights.on_collaboratives
    assert not rights.organisations
    assert not RoleHolding.objects.in_effect_at(now).filter(user=user).exists()
    for rows in (
        Appointment.objects.filter(user=user),
        Delegation.objects.filter(user=user),
        Deputy.objects.filter(user=user),
        Deputy.objects.filter(appointment__user=user),
    ):
        assert not rows.open_at(now).exists()
    return True


class TestRecordLeaver:
    def test_ends_everything_in_one_act(self, acute, busy, leads, now):
        leave(busy, acute, leads[0], now)

        assert holds_nothing(busy, now)
        events = Event.objects.filter(verb="collab.person.left")
        assert events.count() > 5
        assert len(set(events.values_list("act_uid", flat=True))) == 1

    def test_keeps_what_was_held_before_on_record(self, acute, busy, leads, now):
        second = dt.timedelta(seconds=1)

        leave(busy, acute, leads[0], now)

        before = delegation_for(
            user=busy,
            organisation_id=acute.pk,
            power=Power.SIGN_AGREEMENTS,
            value_pence=None,
            at=now - second,
        )
        assert before.allows

    def test_refuses_proposals_that_name_the_leaver(self, acute, busy, leads, now):
        leave(busy, acute, leads[0], now)

        row = Delegation.objects.get(power=Power.DECIDE)
        assert row.status == AuthorityStatus.REFUSED

    def test_hands_over_to_the_rooms_above(self, acute, busy, leads, now, monkeypatch):
        told = []
        monkeypatch.setitem(
            registries._leaving, "tests", lambda *given: told.append(given)
        )

        leave(busy, acute, leads[0], now)

        ((record, user, organisation, at),) = told
        assert (user, organisation, at) == (busy, acute, now)
        assert record.verb_name == "collab.person.left"

    def test_ends_the_sessions(self, acute, busy, leads, now, client):
        client.force_login(busy)
        UserSession.objects.create(
            user=busy,
            session_key=client.session.session_key,
            ip="127.0.0.1",
            user_agent="tests",
        )

        leave(busy, acute, leads[0], now)

        answer = client.get("/my/authority")
        assert answer.status_code == 302
        assert "login" in answer["Location"]

    def test_keeps_what_another_organisation_gave(
        self, acute, busy, leads, partners, now
    ):
        charity = people.organisation_with_two_leads("Vale Charity", now)
        both = people.collaborative_with([acute, charity], now)
        people.appoint(busy, charity, now)
        people.delegate(busy, charity, now)
        people.give(Role.MEMBER, busy, both, now)

        leave(busy, acute, leads[0], now)

        rights = rights_of(User.objects.get(pk=busy.pk), now)
        assert rights.collaboratives == {both.pk}
        assert rights.organisations == {charity.pk}
        assert Delegation.objects.in_effect_at(now).filter(user=busy).count() == 1

    def test_ends_the_audits_of_whoever_has_no_post_left(self, acute, leads, now):
        ada = people.auditor("Ada Audit", now)
        people.appoint(ada, acute, now)

        leave(ada, acute, leads[0], now)

        assert not Engagement.objects.in_effect_at(now).filter(user=ada).exists()
        assert not rights_of(User.objects.get(pk=ada.pk), now).audits_installation

    def test_writes_nothing_when_the_event_cannot_be_written(
        self, acute, busy, leads, now, monkeypatch
    ):
        def broken(self):
            raise RuntimeError("the ledger is full")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)

        with pytest.raises(RuntimeError):
            leave(busy, acute, leads[0], now)

        assert Delegation.objects.in_effect_at(now).filter(user=busy).exists()
        assert rights_of(User.objects.get(pk=busy.pk), now).collaboratives

    def test_writes_nothing_when_a_room_above_fails(
        self, acute, busy, leads, now, monkeypatch
    ):
        def broken(*_):
            raise RuntimeError("no heir")

        monkeypatch.setitem(registries._leaving, "tests", broken)

        with pytest.raises(RuntimeError):
            leave(busy, acute, leads[0], now)

        assert Delegation.objects.in_effect_at(now).filter(user=busy).exists()

    def test_is_not_a_colleague_s_to_say(self, acute, busy, now):
        colleague = people.person("Col League", now)
        people.appoint(colleague, acute, now)

        with pytest.raises(may.NotALeadError):
            leave(busy, acute, colleague, now)

    def test_refuses_somebody_who_holds_nothing_there(self, acute, leads, now):
        with pytest.raises(leavers.NothingHeldError):
            leave(people.person("Una", now), acute, leads[0], now)


class TestEndAppointment:
    def test_of_the_last_post_lets_go_of_everything(self, acute, busy, leads, now):
        appointments.end_appointment(
            appointment_id=busy.appointments.get().pk,
            reason="Left",
            actor=leads[0],
            now=now,
        )

        assert holds_nothing(busy, now)

    def test_of_one_of_two_posts_keeps_the_rest(self, acute, busy, leads, now):
        first = busy.appointments.get()
        people.appoint(busy, acute, now, post="Second hat")

        appointments.end_appointment(
            appointment_id=first.pk, reason="One hat less", actor=leads[0], now=now
        )

        assert Delegation.objects.in_effect_at(now).filter(user=busy).exists()
        assert rights_of(User.objects.get(pk=busy.pk), now).collaboratives


class TestClosingTheAccount:
    def test_ends_everything(self, busy, now):
        admin = people.administrator("Al Admin", now)

        deactivate_person(
            person_uid=busy.uid, reason="Lost laptop", actor=admin, now=now
        )

        assert not User.objects.get(pk=busy.pk).is_active
        assert holds_nothing(busy, now)
        assert leavers.close_account in accounts._registry.endings
