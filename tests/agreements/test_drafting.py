import datetime as dt

import pytest

from agreements.enums import Instrument, PartyRole
from agreements.models import Agreement, Party, Version
from agreements.policies import NotGovernanceLeadError
from agreements.services import clauses, creating, parties, terms
from agreements.services.drafting import PartChangedError, PartGoneError
from agreements.services.locking import NotADraftError
from agreements.services.withdrawing import withdraw_version
from audit.models import StaleRowError
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


def create(made, actor, now, title="Agreement"):
    return creating.create_agreement(
        collaborative_id=made.collaborative.pk,
        title=title,
        instrument=Instrument.MOU,
        actor=actor,
        now=now,
    )


class TestCreateAgreement:
    def test_numbers_agreements_without_gaps(self, made, now):
        references = [create(made, made.lead, now).agreement.reference for _ in "abc"]

        assert references == ["AGR-001", "AGR-002", "AGR-003"]

    def test_gives_the_number_back_when_it_rolls_back(self, made, now, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(creating, "_first_of", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                create(made, made.lead, now)

        assert create(made, made.lead, now).agreement.reference == "AGR-001"
        assert Agreement.objects.count() == 1

    def test_is_refused_to_a_member_and_to_an_administrator(self, made, now):
        for person in (
            made.signatory(made.bodies[0]),
            people.administrator("Ada", now),
        ):
            with pytest.raises(NotGovernanceLeadError):
                create(made, person, now)

        assert not Agreement.objects.exists()


class TestStartVersion:
    def test_keeps_the_clauses_and_their_identities(self, made, now):
        first = build.in_force(made, now, commences_on=london_day(now - DAY))

        second = build.next_version(made, first, now)

        assert second.number == 2
        assert list(
            second.clauses.order_by("position").values_list("identity")
        ) == list(first.clauses.order_by("position").values_list("identity"))
        assert second.commences_on is None

    def test_is_refused_while_another_is_open(self, made, draft, now):
        with pytest.raises(creating.AnotherVersionOpenError, match="still draft"):
            build.next_version(made, draft, now)

    def test_follows_a_withdrawn_version(self, made, draft, now):
        withdraw_version(version_id=draft.pk, reason="No", actor=made.lead, now=now)

        assert build.next_version(made, draft, now).number == 2


class TestParties:
    def name(self, made, draft, body, now, actor=None):
        return parties.name_party(
            version_id=draft.pk,
            organisation_id=body.pk,
            role=PartyRole.HOST,
            actor=actor or made.lead,
            now=now,
        )

    def remove(self, made, draft, body, now):
        parties.remove_party(
            version_id=draft.pk, organisation_id=body.pk, actor=made.lead, now=now
        )

    def test_named_again_change_their_part(self, made, draft, now):
        self.name(made, draft, made.bodies[0], now)

        assert Party.objects.get(organisation=made.bodies[0]).role == PartyRole.HOST
        assert Party.objects.count() == 2

    def test_must_be_members_of_the_collaborative(self, made, draft, now):
        outside = people.organisation("Outside", now)

        with pytest.raises(parties.NotAMemberError):
            self.name(made, draft, outside, now)

    def test_are_gone_from_a_first_draft_when_taken_out(self, made, draft, now):
        self.remove(made, draft, made.bodies[1], now)

        assert not Party.objects.filter(organisation=made.bodies[1]).exists()

    def test_cannot_be_taken_out_twice(self, made, draft, now):
        self.remove(made, draft, made.bodies[1], now)

        with pytest.raises(parties.NotAPartyError):
            self.remove(made, draft, made.bodies[1], now)

    def test_of_a_version_sent_out_stay(self, made, draft, now):
        build.send_out(draft, made, now)

        with pytest.raises(NotADraftError):
            self.remove(made, draft, made.bodies[1], now)

    def test_are_not_named_by_a_member(self, made, draft, now):
        with pytest.raises(NotGovernanceLeadError):
            self.name(made, draft, made.bodies[0], now, made.signatory(made.bodies[0]))


class TestClauses:
    def first(self, draft):
        return draft.clauses.order_by("position").first()

    def change(self, made, clause, now, **changed):
        values = {
            "version_id": clause.version_id,
            "identity": clause.identity,
            "revision": clause.revision,
            "heading": "H",
            "text": "T",
            "actor": made.lead,
            "now": now,
        } | changed
        return clauses.change_clause(**values)

    def test_change_the_hash_of_the_draft(self, made, draft, now):
        from agreements.selectors.content import live_content_of

        before = live_content_of(draft).fingerprint()
        self.change(made, self.first(draft), now)

        draft = Version.objects.select_related("agreement").get(pk=draft.pk)
        assert live_content_of(draft).fingerprint() != before

    def test_are_not_overwritten_by_who_read_an_older_text(self, made, draft, now):
        clause = self.first(draft)
        self.change(made, clause, now, text="Theirs")

        with pytest.raises(PartChangedError) as raised:
            self.change(made, clause, now, text="Mine")

        assert raised.value.stands.text == "Theirs"

    def test_are_frozen_once_sent_out(self, made, draft, now):
        clause = self.first(draft)
        build.send_out(draft, made, now)

        with pytest.raises(NotADraftError):
            self.change(made, clause, now)

    def test_are_changed_by_governance_leads_only(self, made, draft, now):
        with pytest.raises(NotGovernanceLeadError):
            self.change(
                made, self.first(draft), now, actor=made.signatory(made.bodies[0])
            )

    def test_stay_in_place_at_the_end_of_the_list(self, made, draft, now):
        clause = self.first(draft)

        clauses.move_clause(
            version_id=draft.pk,
            identity=clause.identity,
            up=True,
            actor=made.lead,
            now=now,
        )

        assert self.first(draft) == clause

    def test_close_the_gap_when_one_is_taken_out(self, made, draft, now):
        build.add_clause(draft, made, now, "Third", "Text")
        clause = self.first(draft)

        clauses.remove_clause(
            version_id=draft.pk,
            identity=clause.identity,
            revision=clause.revision,
            actor=made.lead,
            now=now,
        )

        positions = draft.clauses.order_by("position").values_list(
            "position", flat=True
        )
        assert list(positions) == [1, 2]

    def test_that_are_gone_say_so(self, made, draft, now):
        clause = self.first(draft)
        remove = {
            "version_id": draft.pk,
            "identity": clause.identity,
            "revision": clause.revision,
            "actor": made.lead,
            "now": now,
        }
        clauses.remove_clause(**remove)

        with pytest.raises(PartGoneError):
            clauses.remove_clause(**remove)

    def test_are_left_alone_when_the_event_cannot_be_written(
        self, made, draft, now, ledger_away
    ):
        clause = self.first(draft)
        ledger_away()

        with pytest.raises(RuntimeError):
            self.change(made, clause, now)

        clause.refresh_from_db()
        assert clause.text == "Care **close to home**."


class TestSetTerms:
    def set(self, made, draft, now, **changed):
        values = {
            "version_id": draft.pk,
            "revision": draft.revision,
            "title": "T",
            "commences_on": None,
            "expires_on": None,
            "value_pence": 5,
            "actor": made.lead,
            "now": now,
        } | changed
        return terms.set_terms(**values)

    def test_changes_the_title_of_the_agreement(self, made, draft, now):
        self.set(made, draft, now, title="New title")

        assert Agreement.objects.get().title == "New title"

    def test_is_refused_to_who_read_older_terms(self, made, draft, now):
        self.set(made, draft, now)

        with pytest.raises(StaleRowError):
            self.set(made, draft, now, value_pence=6)

    def test_refuses_a_last_day_before_the_first(self, made, draft, now):
        with pytest.raises(terms.DatesOutOfOrderError):
            self.set(
                made,
                draft,
                now,
                commences_on=london_day(now),
                expires_on=london_day(now - DAY),
            )
