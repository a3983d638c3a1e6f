"""A party withdraws before the last signature: everything signed is reopened."""

import datetime as dt

import pytest

from agreements import policies
from agreements.enums import RequestStatus, VersionStatus
from agreements.models import PartyWithdrawal, SignOff, Version
from agreements.selectors.content import parties_of
from agreements.services import reopening
from agreements.services.giving import NotOutForSignatureError
from agreements.services.reopening import DocumentNeededError
from audit.door import ReasonNeededError
from collab.models import Document
from tests.agreements.pages import at, words
from tests.builders import agreements as build
from tests.builders import people
from tests.collab.test_documents import PDF, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(now):
    return build.partnership(now, "One Trust", "Two Trust", "Three Trust")


@pytest.fixture
def version(made, now):
    """Out for signature, and signed by all but the last body."""
    version = build.out_for_signature(made, now)
    for body in made.bodies[:2]:
        build.sign(version, body, made.signatory(body), now)
    return version


@pytest.fixture
def last(made):
    return made.bodies[2]


def current(version):
    return Version.objects.select_related("agreement").get(pk=version.pk)


def paper(made, now):
    return stored(made.bodies[0], made.lead, now, collaborative=made.collaborative)


class TestWithdrawingAParty:
    def test_makes_the_version_a_draft_without_the_party(
        self, made, version, last, now
    ):
        build.withdraw_party(version, made, last, now)

        found = current(version)
        assert found.status == VersionStatus.DRAFT
        assert (found.content, found.content_hash) == ("", "")
        assert [each.organisation for each in parties_of(found)] == [
            made.bodies[0],
            made.bodies[1],
        ]

    def test_marks_every_signature_as_withdrawn_and_keeps_it(
        self, made, version, last, now
    ):
        build.withdraw_party(version, made, last, now)

        assert SignOff.objects.filter(version=version).count() == 2
        assert not SignOff.objects.filter(version=version).standing().exists()
        states = set(version.requests.values_list("status", flat=True))
        assert states == {RequestStatus.WITHDRAWN}

    def test_tells_those_who_signed_why_and_that_they_are_asked_again(
        self, made, version, last, now
    ):
        build.withdraw_party(version, made, last, now)

        for body in made.bodies[:2]:
            told = made.signatory(body).notifications.order_by("-pk").first()
            assert "Our board did not agree" in told.words
            assert "you are asked again" in told.words

    def test_tells_the_governance_lead(self, made, version, last, now):
        build.withdraw_party(version, made, last, now)

        told = made.lead.notifications.order_by("-pk").first()
        assert told.subject.startswith("A party withdrew")

    def test_names_the_delegation_it_was_done_by(self, made, version, last, now):
        withdrawal = build.withdraw_party(version, made, last, now)

        assert withdrawal.delegation.user == made.signatory(last)
        assert withdrawal.document is None

    def test_lets_the_rest_be_asked_again_and_sign_anew(self, made, version, last, now):
        old = version.content_hash
        build.withdraw_party(version, made, last, now)
        later = now + dt.timedelta(seconds=1)

        again = build.send_out(current(version), made, later)
        for body in made.bodies[:2]:
            build.sign(again, body, made.signatory(body), later)

        found = current(version)
        assert found.status == VersionStatus.IN_FORCE
        assert found.content_hash != old
        counted = found.sign_offs.standing()
        assert {each.content_hash for each in counted} == {found.content_hash}

    def test_counts_no_signature_of_the_earlier_round(self, made, version, last, now):
        build.withdraw_party(version, made, last, now)
        later = now + dt.timedelta(seconds=1)
        again = build.send_out(current(version), made, later)

        build.sign(again, made.bodies[0], made.signatory(made.bodies[0]), later)

        assert current(version).status == VersionStatus.OUT_FOR_SIGNATURE

    def test_needs_a_reason(self, made, version, last, now):
        with pytest.raises(ReasonNeededError):
            build.withdraw_party(version, made, last, now, reason=" ")

    def test_is_refused_to_another_party(self, made, version, last, now):
        with pytest.raises(policies.NotToWithdrawError):
            build.withdraw_party(
                version, made, last, now, actor=made.signatory(made.bodies[0])
            )

    def test_needs_a_document_from_a_governance_lead(self, made, version, last, now):
        with pytest.raises(DocumentNeededError):
            build.withdraw_party(version, made, last, now, actor=made.lead)

    def test_takes_a_governance_leads_word_with_a_document(
        self, made, version, last, now
    ):
        document = paper(made, now)

        withdrawal = build.withdraw_party(
            version, made, last, now, actor=made.lead, document_id=document.pk
        )

        assert (withdrawal.document, withdrawal.delegation) == (document, None)

    def test_takes_no_document_of_people_elsewhere(self, made, version, last, now):
        other = build.partnership(now, "Far Trust", "Away Trust", slug="far")

        with pytest.raises(DocumentNeededError):
            build.withdraw_party(
                version,
                made,
                last,
                now,
                actor=made.lead,
                document_id=paper(other, now).pk,
            )

    def test_comes_too_late_after_the_last_signature(self, made, version, last, now):
        build.sign(version, last, made.signatory(last), now)

        with pytest.raises(NotOutForSignatureError):
            build.withdraw_party(version, made, last, now)

    def test_leaves_nothing_where_it_fails_at_the_end(
        self, made, version, last, now, monkeypatch
    ):
        def refuse(*_, **__):
            raise RuntimeError("The draft cannot be made.")

        monkeypatch.setattr(reopening.outdating, "let_change", refuse)

        with pytest.raises(RuntimeError):
            build.withdraw_party(version, made, last, now)

        assert not PartyWithdrawal.objects.exists()
        assert SignOff.objects.filter(version=version).standing().count() == 2
        assert current(version).is_out_for_signature


class TestThePage:
    def test_is_offered_to_whoever_binds_the_party(self, made, version, last, sign_in):
        client = sign_in(made.signatory(last))

        assert f"Withdraw {last} from this version" in words(client.get(at(version)))
        page = client.get(at(version, "withdraw_party", organisation=last.uid))
        assert "Document in which" not in words(page)

    def test_withdraws_with_a_reason_alone(self, made, version, last, sign_in):
        client = sign_in(made.signatory(last))

        answer = client.post(
            at(version, "withdraw_party", organisation=last.uid),
            {"reason": "The board said no"},
        )

        assert answer.status_code == 302
        assert current(version).is_draft
        shown = words(client.get(at(version)))
        assert "The board said no" in shown
        assert "The version is a draft again." in shown

    def test_asks_a_governance_lead_for_the_document(
        self, made, version, last, sign_in
    ):
        client = sign_in(made.lead)
        address = at(version, "withdraw_party", organisation=last.uid)

        refused = client.post(address, {"reason": "They wrote"})
        assert refused.status_code == 200
        assert "They wrote" in words(refused)
        done = client.post(
            address, {"reason": "They wrote", "file": people_file("letter.pdf")}
        )

        assert done.status_code == 302
        assert PartyWithdrawal.objects.get().document == Document.objects.get(
            collaborative=made.collaborative
        )

    def test_tells_a_member_why_they_may_not(self, made, version, last, sign_in, now):
        member = people.member("Mere", made.collaborative, last, now)

        answer = sign_in(member).get(
            at(version, "withdraw_party", organisation=last.uid)
        )

        assert answer.status_code == 403


def people_file(name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, PDF)
