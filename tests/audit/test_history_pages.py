"""What happened, as pages tell it: the history, one event, one record's story."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import registries
from audit.door import act
from audit.models import Event, PersonalValue
from audit.registries import Reach
from collab.models import Collaborative
from tests.audit.reading import signed_in, text_of
from tests.audit.things import opened, trust, unsaved
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """Today, so that engagements and sessions are in effect."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def auditor(now):
    return people.auditor("Ada Auditor", now)


@pytest.fixture
def outsider(now):
    return people.person("Otto Outsider", now)


class TestHistory:
    def test_sends_strangers_to_sign_in(self):
        assert Client().get("/audit/").status_code == 302

    def test_is_not_there_for_whoever_may_read_nothing(self, outsider, monkeypatch):
        monkeypatch.setattr(registries, "reach_of", lambda *_: Reach())

        assert signed_in(outsider).get("/audit/").status_code == 404

    def test_shows_an_outsider_only_what_is_about_them(self, now, outsider):
        trust("Secret Trust", now)

        page = text_of(signed_in(outsider).get("/audit/"))

        assert "Secret Trust" not in page

    def test_reads_as_sentences(self, now, auditor):
        clerk = people.person("Cleo Clerk", now)
        body = people.organisation("Northfield Trust", now)
        with act("tests.body.opened", by=clerk, at=now, for_organisation=body):
            unsaved("Vale Trust").save()

        page = text_of(signed_in(auditor).get("/audit/"))

        assert "Cleo Clerk, for Northfield Trust What opened Vale Trust" in page

    def test_says_when_a_name_was_erased(self, now, auditor, monkeypatch):
        clerk = people.person("Cleo Clerk", now)
        with opened(now, by=clerk):
            unsaved("Vale Trust").save()
        monkeypatch.setattr(registries, "names_of", lambda _: {})

        page = text_of(signed_in(auditor).get("/audit/"))

        assert "a person whose name was erased" in page

    def test_narrows_by_what_stands_in_the_address(self, now, auditor):
        trust("Vale Trust", now)
        trust("Hill Trust", now)

        page = text_of(signed_in(auditor).get("/audit/", {"words": "Vale Trust"}))

        assert "wrote Vale Trust" in page
        assert "wrote Hill Trust" not in page

    def test_says_what_is_wrong_with_a_filter(self, auditor):
        response = signed_in(auditor).get(
            "/audit/",
            {"first_day_day": "31", "first_day_month": "2", "first_day_year": "2026"},
        )

        assert response.status_code == 200
        assert "There is a problem" in text_of(response)

    def test_stays_within_twelve_queries(self, now, auditor):
        from django.test.utils import CaptureQueriesContext

        client = signed_in(auditor)
        client.get("/audit/")
        with CaptureQueriesContext(connection) as few:
            client.get("/audit/")
        for number in range(40):
            trust(f"Body {number}", now)
        with CaptureQueriesContext(connection) as many:
            client.get("/audit/")

        assert len(many) <= len(few)
        assert len(many) <= 12, [query["sql"][:150] for query in many]

    def test_records_that_an_auditor_searched_once_in_a_quarter_hour(
        self, now, auditor
    ):
        client = signed_in(auditor)
        client.get("/audit/")
        assert not Event.objects.filter(verb="audit.history.read").exists()

        client.get("/audit/", {"words": "something"})
        client.get("/audit/", {"words": "something else"})

        (event,) = Event.objects.filter(verb="audit.history.read")
        assert event.actor_uid == auditor.uid
        assert "something" not in event.payload

    def test_records_no_search_of_people_in_their_own_events(self, outsider):
        signed_in(outsider).get("/audit/", {"words": "something"})

        assert not Event.objects.filter(verb="audit.history.read").exists()


