"""Files: told by content, looked through, kept once, and given to nobody else."""

import hashlib
import io
import os
import sys
import zipfile

import pytest
from django.core.files.storage import default_storage

from audit.models import Event
from collab.grants import rights_of
from collab.models import Document
from collab.policies.documents import MayNotUploadError
from collab.rules import files
from collab.services import documents
from tests.builders import people

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
CSV = b"name,amount\r\nA,1\r\nB,2\r\n"


def stored(body, actor, now, *, name="scheme.pdf", content=PDF, collaborative=None):
    """A file kept through the service."""
    return documents.store_document(
        organisation_id=body.pk,
        collaborative_id=collaborative.pk if collaborative else None,
        name=name,
        content=io.BytesIO(content),
        size=len(content),
        actor=actor,
        now=now,
    )


def package(main="word/document.xml", **others):
    """A Word or Excel file as far as its zip goes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", others.pop("types", "<Types/>"))
        target.writestr(main, "<w/>")
        for name, content in others.items():
            target.writestr(name, content)
    return made.getvalue()


def recognise(content):
    return files.recognise(io.BytesIO(content), len(content))


class TestRecognise:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (PDF, files.PDF),
            (PNG, files.PNG),
            (JPEG, files.JPEG),
            (CSV, files.CSV),
            (b"\xef\xbb\xbf" + CSV, files.CSV),
            (package(), files.WORD),
            (package("xl/workbook.xml"), files.EXCEL),
        ],
    )
    def test_goes_by_the_content(self, content, expected):
        assert recognise(content) == expected

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"MZ" + bytes(100), "Choose a PDF"),
            (b"#!/bin/sh\nrm -rf /\n", "same columns"),
            (b"just,\x00text\n", "Choose a PDF"),
            (b"a,b\nc\n", "same columns"),
            (b"<!doctype html><p>a,b", "web page"),
            (b"<svg onload='x'>,</svg>", "web page"),
            ("naïve,é\n1,2\n".encode("latin-1"), "UTF-8"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "older Word"),
            (b"PK\x03\x04 and no more", "damaged"),
            (package("readme.txt"), "not an archive"),
            (package(**{"word/vbaProject.bin": "x"}), "macros"),
            (
                package(types="application/vnd.ms-word.document.macroEnabled.main"),
                "macros",
            ),
            (package(**{"word/activeX/activeX1.xml": "x"}), "macros"),
            (package(**{"xl/workbook.xml": "x"}), "not an archive"),
        ],
    )
    def test_refuses_with_a_sentence(self, content, words):
        with pytest.raises(files.RefusedFileError, match=words):
            recognise(content)

    def test_refuses_a_bomb_without_unpacking_it(self):
        bomb = package(**{"word/media/image1.png": bytes(20 * 1024 * 1024)})
        assert len(bomb) < 100_000

        with pytest.raises(files.RefusedFileError, match="unpacks to far more"):
            recognise(bomb)

    def test_refuses_a_crowd_of_members(self):
        crowd = package(**{f"word/{number}.xml": "" for number in range(5_001)})

        with pytest.raises(files.RefusedFileError, match="unpacks"):
            recognise(crowd)

    @pytest.mark.parametrize("size", [files.LARGEST, files.LARGEST + 1])
    def test_takes_25_megabytes_and_no_byte_more(self, size):
        if size > files.LARGEST:
            with pytest.raises(files.RefusedFileError, match="25 MB"):
                files.recognise(io.BytesIO(PDF), size)
        else:
            assert files.recognise(io.BytesIO(PDF), size) == files.PDF


class TestSafeName:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("scheme.pdf", "scheme.pdf"),
            ("SCHEME.PDF", "SCHEME.PDF"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\files\\a.pdf", "a.pdf"),
            ("run.exe", "run.exe.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
            ("", "file.pdf"),
            (".pdf", "pdf.pdf"),
            ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
        ],
    )
    def test_keeps_no_path_and_the_right_ending(self, name, expected):
        assert files.safe_name(name, files.PDF) == expected


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield Trust", now)


@pytest.fixture
def lead(acute, now):
    return people.leads_of(acute, now)[0]


@pytest.mark.django_db
class TestStoreDocument:
    def test_keeps_the_bytes_under_their_fingerprint(self, acute, lead, now):
        document = stored(acute, lead, now)

        assert document.media_type == files.PDF
        with default_storage.open(Document.store_name(document.sha256)) as kept:
            assert kept.read() == PDF
        assert Event.objects.filter(verb="collab.document.stored").count() == 1

    def test_keeps_the_same_bytes_once(self, acute, lead, now):
        first = stored(acute, lead, now, name="a.pdf")
        second = stored(acute, lead, now, name="b.pdf")

        assert first.sha256 == second.sha256
        folder = os.path.dirname(Document.store_name(first.sha256))
        assert default_storage.listdir(folder)[1] == [first.sha256]

    def test_leaves_no_half_file_when_the_disk_fails(
        self, acute, lead, now, monkeypatch
    ):
        def full(descriptor):
            raise OSError("no space left")

        monkeypatch.setattr("os.fsync", full)
        content = PDF + b"another"

        with pytest.raises(OSError, match="no space"):
            stored(acute, lead, now, content=content)

        assert not Document.objects.exists()
        sha256 = hashlib.sha256(content).hexdigest()
        assert not default_storage.exists(Document.store_name(sha256))

    def test_writes_no_row_when_the_event_cannot_be_written(
        self, acute, lead, now, monkeypatch
    ):
        def broken(self):
            raise RuntimeError("the ledger is full")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", broken)

        with pytest.raises(RuntimeError):
            stored(acute, lead, now)

        assert not Document.objects.exists()

    def test_is_closed_to_other_people(self, acute, now):
        other = people.organisation_with_two_leads("Vale Charity", now)

        with pytest.raises(MayNotUploadError):
            stored(acute, people.leads_of(other, now)[0], now)

    def test_is_open_to_an_administrator_only_until_there_are_two_leads(
        self, acute, now
    ):
        admin = people.administrator("Al Admin", now)
        fresh = people.organisation("Newfield", now)

        assert stored(fresh, admin, now).organisation == fresh
        with pytest.raises(MayNotUploadError):
            stored(acute, admin, now)

    @pytest.mark.parametrize(
        ("program", "words"),
        [
            ("import sys; sys.exit(1)", "refused"),
            ("import sys; sys.exit(0 if open(sys.argv[1], 'rb').read(4) else 1)", ""),
            ("import time; time.sleep(30)", "could not be checked"),
        ],
    )
    def test_asks_the_scanner(self, acute, lead, now, settings, program, words):
        settings.DOCUMENT_SCANNER = [sys.executable, "-c", program]
        settings.DOCUMENT_SCANNER_SECONDS = 0.5 if "sleep" in program else 30

        if words:
            with pytest.raises(documents.ScannerError, match=words):
                stored(acute, lead, now)
        else:
            assert stored(acute, lead, now).pk

    def test_keeps_nothing_without_the_scanner_it_should_ask(
        self, acute, lead, now, settings
    ):
        settings.DOCUMENT_SCANNER = ["/nowhere/scanner"]

        with pytest.raises(documents.ScannerError, match="could not be checked"):
            stored(acute, lead, now)


@pytest.mark.django_db
class TestVisibleTo:
    def test_is_the_organisation_s_own_people(self, acute, lead, now):
        document = stored(acute, lead, now)
        other = people.organisation_with_two_leads("Vale Charity", now)
        stranger = people.leads_of(other, now)[0]

        assert list(Document.objects.visible_to(rights_of(lead, now))) == [document]
        assert not Document.objects.visible_to(rights_of(stranger, now))

    def test_is_the_collaborative_s_people_where_it_is_theirs(self, acute, now):
        other = people.organisation_with_two_leads("Vale Charity", now)
        partners = people.collaborative_with([acute, other], now)
        member = people.member("Mo", partners, acute, now)
        partner = people.member("Pa", partners, other, now)
        document = stored(acute, member, now, collaborative=partners)

        assert list(Document.objects.visible_to(rights_of(partner, now))) == [document]
