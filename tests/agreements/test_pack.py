"""The pack: what is in it and in which order, for whom, and what is left out and why."""

import datetime as dt
import hashlib

import pytest

from accounts.enums import Role
from agreements.enums import OpenTo
from agreements.presenters import pack
from agreements.presenters.certificate import certificate_pdf
from agreements.presenters.paper import agreement_pdf
from agreements.selectors.pack import uploads_of
from collab.enums import PaperKind
from collab.grants import rights_of
from collab.models import IssuedPaper, ReadingNote
from collab.selectors.papers import kind_of_paper
from tests.agreements import uploads
from tests.agreements.pages import at
from tests.agreements.test_paper_signing import asked_on_paper
from tests.builders import agreements as build
from tests.builders import guests as guest
from tests.builders import outside
from tests.builders.bodies import with_second_factor
from tests.builders.people import give, leads_of
from tests.collab.test_documents import PNG, stored
from ui.formats import fingerprint
from ui.papers import joining, uploaded

pytestmark = pytest.mark.django_db
COVER = "What is in this pack"


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


def kept(made, now, content, name="minutes.pdf"):
    return outside.copy(made, now, content, name)


def with_evidence(made, now, *documents, **fields):
    """A signed version, each of whose conditions is met on one of the documents."""
    needs = tuple(f"Need {number}." for number in range(1, len(documents) + 1))
    version = build.out_for_signature(made, now, needs=needs, **fields)
    build.sign_all(version, made, now)
    for condition, document in zip(
        version.conditions.order_by("position"), documents, strict=True
    ):
        build.meet(condition, made, now, document_id=document.pk)
    return outside.fresh(version)


def pack_of(version, user, now):
    found = uploads_of(version, rights_of(user, now))
    return pack.pack_pdf(version, uploads=found, user=user, as_at=now)


def titles(content):
    return [each.title for each in uploads.read(content).outline]


class TestContents:
    def test_holds_list_version_certificate_and_uploads_in_this_order(
        self, made, today_now
    ):
        first = kept(made, today_now, uploads.plain(2, width=301))
        second = kept(made, today_now, uploads.tagged(), "letter.pdf")
        version = with_evidence(made, today_now, first, second)

        content = pack_of(version, made.lead, today_now)

        assert titles(content) == [
            COVER,
            "The agreement",
            "Certificate of signatures",
            "Evidence that condition 1 was met: minutes.pdf",
            "Evidence that condition 2 was met: letter.pdf",
        ]
        pages = uploads.read(content).pages
        assert [page.mediabox.width for page in pages[-3:-1]] == [301, 301]
        assert "Minutes" in pages[-1].extract_text()

    def test_names_each_part_with_its_fingerprint_and_whether_it_is_tagged(
        self, made, today_now
    ):
        first = kept(made, today_now, uploads.plain())
        second = kept(made, today_now, uploads.tagged(), "letter.pdf")
        version = with_evidence(made, today_now, first, second)
        parts = [
            *pack._papers(version, made.lead, today_now),
            *pack._uploads([("A", first), ("B", second)], room=pack.LARGEST),
        ]

        data = pack.pack_data(version, parts, as_at=today_now, invented=False)

        paper = agreement_pdf(version, user=made.lead, as_at=today_now)
        certificate = certificate_pdf(version)
        marks = [hashlib.sha256(each).hexdigest() for each in (paper, certificate)]
        assert [row[2:] for row in data["parts"]] == [
            [fingerprint(marks[0]), "Tagged"],
            [fingerprint(marks[1]), "Tagged"],
            [fingerprint(first.sha256), "Not tagged"],
            [
                fingerprint(second.sha256),
                "Tagged as a file of its own; here without its tags",
            ],
        ]
        assert data["left_out"] == []

    def test_of_a_draft_has_no_certificate_and_says_draft(self, made, today_now):
        draft = outside.fresh(build.draft(made, today_now))

        content = pack_of(draft, made.lead, today_now)

        assert titles(content) == [COVER, "The agreement"]
        assert uploads.read(content).pages[0].extract_text().count("draft")

    def test_holds_the_signed_copy_of_a_recorded_agreement(self, made, today_now):
        version = outside.recorded(made, today_now)

        found = uploads_of(version, rights_of(made.lead, today_now))

        assert [(what, each.pk) for what, each in found] == [
            ("Signed copy", version.outside.signed_copy_id)
        ]

    def test_holds_signatures_on_paper_once_they_are_checked(self, made, today_now):
        council = made.bodies[1]
        version = asked_on_paper(build.draft(made, today_now), made, council, today_now)
        paper = guest.on_paper(version, made, council, today_now)
        rights = rights_of(made.lead, today_now)
        before = uploads_of(version, rights)
        guest.check(paper, leads_of(council, today_now)[0], today_now)

        assert before == []
        assert uploads_of(version, rights) == [
            (f"Signed on paper for {council.name}", paper.document)
        ]

    def test_holds_a_file_once_that_proves_two_things(self, made, today_now):
        one = kept(made, today_now, uploads.plain())
        version = with_evidence(made, today_now, one, one)

        ((what, found),) = uploads_of(version, rights_of(made.lead, today_now))

        assert found == one
        assert what == (
            "Evidence that condition 1 was met; Evidence that condition 2 was met"
        )


