"""A signature on paper counts once one person recorded it and another checked it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.enums import (
    PaperStatus,
    RequestStatus,
    SignatureMethod,
    SigningPlan,
    VersionStatus,
)
from agreements.models import PaperSignature, SignOff, Version
from agreements.policies.second_word import MayNotVouchError
from agreements.services import paper_signing
from agreements.services.asking import ON_PAPER
from agreements.services.giving import AlreadySignedError, NotOutForSignatureError
from agreements.services.paper_signing import PaperIncompleteError
from agreements.services.planning import set_signing_plan
from agreements.services.vouching import NoSuchDocumentError
from audit.door import ReasonNeededError
from audit.models import StaleRowError
from collab.rules.periods import london_day
from tests.agreements.pages import at, dated, words
from tests.builders import agreements as build
from tests.builders import guests as guest
from tests.builders import people
from tests.collab.test_documents import PDF

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def council(made):
    return made.bodies[1]


@pytest.fixture
def checker(council, now):
    return guest.leads_of(council, now)[0]


def asked_on_paper(draft, made, council, now):
    asked = {key: user.pk for key, user in made.signatories.items()}
    return build.send_out(draft, made, now, signatories=asked | {council.pk: ON_PAPER})


@pytest.fixture
def version(made, council, now):
    """Out for signature; the second body signs on paper."""
    return asked_on_paper(build.draft(made, now), made, council, now)


@pytest.fixture
def deed(made, council, now):
    """Out for signature; the plan says that the second body signs by deed."""
    draft = build.draft(made, now)
    found = Version.objects.get(pk=draft.pk)
    set_signing_plan(
        version_id=draft.pk,
        plans={council.uid: SigningPlan.DEED},
        revision=found.revision,
        actor=made.lead,
        now=now,
    )
    return build.send_out(draft, made, now)


class TestRecording:
    def test_is_no_signature_yet(self, made, version, council, now):
        paper = guest.on_paper(version, made, council, now)

        assert paper.status == PaperStatus.RECORDED
        assert not SignOff.objects.exists()
        request = version.requests.get(party__organisation=council)
        assert request.status == RequestStatus.ASKED

    def test_tells_who_can_check_it(self, made, version, council, checker, now):
        guest.on_paper(version, made, council, now)

        told = checker.notifications.order_by("-pk").first()
        assert told.subject == f"Check a signature on paper of {council}"

    def test_is_refused_twice(self, made, version, council, now):
        guest.on_paper(version, made, council, now)

        with pytest.raises(AlreadySignedError):
            guest.on_paper(version, made, council, now)

    def test_is_refused_where_a_person_is_asked(self, made, version, now):
        with pytest.raises(NotOutForSignatureError, match="not asked to sign on paper"):
            guest.on_paper(version, made, made.bodies[0], now)

    def test_is_refused_for_a_day_that_lies_ahead(self, made, version, council, now):
        with pytest.raises(PaperIncompleteError, match="must not lie ahead"):
            guest.on_paper(version, made, council, now, signed_on=london_day(now + DAY))

    def test_is_refused_without_the_scanned_original(self, made, version, council, now):
        with pytest.raises(NoSuchDocumentError):
            guest.on_paper(version, made, council, now, document_id=0)


class TestChecking:
    def test_makes_it_a_signature_on_the_same_text(
        self, made, version, council, checker, now
    ):
        paper = guest.on_paper(version, made, council, now)

        signed = guest.check(paper, checker, now)

        assert signed.method == SignatureMethod.WET_INK
        assert (signed.signatory, signed.delegation, signed.outside) == (
            None,
            None,
            None,
        )
        assert (signed.signatory_name, signed.capacity) == ("Percy Pen", "Director")
        assert signed.content_hash == version.content_hash
        assert signed.paper.document.sha256
        assert (signed.paper.recorded_by, signed.paper.decided_by) == (
            made.lead,
            checker,
        )

    def test_brings_it_into_force_with_the_last(
        self, made, version, council, checker, now
    ):
        body = made.bodies[0]
        build.sign(version, body, made.signatory(body), now)
        paper = guest.on_paper(version, made, council, now)

        guest.check(paper, checker, now)

        assert Version.objects.get(pk=version.pk).status == VersionStatus.IN_FORCE

    def test_is_refused_to_whoever_recorded_it(self, made, version, council, now):
        paper = guest.on_paper(version, made, council, now)

        with pytest.raises(MayNotVouchError):
            guest.check(paper, made.lead, now)
        assert not SignOff.objects.exists()

    def test_is_refused_to_a_member(self, made, version, council, now):
        paper = guest.on_paper(version, made, council, now)
        member = people.member("Mere", made.collaborative, council, now)

        with pytest.raises(MayNotVouchError):
            guest.check(paper, member, now)

    def test_is_of_what_was_read(self, made, version, council, checker, now):
        paper = guest.on_paper(version, made, council, now)

        with pytest.raises(StaleRowError):
            paper_signing.check_paper_signature(
                paper_id=paper.pk, revision=7, actor=checker, now=now
            )

    def test_comes_too_late_once_a_party_withdrew(
        self, made, version, council, checker, now
    ):
        paper = guest.on_paper(version, made, council, now)
        build.withdraw_party(version, made, made.bodies[0], now)

        with pytest.raises(ValueError, match=r"does not wait"):
            guest.check(paper, checker, now)
        assert not SignOff.objects.exists()


class TestRefusing:
    def refuse(self, paper, actor, now, reason="Another name stands there"):
        return paper_signing.refuse_paper_signature(
            paper_id=paper.pk,
            revision=paper.revision,
            reason=reason,
            actor=actor,
            now=now,
        )

    def test_lets_it_be_recorded_anew(self, made, version, council, checker, now):
        self.refuse(guest.on_paper(version, made, council, now), checker, now)

        again = guest.on_paper(version, made, council, now)

        assert guest.check(again, checker, now)

    def test_tells_whoever_recorded_it(self, made, version, council, checker, now):
        self.refuse(guest.on_paper(version, made, council, now), checker, now)

        told = made.lead.notifications.order_by("-pk").first()
        assert "Another name stands there" in told.words

    def test_needs_a_reason(self, made, version, council, checker, now):
        with pytest.raises(ReasonNeededError):
            self.refuse(guest.on_paper(version, made, council, now), checker, now, "")


class TestADeed:
    def test_is_asked_on_paper_whoever_is_named(self, deed, council):
        request = deed.requests.get(party__organisation=council)

        assert request.method == SignatureMethod.WET_INK
        assert request.signatory is None

    def test_is_signed_by_nobody_here(self, made, deed, council, now):
        with pytest.raises(NotOutForSignatureError, match="in another way"):
            build.sign(deed, council, made.signatory(council), now)

    def test_names_its_witness(self, made, deed, council, now):
        with pytest.raises(PaperIncompleteError, match="names its witness"):
            guest.on_paper(deed, made, council, now, witness_name=" ")


class TestThePages:
    def test_record_check_and_show_it(self, made, version, council, checker, sign_in):
        client = sign_in(made.lead)
        page = client.get(at(version))
        assert "Record the signature on paper" in words(page)
        answer = client.post(
            at(version, "record_paper", organisation=council.uid),
            {
                "signatory_name": "Percy Pen",
                "post": "Director",
                "witness_name": "Wilma Witness",
                "witness_address": "1 High Street",
                "place": "Northfield",
                **dated("signed_on", dt.date(2026, 4, 2)),
                "file": SimpleUploadedFile("signed.pdf", PDF),
            },
        )
        paper = PaperSignature.objects.get()
        assert answer["Location"].endswith(paper.uid)
        assert "The paper shows this" not in words(client.get(answer["Location"]))

        client = sign_in(checker)
        page = client.get(answer["Location"])
        assert "Wilma Witness" in words(page)
        client.post(f"{answer['Location']}/check", {"revision": str(paper.revision)})

        assert SignOff.objects.get().paper == paper
        shown = words(sign_in(made.lead).get(at(version)))
        assert "Signed on paper on 2 April 2026 at Northfield" in shown
        assert "recorded and checked by two people" in shown

    def test_stand_at_their_own_address_alone(
        self, made, version, council, sign_in, now
    ):
        paper = guest.on_paper(version, made, council, now)
        other, client = build.draft(made, now, title="Another"), sign_in(made.lead)

        own = at(version, "paper_signature", uid=paper.uid)
        assert client.get(own).status_code == 200
        elsewhere = at(other, "paper_signature", uid=paper.uid)
        assert client.get(elsewhere).status_code == 404

    def test_keep_what_was_typed(self, made, version, council, sign_in):
        page = sign_in(made.lead).post(
            at(version, "record_paper", organisation=council.uid),
            {"signatory_name": "Percy Pen"},
        )

        assert page.status_code == 200
        assert "Percy Pen" in page.content.decode()
