import datetime as dt

import pytest

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.policies import NotGovernanceLeadError
from agreements.services import signatories
from agreements.services.asking import PartyLacksSignatoryError
from agreements.services.giving import AlreadySignedError, NotOutForSignatureError
from agreements.services.sending_out import (
    NotReadyToSendOutError,
    send_out_for_signature,
)
from agreements.services.withdrawing import withdraw_version
from agreements.transitions import IllegalMoveError
from audit.door import ReasonNeededError
from audit.models import OutboxMessage
from collab.rules.periods import london_day
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def draft(made, now):
    return build.draft(made, now)


@pytest.fixture
def ledger_away(monkeypatch):
    """Call it once things are in place: from then on no event can be written."""

    def refuse(*_):
        raise RuntimeError("The ledger is away.")

    def go_away():
        monkeypatch.setattr("audit.models.writing.EventWriter.write", refuse)

    return go_away


class TestSendOutForSignature:
    def test_freezes_the_text_and_its_hash(self, made, draft, now):
        from agreements.rules.content import fingerprint_of, read

        sent = build.send_out(draft, made, now)

        assert sent.status == VersionStatus.OUT_FOR_SIGNATURE
        assert fingerprint_of(sent.content) == sent.content_hash
        assert [clause.heading for clause in read(sent.content).clauses] == [
            "Purpose",
            "Money",
        ]

    def test_asks_and_tells_one_signatory_of_each_party(self, made, draft, now):
        build.send_out(draft, made, now)

        asked = SignatureRequest.objects.filter(status=RequestStatus.ASKED)
        assert {each.signatory for each in asked} == set(made.signatories.values())
        for person in made.signatories.values():
            told = person.notifications.get()
            assert told.subject == "Sign AGR-001 Partnership agreement"
            assert told.link.endswith("/AGR-001/versions/1/sign")
        mail = OutboxMessage.objects.filter(task="accounts.send_mail")
        assert mail.count() == 2

    def test_cannot_be_done_twice(self, made, draft, now):
        build.send_out(draft, made, now)

        with pytest.raises(IllegalMoveError):
            build.send_out(draft, made, now)

    def test_names_every_party_that_lacks_a_signatory(self, made, draft, now):
        with pytest.raises(PartyLacksSignatoryError) as raised:
            send_out_for_signature(
                version_id=draft.pk,
                signatories={},
                due_on=london_day(now),
                actor=made.lead,
                now=now,
            )

        assert len(raised.value.lacking) == 2
        assert "choose who is to sign" in raised.value.lacking[0]

    def test_refuses_a_signatory_below_the_value(self, now):
        made = build.partnership(now, limit_pence=1_000_00)
        draft = build.draft(made, now, value_pence=1_000_01)

        with pytest.raises(PartyLacksSignatoryError, match="organisation lead"):
            build.send_out(draft, made, now)

    def test_refuses_a_signatory_who_cannot_open_the_pages(self, made, draft, now):
        body = made.bodies[0]
        outsider = people.person("No Role", now)
        people.delegate(outsider, body, now)
        made.signatories[body.pk] = outsider

        with pytest.raises(PartyLacksSignatoryError, match="role of member"):
            build.send_out(draft, made, now)

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [
            (lambda made, draft, now: draft.clauses.all().delete(), "one clause"),
            (
                lambda made, draft, now: draft.agreement.parties.first().delete(),
                "two parties",
            ),
        ],
    )
    def test_says_what_is_missing(self, made, draft, now, spoil, words):
        with people.any_act(now) as record:
            record.about(draft)
            spoil(made, draft, now)

        with pytest.raises(NotReadyToSendOutError, match=words):
            build.send_out(draft, made, now)

    def test_needs_a_day_to_commence(self, made, draft, now):
        build.with_terms(draft, made, now, commences_on=None)

        with pytest.raises(NotReadyToSendOutError, match="commences"):
            build.send_out(draft, made, now)

    def test_refuses_what_is_over_before_it_is_signed(self, made, draft, now):
        build.with_terms(
            draft,
            made,
            now,
            commences_on=london_day(now - 9 * DAY),
            expires_on=london_day(now - DAY),
        )

        with pytest.raises(NotReadyToSendOutError, match="last day has passed"):
            build.send_out(draft, made, now)

    def test_leaves_a_draft_when_the_event_cannot_be_written(
        self, made, draft, now, ledger_away
    ):
        before = OutboxMessage.objects.count()
        ledger_away()

        with pytest.raises(RuntimeError):
            build.send_out(draft, made, now)

        assert Version.objects.get(pk=draft.pk).is_draft
        assert not SignatureRequest.objects.exists()
        assert OutboxMessage.objects.count() == before