class TestLeftOut:
    @pytest.mark.parametrize(
        ("content", "name", "why"),
        [
            (uploads.encrypted(), "a.pdf", "it is encrypted or protected"),
            (uploads.truncated(), "a.pdf", "it is damaged"),
            (uploads.circular(), "a.pdf", "it has more than 5,000 pages"),
            (uploads.endless(), "a.pdf", "it has more than 5,000 pages"),
            (b"%PDF-1.7 nothing %%EOF", "a.pdf", "it is damaged"),
            (PNG, "a.png", "only a PDF can be appended, and this is a PNG picture"),
        ],
        ids=["encrypted", "truncated", "circular", "endless", "empty", "picture"],
    )
    def test_says_what_cannot_be_appended_and_goes_on(
        self, made, today_now, content, name, why
    ):
        bad = kept(made, today_now, content, name)
        good = kept(made, today_now, uploads.plain(), "good.pdf")
        version = with_evidence(made, today_now, bad, good)

        given = pack_of(version, made.lead, today_now)

        assert titles(given)[3:] == ["Evidence that condition 2 was met: good.pdf"]
        told = uploads.said(given)
        assert f"Left out: {why}" in told
        assert f"/documents/{bad.uid}" in told.replace(" ", "")

    def test_says_what_would_make_it_too_large(self, made, today_now, monkeypatch):
        first = kept(made, today_now, uploads.plain(3))
        second = kept(made, today_now, uploads.tagged(), "b.pdf")
        version = with_evidence(made, today_now, first, second)
        papers = pack._papers(version, made.lead, today_now)
        room = sum(len(each.content) for each in papers) + first.size + 200
        monkeypatch.setattr(pack, "LARGEST", room)

        told = uploads.said(pack_of(version, made.lead, today_now))

        assert "larger than 100 MB. Download it from its page" in told
        assert "condition 1 was met: minutes.pdf" in told

    def test_says_what_is_one_too_many(self, made, today_now, monkeypatch):
        monkeypatch.setattr(pack, "MOST", 1)
        documents = [kept(made, today_now, uploads.plain(width=w)) for w in (9, 10)]
        version = with_evidence(made, today_now, *documents)

        assert "Left out: a pack holds" in uploads.said(
            pack_of(version, made.lead, today_now)
        )


