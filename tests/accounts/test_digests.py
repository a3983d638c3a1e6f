"""Mail that waits: digests, quiet hours, and the return of somebody away."""

import datetime as dt

import pytest

from accounts import registries
from accounts.mail import sealing_key
from accounts.models import MailMessage, Notification
from accounts.registries import Kind
from accounts.rules.mail_hours import Hours
from accounts.rules.sealing import unseal
from accounts.services import digests, hours, notifying
from audit.door import SystemActor
from tests.builders.acts import any_act
from tests.builders.people_accounts import joined, signed_in

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    kinds = {
        "task": Kind(name="task", label="What waits for me"),
        "warning": Kind(name="warning", label="My account", always_mailed=True),
    }
    monkeypatch.setattr(registries._registry, "kinds", kinds)


@pytest.fixture
def user(now):
    user = joined(now)
    MailMessage.objects.all().delete()
    return user


def tell(user, now, subject="Sign it", **more):
    note = notifying.Note(
        user=user,
        **{"kind": "task", "subject": subject, "words": "Please.", "link": "/x"} | more,
    )
    with any_act(now) as record:
        record.about(user)
        notifying.notify_many(record=record, notes=[note])


def send(now):
    return digests.send_digests(actor=SystemActor("digests"), now=now)


def letters():
    return [
        (each.subject, unseal(each.body, key=sealing_key()))
        for each in MailMessage.objects.order_by("pk")
    ]


def daily(user, now, rhythm="daily"):
    notifying.choose_mail(
        wanted={"task": True}, rhythms={"task": rhythm}, actor=user, now=now
    )


class TestADigest:
    def test_gathers_a_day_into_one_letter_and_the_inbox_has_all_at_once(
        self, user, now
    ):
        daily(user, now)
        tell(user, now, "First")
        tell(user, now + HOUR, "Second")

        assert letters() == []
        assert Notification.objects.filter(user=user).count() == 2
        assert send(now + 20 * HOUR) == 0
        assert send(now + DAY) == 1
        [(subject, words)] = letters()
        assert subject == "2 messages"
        assert words.index("1. First") < words.index("2. Second")

    def test_is_sent_once_however_often_it_sweeps(self, user, now):
        daily(user, now)
        tell(user, now)

        assert [send(now + DAY) for _ in range(3)] == [1, 0, 0]

    def test_waits_a_week_where_that_is_wanted(self, user, now):
        daily(user, now, "weekly")
        tell(user, now)

        assert [send(now + days * DAY) for days in range(1, 7)] == [0, 0, 0, 0, 1, 0]

    def test_of_one_thing_reads_as_that_thing(self, user, now):
        daily(user, now)
        tell(user, now)
        send(now + DAY)

        [(subject, words)] = letters()
        assert subject == "Sign it"
        assert words.startswith("Hello ")

    def test_leaves_out_what_has_come_to_an_end(self, user, now):
        daily(user, now)
        tell(user, now, "Done meanwhile", topic="due_one")
        tell(user, now, "Still open", topic="due_two")
        with any_act(now) as record:
            record.about(user)
            notifying.let_go(record=record, topics=["due_one"], now=now)

        send(now + DAY)

        assert [subject for subject, _ in letters()] == ["Still open"]

    def test_goes_to_nobody_whose_account_is_closed(self, user, now):
        daily(user, now)
        tell(user, now)
        with any_act(now):
            user.is_active = False
            user.save()

        assert send(now + DAY) == 0
        assert not Notification.objects.filter(mail_due_at__isnull=False).exists()


class TestQuietHours:
    def choose(self, user, now, **more):
        given = {"quiet_from": dt.time(10), "quiet_until": dt.time(18), **more}
        hours.choose_hours(hours=Hours(**given), actor=user, now=now)

    def test_hold_mail_until_they_are_over(self, user, now):
        self.choose(user, now)
        tell(user, now)

        assert letters() == []
        assert send(now + 7 * HOUR) == 0
        assert send(now + 8 * HOUR) == 1

    def test_let_pass_what_is_urgent_where_the_person_says_so(self, user, now):
        self.choose(user, now)
        tell(user, now, "Due today", is_urgent=True)
        self.choose(user, now, urgent_passes=False)
        tell(user, now, "Due today too", is_urgent=True)

        assert [subject for subject, _ in letters()] == ["Due today"]

    def test_let_warnings_about_the_account_pass(self, user, now):
        self.choose(user, now)
        tell(user, now, "Your password", kind="warning")

        assert [subject for subject, _ in letters()] == ["Your password"]

    def test_that_are_chosen_later_are_heeded_too(self, user, now):
        daily(user, now)
        tell(user, now)
        self.choose(user, now, quiet_from=dt.time(6), quiet_until=dt.time(12))

        assert send(now + DAY) == 0
        assert send(now + DAY + 2 * HOUR) == 1

    def test_are_chosen_on_a_page(self, user, now, client):
        signed_in(client, user)
        typed = {"quiet_from": "18:30", "quiet_until": "7", "weekends_off": "on"}

        client.post("/account/hours", typed)

        kept = user.mail_hours
        assert (kept.quiet_from, kept.quiet_until) == (dt.time(18, 30), dt.time(7))
        assert kept.weekends_off
        assert not kept.urgent_passes

    @pytest.mark.parametrize(
        "typed",
        [
            {"quiet_from": "25:00", "quiet_until": "7"},
            {"quiet_from": "18:30", "quiet_until": ""},
            {"quiet_from": "9" * 500, "quiet_until": "x"},
        ],
    )
    def test_that_cannot_be_are_refused_and_what_was_typed_is_kept(
        self, user, client, typed
    ):
        signed_in(client, user)

        page = client.post("/account/hours", typed).content.decode()

        assert "There is a problem" in page
        assert typed["quiet_from"] in page


class TestSomebodyBack:
    def test_gets_one_summary_and_nothing_before(self, user, now):
        hours.say_away(
            starts_on=now.date(), last_on=now.date() + DAY, actor=user, now=now
        )
        tell(user, now, "First")
        tell(user, now + DAY, "Second", is_urgent=True)

        assert letters() == []
        assert send(now + DAY) == 0
        assert send(now + 2 * DAY) == 1
        [(subject, words)] = letters()
        assert subject == "2 messages, some urgent"
        assert "First" in words
        assert "Second" in words

    def test_who_says_so_early_gets_it_with_the_next_sweep(self, user, now):
        absence = hours.say_away(
            starts_on=now.date(), last_on=now.date() + 9 * DAY, actor=user, now=now
        )
        tell(user, now)
        hours.end_absence(uid=absence.uid, actor=user, now=now + DAY)

        assert send(now + DAY + HOUR) == 1

    def test_cannot_be_away_twice_or_backwards(self, user, now):
        today = now.date()
        hours.say_away(starts_on=today, last_on=today, actor=user, now=now)

        for first, last in [(0, 3), (4, 3), (-4, -2)]:
            with pytest.raises(hours.AbsenceError):
                hours.say_away(
                    starts_on=today + first * DAY,
                    last_on=today + last * DAY,
                    actor=user,
                    now=now,
                )