class TestEvent:
    def test_shows_before_and_after_in_words(self, now, auditor):
        row = trust("Vale Trust", now)
        row.name, row.opened_on = "Vale and Hill Trust", dt.date(2020, 4, 1)
        row.sector = "charity"
        with opened(now, reason="Minute 14"):
            row.save()
        event = Event.objects.get(object_uid=row.uid, payload__contains="2020-04-01")

        page = text_of(signed_in(auditor).get(reverse("audit:event", args=[event.uid])))

        assert "Vale Trust After Vale and Hill Trust" in page
        assert "Before nothing After 1 April 2020" in page
        assert "Reason Minute 14" in page
        assert "When it was recorded" in page
        assert event.payload in page

    def test_shows_the_hash_of_the_exact_payload(self, now, auditor):
        import hashlib

        trust("Vale Trust", now)
        event = Event.objects.get(label="Vale Trust")

        response = signed_in(auditor).get(reverse("audit:event", args=[event.uid]))

        digest = hashlib.sha256(event.payload.encode()).hexdigest()
        assert digest in text_of(response).replace(" ", "")

    def test_says_what_was_erased(self, now, auditor):
        with opened(now, reason="Because of Jo"):
            unsaved("Vale Trust").save()
        PersonalValue.objects.filter(field="reason").update(value=None, salt=None)
        event = Event.objects.get(label="Vale Trust")

        page = text_of(signed_in(auditor).get(reverse("audit:event", args=[event.uid])))

        assert "Reason erased" in page

    def test_names_records_and_people_that_values_point_at(self, now, auditor):
        body = people.organisation("Northfield Trust", now)
        lead = people.person("Lea Lead", now)
        with opened(now, by=lead, for_organisation=body) as record:
            together = Collaborative(slug="a", name="A", purpose="x", footprint="x")
            together.save()
            from collab.models import Membership

            part = Membership(
                collaborative=together,
                organisation=body,
                role="member",
                joined_on=now.date(),
            )
            part.save()
            record.about(part, allowed_by=together)
        event = Event.objects.get(object_uid=part.uid)

        page = text_of(signed_in(auditor).get(reverse("audit:event", args=[event.uid])))

        assert "Organisation Before nothing After Northfield Trust" in page
        assert "Allowed by A" in page
        assert "Lea Lead" in page
        assert "In the same act A (collaborative)" in page

    def test_shows_the_address_to_those_who_audit_alone(self, now, auditor):
        from audit import door

        jo = people.person("Jo", now)
        token = door.request_context.set(
            door.RequestContext(request_id="req_a", address="192.0.2.7", agent="Fox")
        )
        try:
            with opened(now):
                jo.name = "Joanna"
                jo.save()
        finally:
            door.request_context.reset(token)
        event = Event.objects.filter(object_uid=jo.uid).order_by("-id")[0]
        address = reverse("audit:event", args=[event.uid])

        assert "192.0.2.7" in text_of(signed_in(auditor).get(address))
        own = text_of(signed_in(jo).get(address))
        assert "Joanna" in own
        assert "192.0.2.7" not in own

    def test_is_not_there_outside_the_reach(self, now, outsider):
        trust("Vale Trust", now)
        event = Event.objects.get(label="Vale Trust")

        response = signed_in(outsider).get(reverse("audit:event", args=[event.uid]))

        assert response.status_code == 404
        assert signed_in(outsider).get("/audit/events/evt_none").status_code == 404


class TestObjectHistory:
    def test_tells_the_story_of_one_object(self, now, auditor):
        row = trust("Vale Trust", now)
        row.town = "Leeds"
        with opened(now):
            row.save()
        trust("Hill Trust", now)

        page = text_of(
            signed_in(auditor).get(f"/audit/objects/collab.organisation/{row.uid}")
        )

        assert "History of Vale Trust" in page
        assert "Town: nothing became Leeds" in page
        assert "Hill Trust" not in page

    def test_is_not_there_outside_the_reach_or_under_another_kind(
        self, now, auditor, outsider
    ):
        row = trust("Vale Trust", now)
        address = f"/audit/objects/collab.organisation/{row.uid}"

        assert signed_in(outsider).get(address).status_code == 404
        wrong = address.replace("collab.organisation", "collab.persona")
        assert signed_in(auditor).get(wrong).status_code == 404