class TestWithdrawVersion:
    def withdraw(self, made, version, now, **changed):
        values = {
            "version_id": version.pk,
            "reason": "A better text",
            "actor": made.lead,
            "now": now,
        }
        return withdraw_version(**values | changed)

    def test_closes_what_was_asked_and_signed(self, made, now):
        version = build.out_for_signature(made, now)
        body = made.bodies[0]
        build.sign(version, body, made.signatory(body), now)

        self.withdraw(made, version, now)

        statuses = SignatureRequest.objects.values_list("status", flat=True)
        assert set(statuses) == {RequestStatus.WITHDRAWN}
        assert version.sign_offs.count() == 1

    def test_ends_what_could_be_signed(self, made, now):
        version = build.out_for_signature(made, now)
        self.withdraw(made, version, now)
        body = made.bodies[0]

        with pytest.raises(NotOutForSignatureError):
            build.sign(version, body, made.signatory(body), now)

    def test_needs_a_reason(self, made, draft, now):
        with pytest.raises(ReasonNeededError):
            self.withdraw(made, draft, now, reason="")

    def test_is_refused_once_every_party_has_signed(self, made, now):
        version = build.in_force(made, now)

        with pytest.raises(IllegalMoveError):
            self.withdraw(made, version, now)

    def test_is_refused_to_a_signatory(self, made, draft, now):
        with pytest.raises(NotGovernanceLeadError):
            self.withdraw(made, draft, now, actor=made.signatory(made.bodies[0]))


class TestReplaceSignatory:
    def replace(self, made, version, body, person, now, **changed):
        values = {
            "version_id": version.pk,
            "organisation_id": body.pk,
            "user_id": person.pk,
            "due_on": london_day(now + DAY),
            "actor": made.lead,
            "now": now,
        }
        return signatories.replace_signatory(**values | changed)

    @pytest.fixture
    def version(self, draft, made, now):
        return build.send_out(draft, made, now)

    @pytest.fixture
    def body(self, made):
        return made.bodies[0]

    def test_asks_and_tells_the_new_person(self, made, version, body, now):
        other = build.signatory("Other", made, body, now)

        new = self.replace(made, version, body, other, now)

        assert new.signatory == other
        assert other.notifications.count() == 1
        old = SignatureRequest.objects.get(signatory=made.signatory(body))
        assert old.status == RequestStatus.REPLACED

    def test_refuses_a_person_without_a_delegation(self, made, version, body, now):
        with pytest.raises(PartyLacksSignatoryError):
            self.replace(made, version, body, made.lead, now)

    def test_refuses_once_the_body_has_signed(self, made, version, body, now):
        build.sign(version, body, made.signatory(body), now)

        with pytest.raises(AlreadySignedError):
            self.replace(made, version, body, made.signatory(body), now)

    def test_refuses_a_version_that_is_not_out(self, made, now, body):
        draft = build.draft(made, now, title="Another")

        with pytest.raises(NotOutForSignatureError):
            self.replace(made, draft, body, made.signatory(body), now)

    def test_refuses_a_day_in_the_past(self, made, version, body, now):
        with pytest.raises(NotReadyToSendOutError):
            self.replace(
                made,
                version,
                body,
                made.signatory(body),
                now,
                due_on=london_day(now - DAY),
            )

    def test_is_refused_to_a_member(self, made, version, body, now):
        with pytest.raises(NotGovernanceLeadError):
            self.replace(
                made,
                version,
                body,
                made.signatory(body),
                now,
                actor=made.signatory(body),
            )
