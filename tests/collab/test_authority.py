"""Appointments, deputies and delegations: two people's word, and taking it away."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from audit.models import Event, OutboxMessage, StaleRowError
from collab.enums import AuthorityStatus, Power
from collab.grants import rights_of
from collab.models import Delegation
from collab.policies import authority as may
from collab.rules.authority import Terms
from collab.services import appointments, delegations, two_words
from collab.services.delegations import Extent
from collab.transitions import AuthorityMoveError
from tests.builders import people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db

TERMS = Terms(
    starts_on=dt.date(2026, 4, 1), source="Scheme of delegation", source_paragraph="4.2"
)
EXTENT = Extent(
    power=Power.SIGN_AGREEMENTS, capacity="Chief executive", limit_pence=25_000_000
)


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


def propose(acute, holder, actor, now, **changes):
    return delegations.propose_delegation(
        organisation_id=acute.pk,
        user_id=holder.pk,
        extent=changes.pop("extent", EXTENT),
        terms=changes.pop("terms", TERMS),
        actor=actor,
        now=now,
    )


def confirm(row, actor, now):
    return delegations.confirm_delegation(
        delegation_id=row.pk, revision=row.revision, actor=actor, now=now
    )


class TestProposeDelegation:
    def test_waits_for_a_second_person(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)

        assert row.status == AuthorityStatus.PROPOSED
        assert row.proposed_by == leads[0]
        assert not Delegation.objects.in_effect_at(now).exists()

    def test_names_the_post_that_allowed_it(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)

        event = Event.objects.get(verb="collab.delegation.proposed", object_uid=row.uid)
        post = leads[0].appointments.get(organisation=acute)
        assert post.uid in str(event.payload)

    def test_begins_and_ends_at_midnight_in_london(self, acute, leads, manager, now):
        terms = Terms(
            starts_on=dt.date(2026, 4, 1), last_on=dt.date(2026, 10, 31), source="S"
        )

        row = propose(acute, manager, leads[0], now, terms=terms)

        assert row.starts_at == dt.datetime(2026, 3, 31, 23, tzinfo=dt.UTC)
        assert row.ends_at == dt.datetime(2026, 11, 1, 0, tzinfo=dt.UTC)

    def test_needs_a_source(self, acute, leads, manager, now):
        with pytest.raises(two_words.SourceMissingError):
            propose(
                acute,
                manager,
                leads[0],
                now,
                terms=Terms(starts_on=dt.date(2026, 4, 1), source=" "),
            )

    def test_needs_a_capacity(self, acute, leads, manager, now):
        with pytest.raises(delegations.CapacityMissingError):
            propose(
                acute,
                manager,
                leads[0],
                now,
                extent=Extent(power=Power.DECIDE, capacity=""),
            )

    @pytest.mark.parametrize("pence", [-1, 10**15 + 1])
    def test_refuses_a_limit_that_is_no_amount(self, acute, leads, manager, now, pence):
        with pytest.raises(delegations.LimitError):
            propose(
                acute,
                manager,
                leads[0],
                now,
                extent=Extent(power=Power.DECIDE, capacity="x", limit_pence=pence),
            )

    def test_refuses_a_last_day_before_the_first(self, acute, leads, manager, now):
        terms = Terms(
            starts_on=dt.date(2026, 4, 2), last_on=dt.date(2026, 4, 1), source="S"
        )

        with pytest.raises(ValueError, match="last day"):
            propose(acute, manager, leads[0], now, terms=terms)

    def test_refuses_the_same_a_second_time(self, acute, leads, manager, now):
        propose(acute, manager, leads[0], now)

        with pytest.raises(two_words.AlreadyProposedError):
            propose(acute, manager, leads[0], now)

        assert Delegation.objects.count() == 1

    def test_refuses_somebody_who_has_no_post_there(self, acute, leads, now):
        with pytest.raises(two_words.NotAppointedError):
            propose(acute, people.person("Una", now), leads[0], now)

    def test_refuses_a_closed_account(self, acute, leads, manager, now):
        with any_act(now):
            manager.is_active = False
            manager.save()

        with pytest.raises(two_words.AccountClosedError):
            propose(acute, manager, leads[0], now)

    def test_refuses_a_document_of_another_body(self, acute, leads, manager, now):
        from tests.collab.test_documents import stored

        other = people.organisation_with_two_leads("Vale Charity", now)
        document = stored(other, people.leads_of(other, now)[0], now)

        with pytest.raises(two_words.ForeignDocumentError):
            propose(
                acute,
                manager,
                leads[0],
                now,
                terms=Terms(
                    starts_on=dt.date(2026, 4, 1),
                    source="S",
                    source_document_id=document.pk,
                ),
            )

    def test_writes_nothing_when_the_event_cannot_be_written(
        self, acute, leads, manager, now, monkeypatch
    ):
        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)

        with pytest.raises(RuntimeError):
            propose(acute, manager, leads[0], now)

        assert not Delegation.objects.exists()
        assert not OutboxMessage.objects.exists()


def broken(self):
    raise RuntimeError("the ledger is full")


class TestConfirmDelegation:
    def test_takes_effect_by_the_second_word(self, acute, leads, manager, now):
        row = confirm(propose(acute, manager, leads[0], now), leads[1], now)

        assert row.confirmed_by == leads[1]
        assert list(Delegation.objects.in_effect_at(now)) == [row]

    def test_refuses_a_page_read_before_a_change(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)

        with pytest.raises(StaleRowError, match="Read it again"):
            delegations.confirm_delegation(
                delegation_id=row.pk,
                revision=row.revision + 1,
                actor=leads[1],
                now=now,
            )

    def test_refuses_what_another_tab_confirmed(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)
        confirm(row, leads[1], now)

        with pytest.raises((AuthorityMoveError, StaleRowError)):
            confirm(row, leads[1], now)

    def test_refuses_what_another_tab_refused(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)
        delegations.refuse_delegation(
            delegation_id=row.pk,
            revision=row.revision,
            reason="Not so in the scheme",
            actor=leads[1],
            now=now,
        )
        row.refresh_from_db()

        with pytest.raises(AuthorityMoveError, match="refused"):
            confirm(row, leads[1], now)

        assert not Delegation.objects.in_effect_at(now).exists()

    def test_refuses_when_the_post_ended_meanwhile(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)
        post = manager.appointments.get()
        appointments.end_appointment(
            appointment_id=post.pk, reason="Left", actor=leads[0], now=now
        )
        row.refresh_from_db()

        assert row.status == AuthorityStatus.REFUSED
        with pytest.raises(AuthorityMoveError):
            confirm(row, leads[1], now)

    def test_writes_nothing_when_the_event_cannot_be_written(
        self, acute, leads, manager, now, monkeypatch
    ):
        row = propose(acute, manager, leads[0], now)
        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)

        with pytest.raises(RuntimeError):
            confirm(row, leads[1], now)

        assert not Delegation.objects.in_effect_at(now).exists()


class TestRefuseDelegation:
    def test_is_open_to_the_one_who_proposed(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)

        refused = delegations.refuse_delegation(
            delegation_id=row.pk,
            revision=row.revision,
            reason="A slip",
            actor=leads[0],
            now=now,
        )

        assert refused.status == AuthorityStatus.REFUSED
        assert refused.ended_because == "A slip"

    def test_needs_a_reason(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)

        with pytest.raises(ValidationError):
            delegations.refuse_delegation(
                delegation_id=row.pk,
                revision=row.revision,
                reason=" ",
                actor=leads[1],
                now=now,
            )

    def test_is_closed_to_another_body_s_lead(self, acute, leads, manager, now):
        row = propose(acute, manager, leads[0], now)
        other = people.organisation_with_two_leads("Vale Charity", now)

        with pytest.raises(may.NotALeadError):
            delegations.refuse_delegation(
                delegation_id=row.pk,
                revision=row.revision,
                reason="x",
                actor=people.leads_of(other, now)[0],
                now=now,
            )


class TestEndDelegation:
    def test_takes_one_lead(self, acute, leads, manager, now):
        row = people.delegate(manager, acute, now)

        ended = delegations.end_delegation(
            delegation_id=row.pk, reason="New scheme", actor=leads[0], now=now
        )

        assert ended.ends_at == now
        assert not Delegation.objects.in_effect_at(now).exists()
        before = now - dt.timedelta(seconds=1)
        assert Delegation.objects.in_effect_at(before).exists()

    def test_lets_the_holder_step_down(self, acute, manager, now):
        row = people.delegate(manager, acute, now)

        ended = delegations.end_delegation(
            delegation_id=row.pk, reason="Too much", actor=manager, now=now
        )

        assert ended.ended_by == manager

    def test_lets_one_to_come_never_begin(self, acute, leads, manager, now):
        row = people.delegate(manager, acute, now, starts_on=dt.date(2026, 5, 1))

        ended = delegations.end_delegation(
            delegation_id=row.pk, reason="Mistake", actor=leads[0], now=now
        )

        assert ended.ends_at == ended.starts_at
        assert not Delegation.objects.in_effect_at(ended.starts_at).exists()

    def test_refuses_what_is_over(self, acute, leads, manager, now):
        row = people.delegate(manager, acute, now, last_on=dt.date(2026, 3, 31))

        with pytest.raises(two_words.AlreadyOverError):
            delegations.end_delegation(
                delegation_id=row.pk, reason="x", actor=leads[0], now=now
            )

    def test_refuses_a_colleague(self, acute, manager, now):
        row = people.delegate(manager, acute, now)
        colleague = people.person("Col League", now)
        people.appoint(colleague, acute, now)

        with pytest.raises(may.NotALeadError):
            delegations.end_delegation(
                delegation_id=row.pk, reason="x", actor=colleague, now=now
            )


class TestAppointments:
    def test_two_leads_make_a_third(self, acute, leads, now):
        user = people.person("Nia New", now)
        row = appointments.propose_appointment(
            organisation_id=acute.pk,
            holder=user,
            post="Secretary",
            terms=TERMS,
            is_lead=True,
            actor=leads[0],
            now=now,
        )
        assert not rights_of(user, now).organisations

        appointments.confirm_appointment(
            appointment_id=row.pk, revision=row.revision, actor=leads[1], now=now
        )

        assert may.require_is_lead(user=user, organisation=acute, at=now) == row

    def test_a_lead_s_right_begins_and_ends_with_the_post(self, acute, leads, now):
        user = people.person("Nia New", now)
        people.appoint(user, acute, now)
        row = appointments.propose_appointment(
            organisation_id=acute.pk,
            holder=user,
            post="Secretary",
            terms=Terms(
                starts_on=dt.date(2026, 5, 1), last_on=dt.date(2026, 5, 31), source="S"
            ),
            is_lead=True,
            actor=leads[0],
            now=now,
        )
        row = appointments.confirm_appointment(
            appointment_id=row.pk, revision=row.revision, actor=leads[1], now=now
        )
        second = dt.timedelta(seconds=1)

        def leads_at(at):
            fresh = User.objects.get(pk=user.pk)
            return acute.pk in rights_of(fresh, at).organisations_with(
                "administer_people"
            )

        assert not leads_at(now)
        assert not leads_at(row.starts_at - second)
        assert leads_at(row.starts_at)
        assert leads_at(row.ends_at - second)
        assert not leads_at(row.ends_at)

    def test_needs_the_name_of_the_post(self, acute, leads, now):
        with pytest.raises(appointments.PostMissingError):
            appointments.propose_appointment(
                organisation_id=acute.pk,
                holder=people.person("Nia New", now),
                post=" ",
                terms=TERMS,
                actor=leads[0],
                now=now,
            )

    def test_ending_one_of_two_lead_posts_keeps_the_right(self, acute, leads, now):
        first = leads[0].appointments.get()
        people.appoint(leads[0], acute, now, post="Second hat")

        appointments.end_appointment(
            appointment_id=first.pk, reason="Moved", actor=leads[1], now=now
        )

        assert not may.can_end(user=leads[0], row=leads[1].appointments.get(), at=now)
        assert rights_of(User.objects.get(pk=leads[0].pk), now).organisations == {
            acute.pk
        }


def test_not_you_and_not_now_are_different_errors():
    assert issubclass(may.NotALeadError, PermissionDenied)
    assert issubclass(AuthorityMoveError, ValueError)
