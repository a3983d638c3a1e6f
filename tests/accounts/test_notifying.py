"""Telling people: in the inbox always, by mail where they want it."""

import pytest

from accounts import registries
from accounts.models import MailMessage, Notification, NotificationPreference
from accounts.registries import Kind, UnknownKindError
from accounts.services import notifying
from audit.models import OutboxMessage
from tests.builders.acts import any_act
from tests.builders.people_accounts import joined, signed_in, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    kinds = {
        "task": Kind(name="task", label="What waits for me"),
        "warning": Kind(name="warning", label="My account", always_mailed=True),
    }
    monkeypatch.setattr(registries._registry, "kinds", kinds)


def tell(user, now, **fields):
    given = {
        "kind": "task",
        "subject": "Something waits",
        "words": "Please look.",
        "link": "/account",
    }
    with any_act(now) as record:
        record.about(user)
        return notifying.notify(record=record, user=user, **(given | fields))


def letters(user):
    return MailMessage.objects.filter(to=user.email, subject="Something waits")


class TestNotify:
    def test_puts_it_in_the_inbox_with_its_act_and_audience(self, now):
        user = joined(now)

        told = tell(user, now)

        assert Notification.objects.visible_to(user).get() == told
        assert told.act_uid.startswith("act_")
        assert told.audience == f"person:{user.uid}"

    def test_carries_the_audience_of_what_it_is_about(self, now):
        user, other = joined(now), joined(now)

        assert tell(user, now, about=other).audience == f"person:{other.uid}"

    def test_sends_mail_too_unless_told_otherwise(self, now):
        user = joined(now)

        tell(user, now)

        message = letters(user).get()
        assert OutboxMessage.objects.filter(
            arguments={"message_uid": message.uid}
        ).exists()

    def test_sends_none_where_the_person_turned_it_off(self, now):
        user = joined(now)
        notifying.choose_mail(wanted={"task": False}, actor=user, now=now)

        tell(user, now)

        assert not letters(user).exists()
        assert Notification.objects.filter(user=user).exists()

    def test_always_sends_a_warning(self, now):
        user = joined(now)
        notifying.choose_mail(wanted={"warning": False}, actor=user, now=now)

        tell(user, now, kind="warning")

        assert letters(user).exists()

    def test_refuses_a_kind_that_nobody_declared(self, now):
        user = joined(now)

        with pytest.raises(UnknownKindError):
            tell(user, now, kind="gossip")

        assert not Notification.objects.exists()

    def test_leaves_nothing_where_the_act_fails(self, now):
        user = joined(now)
        waiting = OutboxMessage.objects.count()

        with pytest.raises(RuntimeError), any_act(now) as record:
            notifying.notify(
                record=record, user=user, kind="task", subject="S", words="W"
            )
            raise RuntimeError

        assert not Notification.objects.exists()
        assert OutboxMessage.objects.count() == waiting


class TestChooseMail:
    def test_is_an_act_and_can_be_changed_back(self, now):
        user = joined(now)
        notifying.choose_mail(wanted={"task": False}, actor=user, now=now)
        notifying.choose_mail(wanted={"task": True}, actor=user, now=now)

        assert NotificationPreference.objects.get(user=user).by_mail
        assert verbs().count("accounts.preferences.changed") == 2

    def test_refuses_a_kind_that_nobody_declared(self, now):
        user = joined(now)

        with pytest.raises(UnknownKindError):
            notifying.choose_mail(wanted={"gossip": True}, actor=user, now=now)

        assert not NotificationPreference.objects.exists()


class TestMarkRead:
    def test_notes_the_persons_own_alone(self, now):
        user, other = joined(now), joined(now)
        told = tell(user, now)

        notifying.mark_read(uid=told.uid, actor=other, now=now)
        assert Notification.objects.get().read_at is None

        notifying.mark_read(uid=told.uid, actor=user, now=now)
        assert Notification.objects.get().read_at == now


class TestInbox:
    def test_lists_newest_first_and_counts_what_is_new(self, client, clock):
        user = joined(clock)
        tell(user, clock, subject="First thing")
        tell(user, clock, subject="Second thing")
        signed_in(client, user)

        page = client.get("/inbox").content.decode()

        assert page.index("Second thing") < page.index("First thing")
        assert "Inbox (2)" in page

    def test_pages_by_key(self, client, clock):
        user = joined(clock)
        for number in range(30):
            tell(user, clock, subject=f"Thing number {number:02d}")
        signed_in(client, user)

        page = client.get("/inbox").content.decode()

        assert "Thing number 29" in page
        assert "Thing number 04" not in page
        assert "Next" in page

    def test_shows_nobody_elses(self, client, clock):
        told = tell(joined(clock), clock)
        signed_in(client, joined(clock))

        assert client.get(f"/inbox/{told.uid}").status_code == 404
        assert client.post(f"/inbox/{told.uid}").status_code == 404

    def test_is_not_read_by_opening_it(self, client, clock):
        user = joined(clock)
        told = tell(user, clock)
        signed_in(client, user)

        client.get(f"/inbox/{told.uid}")
        assert Notification.objects.get().read_at is None

        answer = client.post(f"/inbox/{told.uid}")
        assert answer["Location"] == "/account"
        assert Notification.objects.get().read_at is not None

    def test_marks_all_as_read(self, client, clock):
        user = joined(clock)
        tell(user, clock)
        tell(user, clock)
        signed_in(client, user)

        client.post("/inbox/read")

        assert not Notification.objects.filter(read_at=None).exists()


class TestPreferences:
    def test_are_chosen_on_a_page(self, client, clock):
        user = joined(clock)
        signed_in(client, user)

        page = client.get("/account/preferences").content.decode()
        assert "What waits for me" in page
        assert "You always get an email about: My account." in page

        client.post("/account/preferences", {"kind_task": "never"})
        assert NotificationPreference.objects.get(user=user).by_mail is False
