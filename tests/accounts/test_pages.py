"""The pages about people and the installation, and who may see them."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import MailMessage, User
from accounts.services import mailing, people
from audit import registries as ledger
from tests.builders.people_accounts import (
    administrator,
    give_app,
    invitation_of,
    invited,
    joined,
    signed_in,
)

pytestmark = pytest.mark.django_db
ADMINISTRATORS = [
    "/system/people",
    "/system/people/invite",
    "/system/state",
    "/system/outbox",
]


@pytest.fixture
def admin(client, clock):
    """An administrator who has signed in with their second factor."""
    user = administrator(clock, name="Ada Example")
    signed_in(client, user, give_app(user))
    return user


class TestAdministratorsPages:
    @pytest.mark.parametrize("address", ADMINISTRATORS)
    def test_are_closed_to_everyone_else(self, client, clock, address):
        signed_in(client, joined(clock))

        assert client.get(address).status_code == 403

    @pytest.mark.parametrize("address", ADMINISTRATORS)
    def test_ask_a_stranger_to_sign_in(self, client, address):
        answer = client.get(address)

        assert answer["Location"].startswith("/accounts/login/")

    def test_are_in_their_navigation_alone(self, admin, client, clock):
        assert "System" in client.get("/account").content.decode()

        client.post("/accounts/logout/")
        signed_in(client, joined(clock))
        assert "System" not in client.get("/account").content.decode()

    def test_do_not_let_others_act_on_accounts(self, client, clock):
        person = joined(clock)
        signed_in(client, joined(clock))

        for step in ("close", "open", "bar", "email", "second-factor"):
            answer = client.post(
                f"/system/people/{person.uid}/{step}",
                {"reason": "x", "email": "eve@example.org"},
            )
            assert answer.status_code == 403
        for step in ("send-again", "withdraw"):
            assert client.post(f"/system/people/{person.uid}/{step}").status_code == 403
        assert User.objects.get(pk=person.pk).revision == person.revision


class TestPeopleList:
    def test_finds_by_the_start_of_name_or_address(self, admin, client, clock):
        joined(clock, name="Bert Example", email="b.example@example.org")
        joined(clock, name="Cora Example", email="cora@example.org")

        by_name = client.get("/system/people?q=bert").content.decode()
        by_address = client.get("/system/people?q=cora@").content.decode()

        assert "Bert Example" in by_name
        assert "Cora Example" not in by_name
        assert "Cora Example" in by_address

    def test_pages_by_key_and_keeps_the_search(self, admin, client, clock):
        for number in range(27):
            invited(clock, name=f"Zed {number:02d}", email=f"z{number}@example.org")

        first = client.get("/system/people?q=zed").content.decode()

        assert "Zed 24" in first
        assert "Zed 25" not in first
        link = first.split('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        second = client.get("/system/people" + link.replace("&amp;", "&"))
        assert "Zed 25" in second.content.decode()

    def test_costs_the_same_whatever_its_length(
        self, admin, client, clock, django_assert_max_num_queries
    ):
        for _ in range(20):
            invited(clock)

        with django_assert_max_num_queries(12):
            client.get("/system/people")


class TestPerson:
    def test_shows_an_invitation_and_sends_it_again(self, admin, client, clock):
        person = invited(clock)

        page = client.get(f"/system/people/{person.uid}").content.decode()
        client.post(f"/system/people/{person.uid}/send-again")

        assert "Send the invitation again" in page
        assert invitation_of(person).issue == 2

    def test_withdraws_an_invitation(self, admin, client, clock):
        person = invited(clock)

        client.post(f"/system/people/{person.uid}/withdraw")

        assert not User.objects.get(pk=person.pk).is_active

    def test_says_that_there_is_nothing_to_send(self, admin, client, clock):
        person = joined(clock)

        answer = client.post(f"/system/people/{person.uid}/send-again", follow=True)

        assert "There is no invitation" in answer.content.decode()

    def test_is_not_found_where_there_is_none(self, admin, client):
        assert client.get("/system/people/usr_none").status_code == 404
        assert client.post("/system/people/usr_none/close").status_code == 404

    def test_offers_nothing_on_ones_own(self, admin, client):
        page = client.get(f"/system/people/{admin.uid}").content.decode()

        assert "This is you." in page
        assert "Close this account" not in page

    @pytest.mark.parametrize(
        ("step", "field"),
        [("close", "left_at"), ("bar", "barred_until")],
    )
    def test_asks_why_and_then_does_it(self, admin, client, clock, step, field):
        person = joined(clock)
        address = f"/system/people/{person.uid}/{step}"

        empty = client.post(address, {"reason": ""})
        assert "Say why" in empty.content.decode()
        assert getattr(User.objects.get(pk=person.pk), field) is None

        client.post(address, {"reason": "They asked"})
        assert getattr(User.objects.get(pk=person.pk), field) is not None

    def test_gives_back_what_was_typed_where_it_cannot_be_done(
        self, admin, client, clock
    ):
        person = joined(clock)
        joined(clock, email="taken@example.org")

        page = client.post(
            f"/system/people/{person.uid}/email",
            {"email": "taken@example.org", "reason": "A long story"},
        ).content.decode()

        assert "already has this email address" in page
        assert "A long story" in page

    def test_knows_no_other_step(self, admin, client, clock):
        person = joined(clock)

        assert client.get(f"/system/people/{person.uid}/promote").status_code == 404


class TestInvite:
    def test_sends_an_invitation(self, admin, client):
        answer = client.post(
            "/system/people/invite", {"name": "Bert", "email": "bert@example.org"}
        )

        person = User.objects.get(email="bert@example.org")
        assert answer["Location"] == f"/system/people/{person.uid}"
        assert MailMessage.objects.filter(to="bert@example.org").exists()

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"name": "", "email": "bert@example.org"}, "Enter a name"),
            ({"name": "Bert", "email": ""}, "Enter an email address"),
            ({"name": "Bert", "email": "bert"}, "like name@example.nhs.uk"),
            ({"name": "B" * 121, "email": "b@example.org"}, "120 characters or fewer"),
        ],
    )
    def test_says_what_is_wrong(self, admin, client, fields, sentence):
        page = client.post("/system/people/invite", fields).content.decode()

        assert sentence in page
        assert "There is a problem" in page

    def test_says_that_somebody_has_the_address(self, admin, client, clock):
        joined(clock, email="bert@example.org")

        page = client.post(
            "/system/people/invite", {"name": "Bert", "email": "Bert@example.org"}
        ).content.decode()

        assert "Somebody already has this email address" in page


class TestAccount:
    def test_shows_what_is_known_of_the_person(self, client, clock):
        user = joined(clock, name="Ann Example", email="ann@example.org")
        signed_in(client, user)

        page = client.get("/account").content.decode()

        assert "Ann Example" in page
        assert "ann@example.org" in page
        assert "Not set up" in page

    def test_lets_the_name_be_changed(self, client, clock):
        user = joined(clock)
        signed_in(client, user)

        client.post("/account/name", {"name": "Ann Other"})

        assert User.objects.get(pk=user.pk).name == "Ann Other"

    def test_says_that_signing_is_barred(self, client, clock):
        user, actor = joined(clock), administrator(clock)
        people.bar_person(
            person_uid=user.uid, reason="Checking", actor=actor, now=clock
        )
        signed_in(client, user)

        assert (
            "You cannot sign, vote or approve"
            in client.get("/account").content.decode()
        )


class TestState:
    def test_tells_of_mail_workers_queue_guards_and_version(
        self, admin, client, clock, settings
    ):
        page = client.get("/system/state").content.decode()

        assert settings.VERSION in page
        assert "Never seen" in page
        assert "In place" in page

    def test_tells_a_silent_worker_from_one_at_work(self, admin, client, clock):
        mailing.note_heartbeat(names=("worker",), now=clock)
        mailing.note_heartbeat(names=("beat",), now=clock - dt.timedelta(hours=1))

        page = client.get("/system/state").content.decode()

        assert "Working" in page
        assert "Silent" in page

    def test_sends_the_administrator_a_test(self, admin, client):
        client.post("/system/test-message")

        assert MailMessage.objects.filter(
            to=admin.email, subject__startswith="A test message"
        ).exists()


class TestOutbox:
    def test_shows_the_messages_in_files(
        self, admin, client, clock, settings, tmp_path
    ):
        settings.VAR_DIR = tmp_path
        settings.EMAIL_BACKEND = "accounts.mail.FileBackend"
        message = mailing.send_test(actor=admin, now=clock)
        mailing.send_mail(message_uid=message.uid, now=message.created_at)

        listed = client.get("/system/outbox").content.decode()
        name = next(tmp_path.rglob("*.eml")).name
        shown = client.get(f"/system/outbox/{name}")

        assert message.subject in listed
        assert shown.status_code == 200
        assert client.get("/system/outbox/none.eml").status_code == 404

    def test_is_not_there_where_mail_goes_through_a_server(self, admin, client):
        assert client.get("/system/outbox").status_code == 404


class TestNames:
    def test_are_put_to_opaque_ids(self, clock):
        user = joined(clock, name="Ann Example")

        assert ledger.names_of([user.uid, "usr_none"]) == {user.uid: "Ann Example"}

    def test_are_those_of_today(self, clock):
        user = joined(clock)
        people.rename_self(name="Ann Other", actor=user, now=clock)

        assert ledger.names_of([user.uid])[user.uid] == "Ann Other"


class TestReach:
    def test_covers_the_events_of_ones_own_account(self, clock):
        from audit.models import Event

        user, other = joined(clock), joined(clock)

        seen = Event.objects.visible_to(ledger.reach_of(user, clock))

        assert seen.filter(object_uid=user.uid).exists()
        assert not seen.filter(object_uid=other.uid).exists()


def test_every_page_of_the_room_answers(admin, client, clock):
    for name in (
        "account",
        "name",
        "preferences",
        "inbox",
        "people",
        "invite",
        "state",
    ):
        assert client.get(reverse(f"accounts:{name}")).status_code == 200