class TestReader:
    def test_is_not_told_of_a_file_that_they_may_not_see(
        self, made, today_now, sign_in
    ):
        body = made.bodies[0]
        lead = leads_of(body, today_now)[0]
        own = stored(body, lead, today_now, name="private.pdf", content=uploads.plain())
        version = with_evidence(made, today_now, own)
        stranger = made.signatory(made.bodies[1])

        theirs = sign_in(stranger).get(at(version, "pack")).content
        give(Role.MEMBER, lead, made.collaborative, today_now)
        ours = sign_in(with_second_factor(lead)).get(at(version, "pack")).content

        assert "private.pdf" in uploads.said(ours)
        assert titles(theirs) == titles(ours)[:3]
        assert "private" not in uploads.said(theirs)
        assert fingerprint(own.sha256) not in uploads.said(theirs)

    def test_is_noted_where_the_agreement_is_for_its_parties(
        self, made, today_now, sign_in
    ):
        version = outside.fresh(build.draft(made, today_now, open_to=OpenTo.PARTIES))

        sign_in(made.lead).get(at(version, "pack"))

        assert ReadingNote.objects.get().subject_uid == version.uid

    def test_gets_the_same_bytes_again_and_the_service_knows_them(
        self, made, today_now, sign_in
    ):
        version = with_evidence(made, today_now, kept(made, today_now, uploads.plain()))

        first = sign_in(made.lead).get(at(version, "pack"))
        again = sign_in(made.signatory(made.bodies[0])).get(at(version, "pack"))

        assert first.content == again.content
        assert first["Content-Type"] == "application/pdf"
        assert IssuedPaper.objects.count() == 1
        known = kind_of_paper(hashlib.sha256(first.content).hexdigest())
        assert known == PaperKind.PACK.label

    def test_finds_the_pack_on_the_page_of_the_version(self, made, today_now, sign_in):
        version = build.out_for_signature(made, today_now)
        client = sign_in(made.lead)

        page = client.get(at(version)).content.decode()
        client.get(at(version, "pack"))

        assert at(version, "pack") in page
        assert "Download everything as one PDF" in page
        assert not IssuedPaper.objects.exists()


class TestJoin:
    def joined(self, *parts):
        return joining.join(
            title="Pack",
            author="C",
            at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC),
            papers=[("One", uploads.tagged("One")), ("Two", uploads.tagged("Two"))],
            uploads=[("U", joining.read_upload(part).content) for part in parts],
        )

    def test_keeps_the_tags_of_its_own_papers_and_of_no_upload(self):
        read = uploads.read(self.joined(uploads.tagged("Three")))

        root = read.root_object["/StructTreeRoot"]
        numbers = root["/ParentTree"]["/Nums"]
        keys = numbers[::2]
        used = [page.get("/StructParents") for page in read.pages]
        notes = [
            note.get_object().get("/StructParent")
            for page in read.pages
            for note in page.get("/Annots", [])
        ]
        assert read.root_object["/MarkInfo"]["/Marked"]
        assert used[2] is None
        assert notes[2] is None
        assert sorted([*used[:2], *notes[:2]]) == list(keys)
        of_pages = dict(zip(keys, numbers[1::2], strict=True))
        for page, key in zip(read.pages, used[:2], strict=False):
            for tag in of_pages[key].get_object():
                own = tag.get_object().get("/Pg", page).get_object()
                assert own == page

    def test_leaves_scripts_behind(self):
        acting = uploads.acting()

        joined = self.joined(acting)

        assert b"/JavaScript" in acting
        assert not {"/OpenAction", "/Names", "/AcroForm"} & set(
            uploads.read(joined).root_object
        )
        assert b"/JavaScript" not in joined
        assert all("/AA" not in page for page in uploads.read(joined).pages)

    def test_counts_pages_itself(self):
        assert len(uploads.read(self.joined(uploads.lying())).pages) == 3

    def test_gives_up_on_what_takes_too_long(self, monkeypatch):
        monkeypatch.setattr(joining, "_SECONDS", 0.001)

        with pytest.raises(uploaded.UnreadableError, match=uploaded.BROKEN):
            joining.read_upload(uploads.plain())
