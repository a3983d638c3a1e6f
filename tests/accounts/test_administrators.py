"""An empty installation begins at the server's shell."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.registries import is_administrator
from accounts.services import administrators
from accounts.services.invitations import AlreadyHereError
from tests.builders.people_accounts import PASSWORD, administrator, joined, verbs

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def token(now):
    return administrators.first_administrator_link(now=now).rpartition("/")[2]


def become(link, now, **fields):
    given = {"email": "ada@example.org", "name": "Ada Example", "password": PASSWORD}
    return administrators.become_first_administrator(
        token=link, now=now, **(given | fields)
    )


class TestFirstAdministratorLink:
    def test_is_given_while_nobody_administers(self, now):
        link = administrators.first_administrator_link(now=now)

        assert link.startswith("http://testserver/first-administrator/")

    def test_is_refused_once_somebody_does(self, now):
        administrator(now)

        with pytest.raises(administrators.AdministratorsExistError):
            administrators.first_administrator_link(now=now)


class TestBecomeFirstAdministrator:
    def test_makes_an_administrator_who_can_sign_in(self, now):
        user = become(token(now), now)

        assert is_administrator(user, now)
        assert user.check_password(PASSWORD)
        assert verbs() == ["accounts.administrator.created"]

    def test_works_once(self, now):
        link = token(now)
        become(link, now)

        with pytest.raises(administrators.LinkOverError):
            become(link, now, email="eve@example.org")

        assert not User.objects.filter(email="eve@example.org").exists()

    def test_works_for_an_hour(self, now):
        link = token(now)

        with pytest.raises(administrators.LinkOverError):
            become(link, now + HOUR + dt.timedelta(seconds=1))

        assert become(link, now + HOUR)

    def test_refuses_an_altered_link(self, now):
        with pytest.raises(administrators.LinkOverError):
            become("1:abc", now)

    def test_refuses_a_weak_password(self, now):
        with pytest.raises(ValidationError):
            become(token(now), now, password="short")

    def test_refuses_an_address_that_somebody_has(self, now):
        joined(now, email="ada@example.org")

        with pytest.raises(AlreadyHereError):
            become(token(now), now)

    def test_leaves_nothing_where_the_event_cannot_be_written(self, now, monkeypatch):
        def broken(*_):
            raise RuntimeError("no event")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)
        with pytest.raises(RuntimeError):
            become(token(now), now)

        assert not User.objects.exists()


class TestItsPage:
    def test_consumes_nothing_by_a_get(self, client, clock):
        address = f"/first-administrator/{token(clock)}"

        assert client.get(address).status_code == 200
        assert not User.objects.exists()

    def test_makes_the_administrator_by_its_post(self, client, clock):
        answer = client.post(
            f"/first-administrator/{token(clock)}",
            {"email": "ada@example.org", "name": "Ada", "password": PASSWORD},
        )

        assert answer.status_code == 302
        assert is_administrator(User.objects.get(), clock)

    def test_is_gone_once_used(self, client, clock):
        address = f"/first-administrator/{token(clock)}"
        become(token(clock), clock)

        assert client.get(address).status_code == 410


class TestCommands:
    def test_first_administrator_prints_the_link(self, capsys):
        call_command("first_administrator")

        assert "http://testserver/first-administrator/" in capsys.readouterr().out

    def test_first_administrator_says_that_there_is_one(self, clock, capsys):
        administrator(clock)

        call_command("first_administrator")

        assert "There is an administrator already" in capsys.readouterr().out

    def test_create_administrator_invites_one(self, clock, capsys):
        call_command("create_administrator", "ada@example.org", "Ada", "Example")

        user = User.objects.get(email="ada@example.org")
        assert is_administrator(user, clock + HOUR)
        assert "http://testserver/invitations/" in capsys.readouterr().out

    def test_create_administrator_refuses_an_address_that_is_taken(self, clock):
        joined(clock, email="ada@example.org")

        with pytest.raises(CommandError, match="already has this email"):
            call_command("create_administrator", "ada@example.org", "Ada")

    def test_createsuperuser_refuses(self):
        with pytest.raises(CommandError, match="create_administrator"):
            call_command("createsuperuser")
