"""Reading a confidential paper is recorded: one act for a person and quarter-hour."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.policies import FACTOR_SEEN
from accounts.rules.quarters import QUARTER, quarter_of
from agreements.enums import OpenTo
from audit.models import Event
from collab.models import ReadingNote
from collab.services import readings
from tests.builders import agreements as build
from tests.builders import people
from tests.builders.bodies import with_second_factor
from tests.collab.test_documents import PDF, stored

pytestmark = pytest.mark.django_db
VERB = "collab.papers.read"


@pytest.fixture
def now():
    """A moment ago: pages read the real clock."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield Trust", now)


@pytest.fixture
def reader(acute, now):
    return people.leads_of(acute, now)[0]


@pytest.fixture
def paper(acute, reader, now):
    return stored(acute, reader, now)


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        client.force_login(with_second_factor(user))
        session = client.session
        session[FACTOR_SEEN] = True
        session.save()
        return client

    return signed_in


def later(now):
    return quarter_of(now) + 2 * QUARTER


def acts():
    return list(Event.objects.filter(verb=VERB).order_by("pk"))


class TestAPaperOfOneBody:
    def test_is_noted_when_it_is_given_and_recorded_after(
        self, paper, reader, sign_in, now
    ):
        given = sign_in(reader).get(f"/documents/{paper.uid}/download")
        assert b"".join(given.streaming_content) == PDF
        assert acts() == []

        assert readings.record_readings(now=later(timezone.now())) == 1

        (event,) = acts()
        assert event.object_uid == paper.uid
        assert event.actor_uid == reader.uid
        assert not ReadingNote.objects.exists()

    def test_is_not_noted_where_it_was_not_given(self, paper, sign_in, now):
        stranger = people.person("Sam Stranger", now)

        assert (
            sign_in(stranger).get(f"/documents/{paper.uid}/download").status_code == 404
        )
        assert not ReadingNote.objects.exists()

    def test_is_shown_to_the_auditor_with_who_read_it(
        self, paper, reader, sign_in, now
    ):
        readings.note_reading(subject=paper, actor=reader, now=now)
        readings.record_readings(now=later(now))
        auditor = people.auditor("Judith Palmer", now)

        page = sign_in(auditor).get("/audit/").content.decode()

        assert f"read file {paper.sha256[:12]}" in page
        assert reader.name in page


class TestABatch:
    def test_holds_what_one_person_read_in_a_quarter_hour_each_once(
        self, acute, paper, reader, now
    ):
        second = stored(acute, reader, now, content=PDF + b"% more")
        for subject in (paper, second, paper):
            readings.note_reading(subject=subject, actor=reader, now=now)

        assert readings.record_readings(now=later(now)) == 1

        assert [event.object_uid for event in acts()] == [paper.uid, second.uid]
        assert len({event.act_uid for event in acts()}) == 1

    def test_is_one_for_each_person_and_quarter_hour(self, acute, paper, now):
        first, second = people.leads_of(acute, now)
        for reader, at in [(first, now), (second, now), (first, now - QUARTER)]:
            readings.note_reading(subject=paper, actor=reader, now=at)

        assert readings.record_readings(now=later(now)) == 3
        assert len({event.act_uid for event in acts()}) == 3

    def test_waits_for_the_end_of_the_quarter_hour(self, paper, reader, now):
        readings.note_reading(subject=paper, actor=reader, now=now)
        end = quarter_of(now) + QUARTER

        assert readings.record_readings(now=end - dt.timedelta(microseconds=1)) == 0
        assert readings.record_readings(now=end) == 1

    def test_is_recorded_once_however_often_the_job_runs(self, paper, reader, now):
        readings.note_reading(subject=paper, actor=reader, now=now)

        assert readings.record_readings(now=later(now)) == 1
        assert readings.record_readings(now=later(now)) == 0
        assert len(acts()) == 1

    def test_is_kept_when_the_job_dies_on_the_way(
        self, paper, reader, now, monkeypatch
    ):
        readings.note_reading(subject=paper, actor=reader, now=now)

        def killed(notes):
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(readings, "_subjects", killed)
            with pytest.raises(SystemExit):
                readings.record_readings(now=later(now))

        assert acts() == []
        assert readings.record_readings(now=later(now)) == 1


class TestAnAgreement:
    @pytest.mark.parametrize(
        ("open_to", "noted"), [(OpenTo.PARTIES, True), (OpenTo.COLLABORATIVE, False)]
    )
    def test_is_noted_where_it_is_open_to_its_parties_alone(
        self, now, sign_in, open_to, noted
    ):
        made = build.partnership(now)
        version = build.draft(made, now, open_to=open_to)
        agreement = version.agreement
        address = (
            f"/{made.collaborative.slug}/agreements/{agreement.reference}"
            "/versions/1/paper.pdf"
        )

        assert sign_in(made.lead).get(address).status_code == 200

        assert ReadingNote.objects.filter(subject_uid=version.uid).exists() is noted
