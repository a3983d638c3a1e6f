"""The pages about reminders, and what governance leads do on them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Notification
from accounts.services.hours import end_absence, say_away
from audit.door import SystemActor
from audit.models import StaleRowError
from collab.models import DueThing, Ladder, Reminder
from collab.policies.collaboratives import NotALeadHereError
from collab.rules.periods import london_day
from collab.services.ladders import UnknownRungError, set_ladder
from collab.services.reminders import sweep_reminders
from collab.services.reminding_now import (
    NobodyToTellError,
    NothingWaitsError,
    RemindedTodayError,
    remind_now,
)
from tests.access.walking import signed_in
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
JOB = SystemActor("reminders")


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def version(made, now):
    return build.out_for_signature(made, now)


def waiting(made, number=0):
    body = made.bodies[number]
    return DueThing.objects.open().get(organisation=body)


def change(made, now, days, *, cap=None, thing="", revision=None, actor=None):
    return set_ladder(
        collaborative_id=made.collaborative.pk,
        kind="signature",
        days=days,
        cap=cap,
        thing_uid=thing,
        revision=revision,
        actor=actor or made.lead,
        now=now,
    )


def sweep(now, days):
    return sweep_reminders(actor=JOB, now=now + days * DAY)


def rungs(made, number=0):
    rows = Reminder.objects.filter(subject_uid=waiting(made, number).subject_uid)
    return [row.rung for row in rows.order_by("pk")]


class TestSetLadder:
    def test_moves_a_rung_and_switches_one_off(self, made, version, now):
        change(made, now, {"day_3": 4, "day_7": None})

        assert [sweep(now, days) for days in (3, 4, 7, 10)] == [0, 2, 0, 2]
        assert rungs(made) == ["day_3", "day_10"]

    def test_holds_for_one_record_alone_where_it_says_so(self, made, version, now):
        other = build.send_out(build.draft(made, now, title="Another"), made, now)
        own = DueThing.objects.open().filter(item_uid=version.agreement.uid).first()
        change(made, now, {"day_3": None}, thing=own.uid)

        assert sweep(now, 3) == 2
        told = set(Reminder.objects.values_list("item_uid", flat=True))
        assert told == {other.agreement.uid}

    def test_leaves_what_was_sent_as_it_is(self, made, version, now):
        sweep(now, 3)
        change(made, now + 3 * DAY, {"day_3": 5})

        assert sweep(now, 5) == 0

    def test_never_lets_anybody_be_told_more_often_than_the_cap(
        self, made, version, now
    ):
        change(made, now, {}, cap=2)

        for days in range(40):
            sweep(now, days)

        told = [
            row.user_id
            for row in Reminder.objects.filter(subject_uid=waiting(made).subject_uid)
        ]
        assert max(told.count(user) for user in set(told)) == 2

    def test_is_for_governance_leads(self, made, version, now):
        with pytest.raises(NotALeadHereError):
            change(made, now, {}, actor=made.signatory(made.bodies[0]))

    def test_refuses_what_cannot_be(self, made, version, now):
        for wrong in ({"nosuch": 1}, {"day_3": 4_000}, {"day_3": -1}):
            with pytest.raises(UnknownRungError):
                change(made, now, wrong)
        with pytest.raises(UnknownRungError):
            change(made, now, {}, cap=0)

    def test_refuses_a_form_that_is_out_of_date(self, made, version, now):
        first = change(made, now, {"day_3": 4})

        with pytest.raises(StaleRowError):
            change(made, now, {"day_3": 5})
        change(made, now, {"day_3": 5}, revision=first.revision)

        assert Ladder.objects.get().days == {"day_3": 5}


class TestRemindNow:
    def remind(self, made, now, note="The board meets on Friday.", **more):
        return remind_now(
            thing_uid=waiting(made).uid, note=note, actor=made.lead, now=now, **more
        )

    def test_tells_whoever_was_asked_with_the_note(self, made, version, now):
        assert self.remind(made, now) == 1

        told = Notification.objects.order_by("pk").last()
        assert told.user == made.signatory(made.bodies[0])
        assert "wrote: The board meets on Friday." in told.words
        row = Reminder.objects.get()
        assert (row.asked_by, row.rung) == (made.lead, "by_hand_2026-04-01")

    def test_is_once_a_day_for_each_thing(self, made, version, now):
        self.remind(made, now)

        with pytest.raises(RemindedTodayError):
            self.remind(made, now.replace(hour=22, minute=59))
        assert self.remind(made, now.replace(hour=23)) == 1

    def test_counts_against_the_cap(self, made, version, now):
        change(made, now, {}, cap=1)
        self.remind(made, now)

        assert sweep(now, 3) == 1
        with pytest.raises(NobodyToTellError, match="told 1 times"):
            self.remind(made, now + DAY)

    def test_says_nothing_of_what_is_done(self, made, version, now):
        thing = waiting(made)
        build.sign(version, made.bodies[0], made.signatory(made.bodies[0]), now)

        with pytest.raises(NothingWaitsError):
            remind_now(thing_uid=thing.uid, note="Sign", actor=made.lead, now=now)


class TestSomebodyAway:
    def away(self, made, now, first, last):
        return say_away(
            starts_on=london_day(now + first * DAY),
            last_on=london_day(now + last * DAY),
            actor=made.signatory(made.bodies[0]),
            now=now,
        )

    def deputy(self, made, now):
        user = people.person("Dee Puty", now)
        post = made.signatory(made.bodies[0]).appointments.first()
        people.deputise(user, post, now)
        return people.give(Role.MEMBER, user, made.collaborative, now)

    def test_has_the_deputy_told_as_well(self, made, version, now):
        deputy = self.deputy(made, now)
        self.away(made, now, 1, 5)

        assert sweep(now, 3) == 3

        row = Reminder.objects.get(user=deputy)
        assert row.in_place_of == made.signatory(made.bodies[0])
        assert "is away" in Notification.objects.get(user=deputy).words

    def test_has_the_leads_told_where_nobody_stands_in(self, made, version, now):
        self.away(made, now, 1, 5)
        sweep(now, 3)

        assert Reminder.objects.get(user=made.lead).in_place_of is not None

    def test_is_told_alone_once_back(self, made, version, now):
        deputy = self.deputy(made, now)
        absence = self.away(made, now, 1, 9)
        end_absence(uid=absence.uid, actor=absence.user, now=now + 2 * DAY)

        sweep(now, 3)

        assert not Reminder.objects.filter(user=deputy).exists()

    def test_is_foreseen(self, made, version, now, time_machine):
        deputy = self.deputy(made, now)
        self.away(made, now, 1, 5)
        time_machine.move_to(now, tick=False)
        client = signed_in(made.lead)

        page = client.get(f"/{made.collaborative.slug}/reminders/?kind=signature")

        text = page.content.decode()
        assert f"4 April 2026 (3 days after it began): {absent_name(made)}" in text
        assert f"{deputy.name}, while {absent_name(made)} is away" in text


def absent_name(made):
    return made.signatory(made.bodies[0]).name


class TestThePages:
    @pytest.fixture
    def client(self, made, version, now, time_machine):
        time_machine.move_to(now, tick=False)
        return signed_in(made.lead)

    def address(self, made, rest=""):
        return f"/{made.collaborative.slug}/reminders/{rest}"

    def test_remind_now_and_show_it_in_the_log(self, made, client):
        uid = waiting(made).uid

        answer = client.post(
            self.address(made, uid), {"note": "Please sign."}, follow=True
        )

        assert "1 person has been reminded." in answer.content.decode()
        log = client.get(self.address(made, "log")).content.decode()
        assert "Grace of" in log
        assert "asked for it: Please sign." in log
        assert "Email on its way. In their inbox, not opened yet." in log

    def test_keep_what_was_typed_where_it_is_too_late(self, made, client):
        uid = waiting(made).uid
        client.post(self.address(made, uid), {"note": "Once."})

        answer = client.post(self.address(made, uid), {"note": "Twice."})

        text = answer.content.decode()
        assert "You can again tomorrow." in text
        assert "Twice." in text

    def test_show_what_a_change_does_before_it_is_saved(self, made, client):
        form = {
            **{f"days_day_{days}": str(days) for days in (3, 7, 10)},
            "days_deputy": "12",
            "days_lead": "14",
            "days_due": "0",
            "days_overdue_7": "7",
            "cap": "10",
        }
        address = self.address(made, "ladders/signature")

        looked = client.post(address, form | {"days_day_3": "5", "do": "look"})

        text = looked.content.decode()
        assert "4 April 2026" in text
        assert "6 April 2026" in text
        assert not Ladder.objects.exists()
        saved = client.post(address, form | {"days_day_3": "5", "do": "save"})
        assert saved.status_code == 302
        assert Ladder.objects.get().days["day_3"] == 5

    @pytest.mark.parametrize("typed", ["", "999999999999", "many", "-1"])
    def test_say_what_is_wrong_with_a_cap(self, made, client, typed):
        answer = client.post(
            self.address(made, "ladders/signature"), {"cap": typed, "do": "save"}
        )

        assert "There is a problem" in answer.content.decode()

    def test_cost_the_same_however_much_waits(self, made, client, now):
        def queries():
            with CaptureQueriesContext(connection) as found:
                client.get(self.address(made, "?kind=signature"))
            return len(found)

        queries()
        before = queries()
        for number in range(4):
            title = f"Agreement {number}"
            build.send_out(build.draft(made, now, title=title), made, now)

        assert queries() == before


class TestBeingAway:
    def test_is_said_on_a_page_and_taken_back(self, made, now, time_machine):
        time_machine.move_to(now, tick=False)
        client = signed_in(made.lead)
        days = {
            "starts_on_0": "2",
            "starts_on_1": "4",
            "starts_on_2": "2026",
            "last_on_0": "9",
            "last_on_1": "4",
            "last_on_2": "2026",
        }
        days = {
            key.replace("_0", "_day").replace("_1", "_month").replace("_2", "_year"): v
            for key, v in days.items()
        }

        client.post("/account/away", days)
        text = client.get("/account/away").content.decode()

        assert "2 April 2026" in text
        absence = made.lead.absences.get()
        client.post(f"/account/away/{absence.uid}/end")
        assert not made.lead.absences.exists()

    def test_of_somebody_else_is_not_there(self, made, now):
        absence = say_away(
            starts_on=london_day(now),
            last_on=london_day(now),
            actor=made.lead,
            now=now,
        )
        client = signed_in(made.signatory(made.bodies[0]))

        answer = client.post(f"/account/away/{absence.uid}/end")

        assert answer.status_code == 404
