"""The calendar feed: due things by a secret address that can be taken back."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.models import CalendarFeed
from accounts.policies import FACTOR_SEEN
from accounts.services import feeds
from accounts.services import people as accounts
from audit.models import Event
from collab.rules.periods import london_day
from collab.services import leavers
from tests.builders import agreements as build
from tests.builders import people, people_accounts

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_earlier_visits():
    cache.clear()


@pytest.fixture
def now():
    """A moment ago: pages read the real clock."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def signatory(made):
    return made.signatory(made.bodies[0])


def asked(made, now, days=10, title="Partnership agreement"):
    due_on = london_day(now) + days * DAY
    return build.send_out(build.draft(made, now, title=title), made, now, due_on=due_on)


def read(token, client=None, **more):
    return (client or Client()).get(f"/calendar/{token}.ics", **more)


def events(token):
    return list(Calendar.from_ical(read(token).content).walk("VEVENT"))


class TestTheFeed:
    def test_shows_what_is_due_on_its_day(self, made, signatory, now):
        version = asked(made, now)
        token = feeds.make_feed(actor=signatory, now=now)

        (event,) = events(token)

        assert event["dtstart"].dt == london_day(now) + 10 * DAY
        assert event["dtend"].dt == london_day(now) + 11 * DAY
        assert version.agreement.reference in event["summary"]
        assert str(made.bodies[0]) in event["description"]
        assert event["url"].endswith("/sign")
        assert event["sequence"] == 0

    def test_leaves_out_what_has_no_day(self, made, now):
        build.draft(made, now)

        assert events(feeds.make_feed(actor=made.lead, now=now)) == []

    def test_loses_what_is_done(self, made, signatory, now):
        version = asked(made, now)
        token = feeds.make_feed(actor=signatory, now=now)
        build.sign(version, made.bodies[0], signatory, now)

        assert events(token) == []

    def test_gives_the_same_bytes_and_says_so(self, made, signatory, now):
        asked(made, now)
        token = feeds.make_feed(actor=signatory, now=now)
        first = read(token)

        again = read(token, headers={"if-none-match": first["ETag"]})

        assert read(token).content == first.content
        assert again.status_code == 304
        assert "private" in first["Cache-Control"]

    def test_names_each_thing_by_one_id_for_as_long_as_its_day_stands(
        self, made, signatory, now
    ):
        asked(made, now, days=3, title="First")
        token = feeds.make_feed(actor=signatory, now=now)
        (before,) = events(token)
        asked(made, now, days=5, title="Second")

        after = {str(event["summary"]): str(event["uid"]) for event in events(token)}

        assert len(set(after.values())) == 2
        assert after[str(before["summary"])] == str(before["uid"])

    @pytest.mark.parametrize(
        "title",
        [
            "A, b; c \\ d",
            "BEGIN:VEVENT END:VCALENDAR",
            "Größe ✓ " * 15,
            "x" * 190,
        ],
    )
    def test_keeps_every_title_whole_and_every_line_short(
        self, made, signatory, now, title
    ):
        version = asked(made, now, title=title.strip())
        token = feeds.make_feed(actor=signatory, now=now)

        (event,) = events(token)

        assert event["summary"] == f"Due: Sign {version.agreement}"
        lines = read(token).content.split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)

    def test_shows_nothing_of_a_body_that_is_no_longer_theirs(
        self, made, signatory, now
    ):
        asked(made, now)
        token = feeds.make_feed(actor=signatory, now=now)
        with people.any_act(now) as record:
            people.grants.take_everything(record=record, user=signatory, at=now)

        assert events(token) == []


class TestTheAddress:
    def test_finds_nothing_when_it_is_wrong(self, signatory, now):
        feeds.make_feed(actor=signatory, now=now)

        assert read("wrong").status_code == 404
        assert read("é%00").status_code == 404

    def test_finds_nothing_once_it_is_taken_back(self, signatory, now):
        token = feeds.make_feed(actor=signatory, now=now)
        assert read(token).status_code == 200
        feeds.take_feed_back(actor=signatory, now=now)

        assert read(token).status_code == 404

    def test_ends_when_another_is_made(self, signatory, now):
        first = feeds.make_feed(actor=signatory, now=now)
        second = feeds.make_feed(actor=signatory, now=now)

        assert read(first).status_code == 404
        assert read(second).status_code == 200

    def test_ends_when_the_person_leaves_an_organisation(self, made, signatory, now):
        token = feeds.make_feed(actor=signatory, now=now)
        leavers.record_leaver(
            user_id=signatory.pk,
            organisation_id=made.bodies[0].pk,
            reason="Left",
            actor=signatory,
            now=now,
        )

        assert read(token).status_code == 404

    def test_ends_with_the_account(self, signatory, now):
        token = feeds.make_feed(actor=signatory, now=now)
        accounts.deactivate_person(
            person_uid=signatory.uid,
            reason="Left",
            actor=people_accounts.administrator(now),
            now=now,
        )

        assert read(token).status_code == 404
        assert not CalendarFeed.objects.live().exists()

    def test_is_kept_as_a_hash_alone(self, signatory, now):
        token = feeds.make_feed(actor=signatory, now=now)
        feed = CalendarFeed.objects.get()

        kept = [str(value) for value in vars(feed).values()]
        assert not any(token in value for value in kept)
        payloads = Event.objects.filter(object_uid=feed.uid).values_list(
            "payload", flat=True
        )
        assert payloads
        assert not any(
            secret in payload
            for payload in map(str, payloads)
            for secret in (token, feed.token_hash)
        )

    def test_is_not_asked_for_without_end(self, signatory, now):
        token = feeds.make_feed(actor=signatory, now=now)
        browser = Client()

        codes = [read(token, browser).status_code for _ in range(21)]

        assert codes == [200] * 20 + [429]


class TestThePage:
    @pytest.fixture
    def browser(self, signatory, client):
        client.force_login(signatory)
        session = client.session
        session[FACTOR_SEEN] = True
        session.save()
        return client

    def test_shows_the_address_once(self, browser):
        shown = browser.post("/account/calendar").content.decode()
        feed = CalendarFeed.objects.get()
        token = shown[shown.index("/calendar/", shown.index("Your address")) :]
        token = token.removeprefix("/calendar/").partition(".ics")[0]

        assert CalendarFeed.hashed(token) == feed.token_hash
        assert token not in browser.get("/account/calendar").content.decode()

    def test_takes_it_back_and_says_so_twice(self, browser):
        browser.post("/account/calendar")

        said = browser.post("/account/calendar/take-back", follow=True)
        assert "works no more" in said.content.decode()
        said = browser.post("/account/calendar/take-back", follow=True)
        assert "There is no calendar feed to take back." in said.content.decode()
