"""Nobody reaches an authority of their own: each tries every path, and fails."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from accounts.models import User
from audit.models import Event
from collab import grants
from collab.enums import AuthorityStatus, Power
from collab.models import Appointment, Delegation
from collab.policies import authority as may
from collab.rules.authority import Lack, Terms
from collab.selectors.authority import delegation_for, who_may
from collab.services import appointments, delegations, deputies, leavers
from collab.services.delegations import Extent
from tests.builders import people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db

TERMS = Terms(starts_on=dt.date(2026, 4, 1), source="Scheme of delegation")

EXTENT = Extent(power=Power.SIGN_AGREEMENTS, capacity="Chief executive")


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


def waiting(acute, holder, actor, now):
    return delegations.propose_delegation(
        organisation_id=acute.pk,
        user_id=holder.pk,
        extent=EXTENT,
        terms=TERMS,
        actor=actor,
        now=now,
    )


def every_path(acute, user, helper, now):
    """All ways in which a person might come to sign, each a call that must fail."""
    post = helper.appointments.filter(organisation=acute).first()
    for_self = {"organisation_id": acute.pk, "holder": user, "terms": TERMS}
    yield lambda: delegations.propose_delegation(
        organisation_id=acute.pk,
        user_id=user.pk,
        terms=TERMS,
        extent=EXTENT,
        actor=user,
        now=now,
    )
    yield lambda: appointments.propose_appointment(
        **for_self, post="Chief", actor=user, now=now
    )
    yield lambda: appointments.propose_appointment(
        **for_self, post="Chief", is_lead=True, actor=user, now=now
    )
    yield lambda: appointments.appoint_first_lead(
        **for_self, post="Chief", actor=user, now=now
    )
    yield lambda: deputies.propose_deputy(
        appointment_id=post.pk, user_id=user.pk, terms=TERMS, actor=user, now=now
    )


def may_sign(user, acute, now, value_pence=None):
    return delegation_for(
        user=User.objects.get(pk=user.pk),
        organisation_id=acute.pk,
        power=Power.SIGN_AGREEMENTS,
        value_pence=value_pence,
        at=now,
    )


class TestNobodyReachesAnAuthorityOfTheirOwn:
    @pytest.fixture
    def tries(self, acute, leads, manager, now):
        """Let somebody try every path, and the second word to a proposal for them."""

        def tried(user):
            before = Appointment.objects.count(), Delegation.objects.count()
            for path in every_path(acute, user, manager, now):
                with pytest.raises(PermissionDenied):
                    path()
            assert (Appointment.objects.count(), Delegation.objects.count()) == before
            assert not may_sign(user, acute, now).allows
            return True

        return tried

    def test_not_an_administrator(self, tries, now):
        assert tries(people.administrator("Al Admin", now))

    def test_not_another_body_s_lead(self, tries, now):
        other = people.organisation_with_two_leads("Vale Charity", now)

        assert tries(people.leads_of(other, now)[0])

    def test_not_one_lead_alone(self, tries, leads):
        assert tries(leads[0])

    def test_not_a_manager(self, tries, manager):
        assert tries(manager)

    def test_not_a_deputy(self, tries, leads, acute, now):
        deputy = people.person("Di Deputy", now)
        people.deputise(deputy, leads[0].appointments.get(), now)

        assert tries(deputy)

    def test_not_a_leaver(self, tries, leads, acute, now):
        leavers.record_leaver(
            user_id=leads[0].pk,
            organisation_id=acute.pk,
            reason="Left",
            actor=leads[1],
            now=now,
        )

        assert tries(leads[0])

    def test_not_an_auditor(self, tries, now):
        assert tries(people.auditor("Ada Audit", now))


class TestOneLeadAlone:
    def test_cannot_confirm_what_they_proposed(self, acute, leads, manager, now):
        row = waiting(acute, manager, leads[0], now)

        with pytest.raises(may.SamePersonError):
            delegations.confirm_delegation(
                delegation_id=row.pk, revision=row.revision, actor=leads[0], now=now
            )

        assert not may_sign(manager, acute, now).allows

    def test_leaves_a_trace_of_the_attempt(self, acute, leads, manager, now):
        row = waiting(acute, manager, leads[0], now)

        with pytest.raises(may.SamePersonError):
            delegations.confirm_delegation(
                delegation_id=row.pk, revision=row.revision, actor=leads[0], now=now
            )

        event = Event.objects.get(verb="collab.authority.withheld")
        assert event.object_uid == row.uid

    def test_cannot_confirm_what_a_colleague_proposed_for_them(self, acute, leads, now):
        row = waiting(acute, leads[1], leads[0], now)

        with pytest.raises(may.OwnAuthorityError):
            delegations.confirm_delegation(
                delegation_id=row.pk, revision=row.revision, actor=leads[1], now=now
            )

    def test_can_be_given_authority_by_two_others(self, acute, leads, now):
        row = people.delegate(leads[0], acute, now)

        assert may_sign(leads[0], acute, now).delegation == row


class TestTheSecondWord:
    def confirm(self, row, actor, now):
        return delegations.confirm_delegation(
            delegation_id=row.pk, revision=row.revision, actor=actor, now=now
        )

    @pytest.mark.parametrize(
        "who", ["administrator", "auditor", "foreign", "colleague"]
    )
    def test_is_nobody_else_s(self, acute, leads, manager, now, who):
        row = waiting(acute, manager, leads[0], now)
        other = people.organisation_with_two_leads("Vale Charity", now)
        colleague = people.person("Col League", now)
        people.appoint(colleague, acute, now)
        user = {
            "administrator": lambda: people.administrator("Al Admin", now),
            "auditor": lambda: people.auditor("Ada", now),
            "foreign": lambda: people.leads_of(other, now)[0],
            "colleague": lambda: colleague,
        }[who]()

        with pytest.raises(may.NotALeadError):
            self.confirm(row, user, now)

    def test_is_not_a_lead_s_who_became_administrator(self, acute, leads, manager, now):
        row = waiting(acute, manager, leads[0], now)
        with any_act(now) as record:
            grants.give_role(
                record=record,
                role=Role.ADMINISTRATOR,
                on=None,
                user=leads[1],
                given_by=None,
                at=now,
            )

        with pytest.raises(may.AdministratorError):
            self.confirm(row, leads[1], now)

    def test_counts_only_while_the_first_still_does(self, acute, leads, manager, now):
        row = waiting(acute, manager, leads[0], now)
        appointments.end_appointment(
            appointment_id=leads[0].appointments.get().pk,
            reason="Left",
            actor=leads[1],
            now=now,
        )

        with pytest.raises(may.ProposerGoneError):
            self.confirm(row, leads[1], now)

    @pytest.mark.parametrize("seconds", [-1, 0])
    def test_waits_24_hours_after_somebody_reset_the_password(
        self, acute, leads, manager, now, seconds
    ):
        row = waiting(acute, manager, leads[0], now)
        day = now + dt.timedelta(hours=24)
        with any_act(now):
            barred = User.objects.get(pk=leads[1].pk)
            barred.barred_until = day
            barred.save()
        at = day + dt.timedelta(seconds=seconds)

        if seconds < 0:
            with pytest.raises(may.BarredError):
                self.confirm(row, leads[1], at)
        else:
            assert self.confirm(row, leads[1], at).status == AuthorityStatus.CONFIRMED

    def test_stops_a_barred_person_with_the_first_word_too(
        self, acute, leads, manager, now
    ):
        with any_act(now):
            barred = User.objects.get(pk=leads[0].pk)
            barred.barred_until = now + dt.timedelta(hours=24)
            barred.save()

        with pytest.raises(may.BarredError):
            waiting(acute, manager, leads[0], now)

    def test_is_not_of_whoever_stands_in_for_the_holder(
        self, acute, leads, manager, now
    ):
        row = waiting(acute, manager, leads[0], now)
        people.deputise(leads[1], manager.appointments.get(), now)

        with pytest.raises(may.OwnAuthorityError):
            self.confirm(row, leads[1], now)

    def test_is_not_the_first_of_whoever_stands_in_for_the_holder(
        self, acute, leads, manager, now
    ):
        people.deputise(leads[0], manager.appointments.get(), now)

        with pytest.raises(may.OwnAuthorityError):
            waiting(acute, manager, leads[0], now)

    def test_never_comes_back_as_a_deputy_later(self, acute, leads, manager, now):
        row = waiting(acute, manager, leads[0], now)
        self.confirm(row, leads[1], now)
        people.deputise(leads[0], manager.appointments.get(), now)
        other = people.person("Ola Other", now)
        people.deputise(other, manager.appointments.get(), now)

        assert not may_sign(leads[0], acute, now).allows
        assert may_sign(other, acute, now).allows
        able = who_may(
            organisation_id=acute.pk,
            power=Power.SIGN_AGREEMENTS,
            value_pence=None,
            at=now,
        )
        assert able == [manager, other]


class TestDelegationFor:
    def test_finds_the_row_up_to_its_limit(self, acute, manager, now):
        row = people.delegate(manager, acute, now, limit_pence=100)

        assert may_sign(manager, acute, now, 100).delegation == row
        verdict = may_sign(manager, acute, now, 101)
        assert verdict.lack == Lack.BELOW_VALUE
        assert "£1" in verdict.sentence

    def test_holds_from_the_first_instant_and_not_at_the_last(
        self, acute, manager, now
    ):
        row = people.delegate(
            manager,
            acute,
            now,
            starts_on=dt.date(2026, 3, 1),
            last_on=dt.date(2026, 3, 31),
        )
        second = dt.timedelta(seconds=1)

        assert may_sign(manager, acute, row.starts_at - second).lack == Lack.NOT_YET
        assert may_sign(manager, acute, row.starts_at).allows
        assert may_sign(manager, acute, row.ends_at - second).allows
        assert may_sign(manager, acute, row.ends_at).lack == Lack.LAPSED

    def test_is_nothing_without_a_post(self, acute, now):
        assert may_sign(people.person("Una", now), acute, now).lack == (
            Lack.NOT_APPOINTED
        )

    def test_is_nothing_while_barred(self, acute, manager, now):
        people.delegate(manager, acute, now)
        with any_act(now):
            manager.barred_until = now + dt.timedelta(hours=1)
            manager.save()

        assert may_sign(manager, acute, now).lack == Lack.BARRED

    def test_lets_the_deputy_use_it_while_the_period_lasts(self, acute, manager, now):
        row = people.delegate(manager, acute, now)
        deputy = people.person("Di Deputy", now)
        standing_in = people.deputise(
            deputy,
            manager.appointments.get(),
            now,
            starts_on=dt.date(2026, 3, 1),
            last_on=dt.date(2026, 4, 30),
        )

        verdict = may_sign(deputy, acute, now)

        assert (verdict.delegation, verdict.deputy) == (row, standing_in)
        assert not may_sign(deputy, acute, standing_in.ends_at).allows

    def test_asks_the_database_no_more_for_more_rows(
        self, acute, manager, now, django_assert_num_queries
    ):
        people.delegate(manager, acute, now)
        with django_assert_num_queries(4):
            delegation_for(
                user=manager,
                organisation_id=acute.pk,
                power=Power.DECIDE,
                value_pence=1,
                at=now,
            )
        for _ in range(3):
            people.delegate(manager, acute, now, power=Power.DECIDE)
        with django_assert_num_queries(4):
            delegation_for(
                user=manager,
                organisation_id=acute.pk,
                power=Power.DECIDE,
                value_pence=1,
                at=now,
            )
