"""Accounts that somebody else looks after."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts import registries
from accounts.models import MailMessage, Notification, SingleSignOn, User
from accounts.policies import (
    BarredError,
    NotAnAdministratorError,
    require_not_barred,
)
from accounts.services import people
from accounts.services.invitations import AlreadyHereError
from audit.door import NobodyActsError, ReasonNeededError
from audit.models import Event, OutboxMessage
from tests.builders.people_accounts import (
    administrator,
    give_app,
    invitation_of,
    invited,
    joined,
    signed_in,
    verbs,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(hours=24)


def fresh(user):
    return User.objects.get(pk=user.pk)


def call(service, person, actor, now, **fields):
    return service(
        person_uid=person.uid, reason="They asked", actor=actor, now=now, **fields
    )


EVERY = [
    (people.deactivate_person, {}),
    (people.bar_person, {}),
    (people.change_email_for, {"email": "new@example.org"}),
    (people.remove_factor_for, {}),
]


@pytest.mark.parametrize(("service", "fields"), EVERY)
class TestEveryStep:
    def test_is_for_administrators(self, service, fields, now):
        person = joined(now)

        with pytest.raises(NotAnAdministratorError):
            call(service, person, joined(now), now, **fields)

        assert fresh(person).revision == person.revision

    def test_is_not_for_ones_own_account(self, service, fields, now):
        actor = administrator(now)

        with pytest.raises(people.OwnAccountError):
            call(service, actor, actor, now, **fields)

    def test_asks_why(self, service, fields, now):
        with pytest.raises(ReasonNeededError):
            service(
                person_uid=joined(now).uid,
                reason=" ",
                actor=administrator(now),
                now=now,
                **fields,
            )

    def test_leaves_nothing_where_the_event_cannot_be_written(
        self, service, fields, now, monkeypatch
    ):
        actor, person = administrator(now), joined(now)
        give_app(person)
        before = fresh(person)
        waiting = OutboxMessage.objects.count()

        def broken(*_):
            raise RuntimeError("no event")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)
        with pytest.raises(RuntimeError):
            call(service, person, actor, now, **fields)

        after = fresh(person)
        assert after.stored_values() == before.stored_values()
        assert Authenticator.objects.filter(user=person).count() == 2
        assert OutboxMessage.objects.count() == waiting


class TestDeactivatePerson:
    def test_ends_account_sessions_and_invitation_in_one_act(self, client, clock):
        actor, person = administrator(clock), joined(clock)
        signed_in(client, person)

        call(people.deactivate_person, person, actor, clock)

        assert not fresh(person).is_active
        assert fresh(person).left_at == clock
        assert not UserSession.objects.filter(user=person).exists()
        assert client.get("/account").status_code == 302
        assert verbs()[-1] == "accounts.person.deactivated"

    def test_withdraws_an_invitation_that_waits(self, now):
        actor, person = administrator(now), invited(now)

        call(people.deactivate_person, person, actor, now)

        assert invitation_of(person).withdrawn_at == now

    def test_ends_what_the_rooms_above_gave(self, now):
        actor, person = administrator(now), administrator(now)

        call(people.deactivate_person, person, actor, now)

        assert not registries.is_administrator(person, now + DAY)

    def test_leaves_nobody_who_could_act(self, now):
        actor, person = administrator(now), administrator(now)
        call(people.deactivate_person, person, actor, now)

        with pytest.raises(NobodyActsError):
            call(people.bar_person, joined(now), fresh(person), now)

    def test_refuses_a_second_time(self, now):
        actor, person = administrator(now), joined(now)
        call(people.deactivate_person, person, actor, now)

        with pytest.raises(people.AccountClosedError):
            call(people.deactivate_person, person, actor, now)


class TestReactivatePerson:
    def test_opens_the_account_without_its_roles(self, now):
        actor, person = administrator(now), administrator(now)
        call(people.deactivate_person, person, actor, now)

        call(people.reactivate_person, person, actor, now)

        assert fresh(person).is_active
        assert not registries.is_administrator(person, now + DAY)

    def test_refuses_an_open_account(self, now):
        with pytest.raises(people.AccountClosedError):
            call(people.reactivate_person, joined(now), administrator(now), now)

    def test_is_for_administrators(self, now):
        actor, person = administrator(now), joined(now)
        call(people.deactivate_person, person, actor, now)

        with pytest.raises(NotAnAdministratorError):
            call(people.reactivate_person, person, joined(now), now)


class TestBarPerson:
    def test_bars_for_a_day(self, clock):
        actor, person = administrator(clock), joined(clock)

        call(people.bar_person, person, actor, clock)

        barred = fresh(person)
        with pytest.raises(BarredError):
            require_not_barred(user=barred, now=clock + DAY - dt.timedelta(minutes=1))
        require_not_barred(user=barred, now=clock + DAY + dt.timedelta(minutes=1))

    def test_counts_from_when_the_ledger_learned_it(self, now, clock):
        actor, person = administrator(now), joined(now)

        call(people.bar_person, person, actor, now)

        assert fresh(person).is_barred_at(clock + dt.timedelta(hours=23))

    def test_tells_the_person(self, now):
        actor, person = administrator(now), joined(now)

        call(people.bar_person, person, actor, now)

        told = Notification.objects.visible_to(person).get()
        assert told.subject == "You are barred from signing for 24 hours"

    def test_never_shortens_a_bar(self, clock):
        actor, person = administrator(clock), joined(clock)
        call(people.bar_person, person, actor, clock)
        first = fresh(person).barred_until

        call(people.bar_person, person, actor, clock)

        assert fresh(person).barred_until >= first


class TestChangeEmailFor:
    def test_tells_the_old_address_bars_and_ends_sessions(self, client, clock):
        actor = administrator(clock)
        person = joined(clock, email="old@example.org")
        signed_in(client, person)

        call(people.change_email_for, person, actor, clock, email="New@example.org")

        assert fresh(person).email == "new@example.org"
        assert fresh(person).is_barred_at(clock + dt.timedelta(hours=23))
        told = MailMessage.objects.filter(subject__contains="email address was changed")
        assert set(told.values_list("to", flat=True)) == {
            "old@example.org",
            "new@example.org",
        }
        assert client.get("/account").status_code == 302

    def test_refuses_an_address_that_somebody_has(self, now):
        actor, person = administrator(now), joined(now)
        joined(now, email="taken@example.org")

        with pytest.raises(AlreadyHereError):
            call(people.change_email_for, person, actor, now, email="TAKEN@example.org")


class TestRemoveFactorFor:
    def test_takes_every_factor_bars_tells_and_ends_sessions(self, client, clock):
        actor, person = administrator(clock), joined(clock)
        signed_in(client, person, give_app(person))

        call(people.remove_factor_for, person, actor, clock)

        assert not Authenticator.objects.filter(user=person).exists()
        assert fresh(person).is_barred_at(clock + dt.timedelta(hours=23))
        assert MailMessage.objects.filter(
            to=person.email, subject__contains="second factor was changed"
        ).exists()
        assert client.get("/account").status_code == 302


class TestRenameSelf:
    def test_changes_the_name_alone(self, now):
        person = joined(now)

        people.rename_self(name=" Ann   Example ", actor=person, now=now)

        assert fresh(person).name == "Ann Example"
        assert verbs()[-1] == "accounts.person.renamed"
        assert not Event.objects.filter(payload__contains="Ann Example").exists()


class TestBindSingleSignOn:
    def bind(self, person, now, subject="s-1"):
        return people.bind_single_sign_on(
            issuer="https://id.example.org", subject=subject, actor=person, now=now
        )

    def test_finds_the_person_by_issuer_and_subject(self, now):
        person = joined(now)
        self.bind(person, now)

        def found(issuer, subject):
            return SingleSignOn.objects.bound_to(issuer=issuer, subject=subject)

        assert found("https://id.example.org", "s-1").user == person
        assert found("https://other.example.org", "s-1") is None
        assert found("https://id.example.org", "s-2") is None

    def test_refuses_an_account_that_is_somebody_elses(self, now):
        self.bind(joined(now), now)

        with pytest.raises(AlreadyHereError):
            self.bind(joined(now), now)

    def test_can_be_undone_by_its_owner_alone(self, now):
        person = joined(now)
        binding = self.bind(person, now)

        with pytest.raises(people.AccountClosedError):
            people.remove_single_sign_on(uid=binding.uid, actor=joined(now), now=now)
        people.remove_single_sign_on(uid=binding.uid, actor=person, now=now)

        assert not SingleSignOn.objects.bound_to(
            issuer="https://id.example.org", subject="s-1"
        )
        assert self.bind(joined(now), now)
