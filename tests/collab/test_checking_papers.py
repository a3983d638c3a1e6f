import hashlib
import threading

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from collab.enums import PaperKind
from collab.forms.papers import CheckPaperForm
from collab.models import IssuedPaper
from collab.policies.papers import MayNotSeePaperError
from collab.services.papers import issue_paper
from tests.builders import agreements as build
from tests.builders import people

FILE = b"%PDF-1.7 a paper"
SHA256 = hashlib.sha256(FILE).hexdigest()
ADDRESS = "/verify"


@pytest.fixture
def unlimited():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def agreement(made, now):
    return build.draft(made, now).agreement


def issued(agreement, actor, now, sha256=SHA256):
    return issue_paper(
        kind=PaperKind.CERTIFICATE,
        sha256=sha256,
        subject=agreement,
        collaborative_id=agreement.collaborative_id,
        actor=actor,
        now=now,
    )


def upload(client, content=FILE, name="some name.pdf"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.django_db
class TestIssuePaper:
    def test_notes_the_same_bytes_once(self, agreement, made, now):
        first = issued(agreement, made.lead, now)
        events = Event.objects.count()

        assert issued(agreement, made.signatory(made.bodies[0]), now) == first
        assert Event.objects.count() == events

    def test_has_the_audience_of_its_subject(self, agreement, made, now):
        paper = issued(agreement, made.lead, now)

        assert paper.audience() == agreement.audience()

    def test_refuses_whoever_does_not_see_the_subject(self, agreement, now):
        stranger = people.person("A stranger", now)

        with pytest.raises(MayNotSeePaperError):
            issued(agreement, stranger, now)
        assert not IssuedPaper.objects.exists()

    def test_writes_nothing_where_the_act_fails(
        self, agreement, made, now, monkeypatch
    ):
        def broken(record, *things, **options):
            raise RuntimeError

        monkeypatch.setattr("audit.door.record.Record.about", broken)

        with pytest.raises(RuntimeError):
            issued(agreement, made.lead, now)
        assert not IssuedPaper.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_at_once_note_one_paper(now):
    made = build.partnership(now)
    agreement = build.draft(made, now).agreement
    barrier, papers = threading.Barrier(2), []

    def run():
        try:
            barrier.wait()
            papers.append(issued(agreement, made.lead, now).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(papers) == 2
    assert IssuedPaper.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("unlimited")
class TestThePage:
    def test_is_open_to_anybody_at_a_short_address(self, client):
        assert reverse("collab:check_paper") == ADDRESS
        assert client.get(ADDRESS).status_code == 200

    def test_knows_a_file_that_was_issued_and_tells_no_more_than_its_kind(
        self, client, agreement, made, now
    ):
        issued(agreement, made.lead, now)

        page = upload(client).content.decode()

        assert "This file was issued here." in page
        assert "certificate of signatures" in page
        for secret in (
            agreement.title,
            agreement.reference,
            made.collaborative.name,
            made.bodies[0].name,
            made.lead.name,
        ):
            assert secret not in page

    def test_takes_the_fingerprint_as_people_copy_it(
        self, client, agreement, made, now
    ):
        issued(agreement, made.lead, now)
        groups = [SHA256[start : start + 8].upper() for start in range(0, 64, 8)]

        page = client.post(ADDRESS, {"fingerprint": " ".join(groups)})

        assert "This file was issued here." in page.content.decode()

    @pytest.mark.parametrize("content", [FILE + b"\n", FILE[:-1], b"other"])
    def test_knows_no_other_file(self, client, agreement, made, now, content):
        issued(agreement, made.lead, now)

        assert "is not known here" in upload(client, content).content.decode()

    def test_asks_the_same_question_of_the_database_either_way(
        self, client, agreement, made, now
    ):
        issued(agreement, made.lead, now)
        client.get(ADDRESS)
        counts = set()
        for content in (FILE, b"unknown"):
            with CaptureQueriesContext(connection) as queries:
                upload(client, content)
            counts.add(len(queries))

        assert len(counts) == 1

    def test_keeps_no_byte_of_what_is_uploaded(self, client, settings, tmp_path):
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        settings.MEDIA_ROOT = str(tmp_path)

        upload(client, b"x" * 4_000_000)

        assert list(tmp_path.iterdir()) == []

    def test_refuses_a_file_that_is_too_large(self, client, monkeypatch):
        monkeypatch.setattr("collab.forms.papers.LARGEST", 1_000)

        page = upload(client, b"x" * 200_000)

        assert "is not known here" not in page.content.decode()
        assert page.status_code in (200, 400)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({}, "Choose a file, or enter its SHA-256"),
            ({"fingerprint": "abc"}, "Enter all 64 letters and figures"),
            ({"fingerprint": "x" * 101}, "100 characters or "),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_typed(self, client, typed, words):
        page = client.post(ADDRESS, typed).content.decode()

        assert words in page
        assert typed.get("fingerprint", "") in page

    def test_slows_down_who_tries_too_often(self, client):
        answers = [
            client.post(ADDRESS, {"fingerprint": SHA256}).status_code for _ in range(12)
        ]

        assert answers[0] == 200
        assert answers[-1] == 429

    def test_takes_no_form_without_its_token(self):
        guarded = Client(enforce_csrf_checks=True)

        assert guarded.post(ADDRESS, {"fingerprint": SHA256}).status_code == 403


class TestCheckPaperForm:
    def test_takes_one_of_the_two(self):
        file = SimpleUploadedFile("x.pdf", FILE)

        form = CheckPaperForm({"fingerprint": SHA256}, {"file": file})

        assert not form.is_valid()
