"""Loading past decisions: the dry run, the portions, and what stops a load."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage

from audit.models import Event, OutboxMessage
from audit.models.writing import EventWriter
from collab.enums import ImportOutcome, ImportStatus, MembershipRole
from collab.models import (
    Decision,
    DecisionBody,
    DecisionImport,
    DecisionImportRow,
    Membership,
)
from collab.policies.collaboratives import NotALeadHereError
from collab.policies.decisions import NotTakingPartError
from collab.rules.rights import Rights
from collab.selectors.decision_imports import path_of
from collab.selectors.imports import MissingFileError
from collab.services import decision_imports
from collab.services.decision_imports import (
    ChangedSinceCheckedError,
    confirm_past_decisions,
    continue_past_decisions,
    load_past_decisions,
)
from collab.services.imports import NothingToLoadError, UnusableFileError
from collab.tasks.decision_imports import continue_decision_import_task
from collab.transitions import ImportMoveError
from tests.builders import people
from tests.builders.acts import any_act
from tests.builders.past_decisions import checked, file_of, line, loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust(now):
    return people.organisation("Northfield Trust", now, ods_code="NF1")


@pytest.fixture
def council(now):
    return people.organisation("Vale Council", now)


@pytest.fixture
def partners(trust, council, now):
    return people.collaborative_with([trust, council], now)


@pytest.fixture
def lead(partners, trust, now):
    return people.governance_lead("Grace Lead", partners, trust, now)


@pytest.fixture
def of(partners, trust, lead, now):
    return {"collaborative": partners, "body": trust, "lead": lead, "now": now}


def many(count):
    return file_of(
        *(line(f"Decision {number}", item=str(number)) for number in range(count))
    )


def references():
    return sorted(Decision.objects.values_list("reference", flat=True))


class TestChecking:
    def test_keeps_the_file_and_writes_no_decision(self, of):
        found = checked(many(3), **of)

        assert (found.reference, found.rows) == ("LOAD-001", 3)
        assert found.status == ImportStatus.CHECKED
        assert not Decision.objects.exists()

    def test_refuses_what_cannot_be_used(self, of):
        with pytest.raises(UnusableFileError, match="no column headed"):
            checked(b"colour\nred\n", **of)
        with pytest.raises(NothingToLoadError, match="Row 2, outcome"):
            checked(file_of(line(outcome="maybe")), **of)

        assert not DecisionImport.objects.exists()
        assert not Event.objects.filter(verb__contains="decision_import").exists()

    def test_refuses_everyone_but_governance_leads(self, of, partners, trust, now):
        member = people.member("Mo Member", partners, trust, now)

        with pytest.raises(NotALeadHereError):
            checked(many(1), **of | {"lead": member})

    def test_refuses_to_act_for_a_body_of_others(self, of, council):
        with pytest.raises(NotTakingPartError, match="no post at Vale Council"):
            checked(many(1), **of | {"body": council})

    def test_is_seen_by_those_who_govern_or_audit_only(self, of, partners):
        found = checked(many(1), **of)

        for codename, sees in (("govern", True), ("audit", True), ("take_part", False)):
            rights = Rights(
                is_active=True, on_collaboratives={partners.pk: frozenset({codename})}
            )
            assert (found in DecisionImport.objects.visible_to(rights)) == sees


class TestLoading:
    def test_writes_each_good_row_as_a_decision_of_its_own(
        self, of, trust, council, lead
    ):
        there = "Aisha Shah, NF1; Ben Cole, Vale Council"
        found = loaded(
            file_of(
                line("Open beds", who_was_there=there, value="12,000"),
                line("Bad", outcome="?"),
            ),
            **of,
        )

        decision = Decision.objects.get()
        assert found.status == ImportStatus.FINISHED
        assert decision.reference == "2023-001"
        assert decision.is_imported
        assert decision.source == "Minutes of the board, May 2023, item 7.2"
        assert decision.is_quorate is None
        assert decision.value_pence == 1_200_000
        assert decision.logged_by == lead
        assert decision.organisation == trust
        assert {each.name for each in decision.presences.all()} == {
            "Aisha Shah",
            "Ben Cole",
        }
        assert set(DecisionBody.objects.values_list("organisation_id", flat=True)) == {
            trust.pk,
            council.pk,
        }
        outcomes = list(
            found.lines.order_by("row_number").values_list("outcome", flat=True)
        )
        assert outcomes == [ImportOutcome.CREATED, ImportOutcome.REFUSED]
        assert "outcome: “?” is not one of" in found.lines.get(row_number=3).message

    def test_gives_each_decision_its_own_event(self, of):
        loaded(many(3), **of)

        for decision in Decision.objects.all():
            assert Event.objects.filter(object_uid=decision.uid).count() == 1

    def test_continues_each_years_references_without_gaps(self, of):
        loaded(
            file_of(
                line("Late", day="01/12/2023"),
                line("Early", day="01/02/2023"),
                line("Before", day="31/12/2022"),
            ),
            **of,
        )
        loaded(file_of(line("Next", day="02/12/2023")), **of)

        by_title = dict(Decision.objects.values_list("title", "reference"))
        assert by_title == {
            "Before": "2022-001",
            "Early": "2023-001",
            "Late": "2023-002",
            "Next": "2023-003",
        }

    def test_passes_over_what_is_there_already(self, of):
        loaded(many(2), **of)

        found = loaded(many(3), **of)

        assert Decision.objects.count() == 3
        assert found.lines.filter(outcome=ImportOutcome.LEFT).count() == 2
        assert "there already as 2023-001" in found.lines.get(row_number=2).message
        with pytest.raises(NothingToLoadError, match="already holds all of this"):
            checked(many(3), **of)

    def test_writes_nothing_twice_when_two_loads_of_one_file_wait(self, of, lead, now):
        first, second = checked(many(2), **of), checked(many(2), **of)

        for found in (first, second):
            confirm_past_decisions(import_id=found.pk, actor=lead, now=now)

        assert Decision.objects.count() == 2

    def test_takes_who_was_there_from_past_members_too(self, of, partners, now):
        gone = people.organisation("Gone Hospice", now)
        with any_act(now):
            Membership(
                collaborative=partners,
                organisation=gone,
                role=MembershipRole.MEMBER,
                joined_on=dt.date(2020, 1, 1),
                left_on=dt.date(2024, 1, 1),
            ).save()

        loaded(file_of(line(who_was_there="Ann Old, Gone Hospice")), **of)

        assert Decision.objects.get().presences.get().organisation == gone

    def test_goes_on_where_it_stopped(self, of, lead, now, monkeypatch):
        monkeypatch.setattr(decision_imports, "PORTION", 3)
        found = checked(many(8), **of)
        found = confirm_past_decisions(import_id=found.pk, actor=lead, now=now)
        assert (found.status, found.position) == (ImportStatus.LOADING, 3)
        waiting = OutboxMessage.objects.filter(task="collab.continue_decision_import")
        assert waiting.first().arguments == {"import_uid": found.uid}

        for _ in range(4):
            continue_decision_import_task(import_uid=found.uid)

        found.refresh_from_db()
        assert (found.status, found.position) == (ImportStatus.FINISHED, 8)
        assert references() == [f"2023-{number:03d}" for number in range(1, 9)]
        assert found.lines.count() == 8

    def test_leaves_no_gap_where_a_portion_broke_off(self, of, lead, now, monkeypatch):
        monkeypatch.setattr(decision_imports, "PORTION", 3)
        found = checked(many(6), **of)
        confirm_past_decisions(import_id=found.pk, actor=lead, now=now)
        write = EventWriter.write

        def broken(self):
            raise RuntimeError("no room on the disc")

        monkeypatch.setattr(EventWriter, "write", broken)
        with pytest.raises(RuntimeError):
            continue_past_decisions(import_uid=found.uid, now=now)
        assert Decision.objects.count() == DecisionImportRow.objects.count() == 3
        found.refresh_from_db()
        assert found.position == 3

        monkeypatch.setattr(EventWriter, "write", write)
        continue_past_decisions(import_uid=found.uid, now=now)

        assert references() == [f"2023-{number:03d}" for number in range(1, 7)]

    def test_takes_the_same_number_of_queries_however_many_rows(
        self, of, lead, now, django_assert_max_num_queries
    ):
        few, lot = checked(many(2), **of), checked(many(60), **of)
        with django_assert_max_num_queries(200) as counted:
            confirm_past_decisions(import_id=few.pk, actor=lead, now=now)

        with django_assert_max_num_queries(len(counted) + 12):
            confirm_past_decisions(import_id=lot.pk, actor=lead, now=now)

    def test_refuses_a_finished_load_and_one_that_nobody_confirmed(self, of, lead, now):
        found = checked(many(1), **of)
        with pytest.raises(ImportMoveError, match="Confirm this import"):
            load_past_decisions(import_id=found.pk, actor=lead, now=now)
        confirm_past_decisions(import_id=found.pk, actor=lead, now=now)

        with pytest.raises(ImportMoveError, match="finished"):
            confirm_past_decisions(import_id=found.pk, actor=lead, now=now)

    def test_refuses_a_file_that_is_gone_from_the_store(self, of, lead, now):
        found = checked(many(1), **of)
        default_storage.delete(path_of(found.sha256))

        with pytest.raises(MissingFileError, match="Choose the file again"):
            confirm_past_decisions(import_id=found.pk, actor=lead, now=now)

    def test_stands_still_where_a_member_was_renamed_since(
        self, of, council, lead, now
    ):
        there = "Ben Cole, Vale Council"
        found = checked(file_of(line(who_was_there=there), line("Other")), **of)
        with any_act(now):
            council.name = "Moor Council"
            council.save()

        with pytest.raises(ChangedSinceCheckedError, match="renamed"):
            confirm_past_decisions(import_id=found.pk, actor=lead, now=now)
        continue_past_decisions(import_uid=found.uid, now=now)

        assert not Decision.objects.exists()

    def test_refuses_everyone_but_governance_leads(self, of, partners, trust, now):
        found = checked(many(1), **of)
        member = people.member("Mo Member", partners, trust, now)

        with pytest.raises(NotALeadHereError):
            confirm_past_decisions(import_id=found.pk, actor=member, now=now)
        assert not Decision.objects.exists()
