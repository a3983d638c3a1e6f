"""An account begins with an invitation, and a link works once."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.models import Invitation, MailMessage, User
from accounts.policies import NotAnAdministratorError
from accounts.services import invitations
from audit.models import Event, OutboxMessage
from tests.builders.people_accounts import (
    PASSWORD,
    administrator,
    first_administrator,
    invitation_of,
    invited,
    joined,
    verbs,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def invite(actor, now, **fields):
    given = {"email": "Ann@Example.org", "name": "Ann  Example"}
    return invitations.invite_person(actor=actor, now=now, **(given | fields))


class TestInvitePerson:
    def test_makes_a_person_who_cannot_sign_in_yet(self, now):
        user = invite(administrator(now), now)

        assert (user.email, user.name) == ("ann@example.org", "Ann Example")
        assert user.joined_at is None
        assert not user.has_usable_password()

    def test_records_the_act_and_dispatches_the_mail(self, now):
        user = invite(administrator(now), now)

        events = Event.objects.filter(verb="accounts.person.invited")
        assert [event.object_uid for event in events.order_by("position")] == [
            user.uid,
            invitation_of(user).uid,
        ]
        message = MailMessage.objects.get(to="ann@example.org")
        assert OutboxMessage.objects.filter(
            task="accounts.send_mail", arguments={"message_uid": message.uid}
        ).exists()

    def test_stores_no_link(self, now):
        user = invite(administrator(now), now)

        token = invitation_of(user).token()
        held = MailMessage.objects.get(to="ann@example.org")
        assert held.link_to == f"invitation:{invitation_of(user).uid}:1"
        assert token not in held.body
        assert not OutboxMessage.objects.filter(arguments__icontains=token).exists()

    def test_keeps_name_and_address_out_of_the_payload(self, now):
        invite(administrator(now), now)

        for payload in Event.objects.values_list("payload", flat=True):
            assert "ann@example.org" not in payload
            assert "Ann Example" not in payload

    def test_is_for_administrators(self, now):
        with pytest.raises(NotAnAdministratorError):
            invite(joined(now), now)

        assert not User.objects.filter(email="ann@example.org").exists()

    def test_refuses_an_address_that_somebody_has_whatever_its_capitals(self, now):
        actor = administrator(now)
        joined(now, email="ann@example.org")

        with pytest.raises(invitations.AlreadyHereError):
            invite(actor, now, email="ANN@example.org")

    def test_leaves_nothing_where_the_event_cannot_be_written(self, now, monkeypatch):
        actor = administrator(now)
        waiting = OutboxMessage.objects.count()

        def broken(*_):
            raise RuntimeError("no event")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)
        with pytest.raises(RuntimeError):
            invite(actor, now)

        assert not User.objects.filter(email="ann@example.org").exists()
        assert not MailMessage.objects.filter(to="ann@example.org").exists()
        assert OutboxMessage.objects.count() == waiting


class TestAcceptInvitation:
    def accept(self, token, now, password=PASSWORD):
        return invitations.accept_invitation(token=token, password=password, now=now)

    def test_makes_the_person_a_full_one(self, now):
        user = invited(now)

        accepted = self.accept(invitation_of(user).token(), now)

        assert accepted.pk == user.pk
        assert accepted.joined_at == now
        assert accepted.check_password(PASSWORD)
        assert EmailAddress.objects.get(user=user).verified
        assert verbs()[-1] == "accounts.invitation.accepted"

    def test_works_once(self, now):
        token = invitation_of(invited(now)).token()
        self.accept(token, now)

        with pytest.raises(invitations.InvitationOverError):
            self.accept(token, now, password="another long password")

    def test_refuses_one_that_has_expired(self, now):
        token = invitation_of(invited(now)).token()

        with pytest.raises(invitations.InvitationOverError):
            self.accept(token, now + 7 * DAY)

    def test_accepts_one_until_the_last_moment(self, now):
        token = invitation_of(invited(now)).token()

        assert self.accept(token, now + 7 * DAY - dt.timedelta(seconds=1))

    def test_refuses_an_altered_link(self, now):
        token = invitation_of(invited(now)).token()

        with pytest.raises(invitations.InvitationOverError):
            self.accept(token[:-1] + ("A" if token[-1] != "A" else "B"), now)

    def test_refuses_a_weak_password_and_keeps_the_link_good(self, now):
        token = invitation_of(invited(now)).token()

        with pytest.raises(ValidationError):
            self.accept(token, now, password="password")

        assert self.accept(token, now)

    def test_lets_each_in_as_themselves_alone(self, now):
        first, second = invited(now), invited(now)

        accepted = self.accept(invitation_of(first).token(), now)

        assert accepted.pk == first.pk
        assert User.objects.get(pk=second.pk).joined_at is None

    def test_leaves_nothing_where_the_event_cannot_be_written(self, now, monkeypatch):
        user = invited(now)

        def broken(*_):
            raise RuntimeError("no event")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)
        with pytest.raises(RuntimeError):
            self.accept(invitation_of(user).token(), now)

        assert not User.objects.get(pk=user.pk).has_usable_password()
        assert invitation_of(user).accepted_at is None


class TestSendAgain:
    def test_makes_the_earlier_link_worthless(self, now):
        actor, user = administrator(now), invited(now)
        earlier = invitation_of(user).token()

        invitations.send_again(person_uid=user.uid, actor=actor, now=now)

        assert Invitation.objects.for_token(earlier) is None
        assert Invitation.objects.for_token(invitation_of(user).token())

    def test_opens_an_expired_one_again(self, now):
        actor, user = administrator(now), invited(now)
        later = now + 30 * DAY

        invitations.send_again(person_uid=user.uid, actor=actor, now=later)

        assert invitation_of(user).is_open_at(later + 6 * DAY)

    def test_is_for_administrators(self, now):
        user = invited(now)

        with pytest.raises(NotAnAdministratorError):
            invitations.send_again(person_uid=user.uid, actor=joined(now), now=now)

    def test_refuses_for_somebody_who_joined(self, now):
        actor, user = administrator(now), joined(now)

        with pytest.raises(invitations.InvitationOverError):
            invitations.send_again(person_uid=user.uid, actor=actor, now=now)


class TestWithdrawInvitation:
    def test_ends_the_link_and_closes_the_account(self, now):
        actor, user = administrator(now), invited(now)
        token = invitation_of(user).token()

        invitations.withdraw_invitation(person_uid=user.uid, actor=actor, now=now)

        assert not User.objects.get(pk=user.pk).is_active
        with pytest.raises(invitations.InvitationOverError):
            invitations.accept_invitation(token=token, password=PASSWORD, now=now)

    def test_lets_the_address_be_invited_again(self, now):
        actor, user = administrator(now), invited(now, email="ann@example.org")
        invitations.withdraw_invitation(person_uid=user.uid, actor=actor, now=now)

        again = invite(actor, now)

        assert again.pk == user.pk
        assert again.is_active

    def test_is_for_administrators(self, now):
        user = invited(now)

        with pytest.raises(NotAnAdministratorError):
            invitations.withdraw_invitation(
                person_uid=user.uid, actor=joined(now), now=now
            )

    def test_refuses_for_somebody_who_joined(self, now):
        actor, user = administrator(now), joined(now)

        with pytest.raises(invitations.InvitationOverError):
            invitations.withdraw_invitation(person_uid=user.uid, actor=actor, now=now)


class TestTheLink:
    def test_shows_a_page_and_consumes_nothing(self, client, clock):
        user = invited(clock, name="Ann Example")
        address = f"/invitations/{invitation_of(user).token()}"

        for _ in range(3):
            answer = client.get(address)

        assert answer.status_code == 200
        assert "Ann Example" in answer.content.decode()
        assert invitation_of(user).accepted_at is None

    def test_lets_the_person_in_by_its_post(self, client, clock):
        user = invited(clock)
        address = f"/invitations/{invitation_of(user).token()}"

        answer = client.post(address, {"password": PASSWORD})

        assert answer.status_code == 302
        assert client.get("/account").status_code == 200
        assert verbs()[-2:] == [
            "accounts.invitation.accepted",
            "accounts.session.opened",
        ]

    def test_is_gone_once_used(self, client, clock):
        user = invited(clock)
        address = f"/invitations/{invitation_of(user).token()}"
        client.post(address, {"password": PASSWORD})

        assert client.get(address).status_code == 410
        assert client.post(address, {"password": PASSWORD}).status_code == 410

    def test_is_gone_once_expired(self, client, clock):
        user = invited(clock - 8 * DAY)

        answer = client.get(f"/invitations/{invitation_of(user).token()}")

        assert answer.status_code == 410

    def test_gives_a_weak_password_back_with_what_is_wrong(self, client, clock):
        user = invited(clock)
        address = f"/invitations/{invitation_of(user).token()}"

        answer = client.post(address, {"password": "short"})

        assert answer.status_code == 200
        assert "There is a problem" in answer.content.decode()

    def test_says_no_more_of_one_that_never_was(self, client):
        answer = client.get("/invitations/nothing")

        assert answer.status_code == 410


class TestCreateAdministrator:
    def test_invites_one_who_administers(self, now):
        from accounts.registries import is_administrator

        user = first_administrator(now)

        assert is_administrator(user, now)
        assert verbs() == ["accounts.administrator.created"]
