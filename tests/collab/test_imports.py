"""Loading a file of organisations, and undoing it."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from audit.models import Event, OutboxMessage
from audit.models.writing import EventWriter
from collab.enums import ImportOutcome, ImportStatus, LegalForm, Sector
from collab.models import ImportedRow, Organisation, OrganisationImport
from collab.policies.organisations import NotAnAdministratorError
from collab.rules.rights import Rights
from collab.selectors.imports import MissingFileError, path_of
from collab.services import imports
from collab.services.imports import (
    NothingToLoadError,
    UnusableFileError,
    check_import,
    confirm_import,
    load_portion,
)
from collab.services.imports_undoing import (
    AlreadyUndoneError,
    NotFinishedError,
    continue_import,
    undo_import,
)
from collab.tasks.imports import continue_import_task
from collab.transitions import ImportMoveError
from tests.builders import people
from tests.builders.acts import any_act
from tests.builders.bodies import EXTRACT, HEADINGS, SERVER, body, imported

pytestmark = pytest.mark.django_db


def check(text, now, actor=SERVER):
    return check_import(
        content=text.encode(), file_name="bodies.csv", actor=actor, now=now
    )


def undo(found, now, actor=SERVER):
    return undo_import(import_id=found.pk, actor=actor, now=now)


def outcomes(found):
    return [(line.row_number, line.outcome) for line in found.lines.order_by("pk")]


def many(count, start=0):
    lines = (f"Z{number:04d},Body {number},,,,,\n" for number in range(start, count))
    return HEADINGS + "".join(lines)


class TestCheckImport:
    def test_keeps_the_file_and_changes_no_organisation(self, now):
        found = check(EXTRACT, now)

        assert (found.reference, found.rows) == ("ORG-001", 3)
        assert found.status == ImportStatus.CHECKED
        assert not Organisation.objects.exists()

    def test_refuses_what_cannot_be_used(self, now):
        with pytest.raises(UnusableFileError, match="No column is headed"):
            check("colour\nred\n", now)
        assert not OrganisationImport.objects.exists()

    def test_refuses_a_file_whose_every_row_is_bad(self, now):
        with pytest.raises(NothingToLoadError, match="Row 2: the name is missing"):
            check("name,town\n,x\n", now)

    def test_refuses_everyone_but_administrators(self, now):
        with pytest.raises(NotAnAdministratorError):
            check(EXTRACT, now, people.person("Sam Body", now))
        assert not OrganisationImport.objects.exists()

    def test_is_seen_by_administrators_and_installation_auditors_only(self, now):
        found = check(EXTRACT, now)
        seen = OrganisationImport.objects.visible_to

        assert found in seen(Rights(is_active=True, administers_installation=True))
        assert found in seen(Rights(is_active=True, audits_installation=True))
        assert found not in seen(Rights(is_active=True))


class TestConfirmImport:
    def test_adds_the_good_rows(self, now):
        found = imported(EXTRACT, now)

        north = Organisation.objects.get(ods_code="X1A2B")
        assert found.status == ImportStatus.FINISHED
        assert Organisation.objects.count() == 3
        assert north.name == "North Vale NHS Foundation Trust"
        assert north.legal_form == LegalForm.NHS_FOUNDATION_TRUST
        assert north.sector == Sector.NHS_TRUST
        assert north.source == "As published: NORTH VALE NHS FOUNDATION TRUST"
        assert str(Organisation.objects.get(ods_code="XA2").closed_on) == "2025-03-31"

    def test_gives_each_organisation_its_own_event_and_history(self, now):
        imported(EXTRACT, now)

        for organisation in Organisation.objects.all():
            assert Event.objects.filter(object_uid=organisation.uid).count() == 1
            assert organisation.history.count() == 1

    def test_does_not_call_every_body_a_trust(self, now):
        imported(HEADINGS + "XA9,Vale Care Limited,,,,,\nXA8,Hope,vcse,,,,\n", now)

        assert Organisation.objects.get(ods_code="XA9").sector == Sector.OTHER
        assert Organisation.objects.get(ods_code="XA8").sector == Sector.VCSE

    def test_changes_nothing_the_second_time(self, now):
        imported(EXTRACT, now)
        before = (Event.objects.count(), Organisation.history.count())

        with pytest.raises(NothingToLoadError, match="already says all of this"):
            check(EXTRACT, now)

        assert (Event.objects.count(), Organisation.history.count()) == before

    def test_reports_changes_as_changes(self, now):
        imported(EXTRACT, now)

        found = imported(EXTRACT.replace("MOORSIDE", "HILLSIDE"), now)

        (line,) = found.lines.all()
        assert line.outcome == ImportOutcome.CHANGED
        assert (line.before, line.after) == ({"town": "Moorside"}, {"town": "Hillside"})
        assert Organisation.objects.get(ods_code="XA1").town == "Hillside"

    def test_never_erases_by_an_empty_cell(self, now):
        imported(HEADINGS + "XA1,A Trust,,Valetown,ZZ1 1AA,,\n", now)

        with pytest.raises(NothingToLoadError):
            check(HEADINGS + "XA1,A Trust,,,,,\n", now)

    def test_knows_a_body_without_a_code_by_its_name(self, now):
        found = body("Vale Care", now)

        imported(HEADINGS + "XA1,Vale Care,,,,,\n", now)

        assert Organisation.objects.get().pk == found.pk
        assert Organisation.objects.get().ods_code == "XA1"

    def test_takes_a_namesake_with_another_code_for_another_body(self, now):
        body("Vale Care", now, ods_code="XA9")

        imported(HEADINGS + "XA1,Vale Care,,,,,\n", now)

        assert Organisation.objects.filter(name="Vale Care").count() == 2

    def test_keeps_good_rows_and_reports_bad_ones_by_number(self, now):
        found = imported(HEADINGS + "XA1,A,,,,,\n!,B,,,,,\nXA2,C,,,,,\n", now)

        assert sorted(outcomes(found)) == [
            (2, ImportOutcome.CREATED),
            (3, ImportOutcome.REFUSED),
            (4, ImportOutcome.CREATED),
        ]
        assert "is not an ODS code" in found.lines.get(row_number=3).message

    def test_reports_a_row_that_the_register_makes_impossible(self, now):
        imported(HEADINGS + "XA1,A,,,,20200101,\n", now)

        found = imported(HEADINGS + "XA1,A,,,,,20190101\nXA2,B,,,,,\n", now)

        assert outcomes(found)[0] == (2, ImportOutcome.REFUSED)
        assert "close before it opened" in found.lines.get(row_number=2).message

    def test_reports_a_body_that_two_rows_name(self, now):
        body("Vale Care", now, ods_code="XA1")

        found = imported(
            HEADINGS + "XA1,Vale Care,,Here,,,\n,Vale Care,,There,,,\n", now
        )

        assert outcomes(found) == [
            (2, ImportOutcome.CHANGED),
            (3, ImportOutcome.REFUSED),
        ]

    def test_loads_in_portions_and_goes_on_where_it_stopped(self, now, monkeypatch):
        monkeypatch.setattr(imports, "PORTION", 3)
        found = imported(many(8), now)
        assert (found.status, found.position) == (ImportStatus.LOADING, 3)
        waiting = OutboxMessage.objects.filter(task="collab.continue_import")
        assert waiting.first().arguments == {"import_uid": found.uid}

        continue_import(import_uid=found.uid, now=now)
        continue_import(import_uid=found.uid, now=now)
        continue_import(import_uid=found.uid, now=now)

        found.refresh_from_db()
        assert (found.status, found.position) == (ImportStatus.FINISHED, 8)
        assert Organisation.objects.count() == found.lines.count() == 8

    def test_loads_the_next_portion_when_confirmed_again(self, now, monkeypatch):
        monkeypatch.setattr(imports, "PORTION", 3)
        found = imported(many(5), now)

        again = confirm_import(import_id=found.pk, actor=SERVER, now=now)

        assert again.status == ImportStatus.FINISHED

    def test_is_carried_on_by_its_task_which_may_run_twice(self, now, monkeypatch):
        monkeypatch.setattr(imports, "PORTION", 3)
        found = imported(many(5), now)

        continue_import_task(import_uid=found.uid)
        continue_import_task(import_uid=found.uid)

        assert Organisation.objects.count() == 5

    def test_refuses_a_finished_import(self, now):
        found = imported(EXTRACT, now)

        with pytest.raises(ImportMoveError, match="finished"):
            confirm_import(import_id=found.pk, actor=SERVER, now=now)

    def test_refuses_to_load_what_nobody_confirmed(self, now):
        found = check(EXTRACT, now)

        with pytest.raises(ImportMoveError, match="Confirm this import"):
            load_portion(import_id=found.pk, actor=SERVER, now=now)

    def test_refuses_a_file_that_changed_in_the_store(self, now):
        found = check(EXTRACT, now)
        path = path_of(found.sha256)
        default_storage.delete(path)

        with pytest.raises(MissingFileError, match="Choose the file again"):
            confirm_import(import_id=found.pk, actor=SERVER, now=now)

    def test_refuses_everyone_but_administrators(self, now):
        found = check(EXTRACT, now)

        with pytest.raises(NotAnAdministratorError):
            confirm_import(
                import_id=found.pk, actor=people.person("Sam Body", now), now=now
            )
        assert not Organisation.objects.exists()

    def test_leaves_nothing_and_sends_nothing_where_no_event_can_be_written(
        self, now, monkeypatch
    ):
        found = check(EXTRACT, now)

        def broken(self, *args, **kwargs):
            raise RuntimeError("no room on the disc")

        monkeypatch.setattr(EventWriter, "write", broken)

        with pytest.raises(RuntimeError):
            confirm_import(import_id=found.pk, actor=SERVER, now=now)
        assert not Organisation.objects.exists()
        assert not OutboxMessage.objects.exists()
        assert OrganisationImport.objects.get().status == ImportStatus.CHECKED


class TestUndoImport:
    def test_takes_away_what_was_added(self, now):
        found = imported(EXTRACT, now)

        reversal = undo(found, now)

        assert not Organisation.objects.exists()
        assert reversal.status == ImportStatus.FINISHED
        assert {line.outcome for line in reversal.lines.all()} == {
            ImportOutcome.REMOVED
        }

    def test_puts_back_what_was_changed(self, now):
        imported(EXTRACT, now)
        found = imported(EXTRACT.replace("MOORSIDE", "HILLSIDE"), now)

        reversal = undo(found, now)

        assert Organisation.objects.get(ods_code="XA1").town == "Moorside"
        assert outcomes(reversal) == [(3, ImportOutcome.RESTORED)]

    def test_leaves_what_somebody_changed_since(self, now):
        found = imported(EXTRACT, now)
        with any_act(now):
            north = Organisation.objects.get(ods_code="X1A2B")
            north.postcode = "ZZ9 9ZZ"
            north.save()

        reversal = undo(found, now)

        assert [each.ods_code for each in Organisation.objects.all()] == ["X1A2B"]
        left = reversal.lines.get(outcome=ImportOutcome.LEFT)
        assert left.message == "Somebody changed it since."

    def test_leaves_what_is_in_use(self, now):
        found = imported(EXTRACT, now)
        people.collaborative_with([Organisation.objects.get(ods_code="XA1")], now)

        reversal = undo(found, now)

        assert [each.ods_code for each in Organisation.objects.all()] == ["XA1"]
        left = reversal.lines.get(outcome=ImportOutcome.LEFT)
        assert left.message == "It is in use: membership."

    def test_lets_the_file_be_loaded_again(self, now):
        undo(imported(EXTRACT, now), now)

        imported(EXTRACT, now)

        assert Organisation.objects.count() == 3

    def test_undoes_two_imports_one_after_the_other(self, now):
        first = imported(EXTRACT, now)
        second = imported(EXTRACT.replace("MOORSIDE", "HILLSIDE"), now)

        undo(second, now)
        undo(first, now)

        assert not Organisation.objects.exists()

    def test_goes_on_in_portions(self, now, monkeypatch):
        found = imported(many(5), now)
        monkeypatch.setattr("collab.services.imports_undoing.PORTION", 2)

        reversal = undo(found, now)
        assert Organisation.objects.count() == 3
        continue_import(import_uid=reversal.uid, now=now)
        continue_import(import_uid=reversal.uid, now=now)

        assert not Organisation.objects.exists()

    def test_refuses_twice_and_refuses_a_reversal(self, now):
        found = imported(EXTRACT, now)
        reversal = undo(found, now)

        for each in (found, reversal):
            with pytest.raises(AlreadyUndoneError):
                undo(each, now)

    def test_refuses_an_unfinished_import(self, now):
        with pytest.raises(NotFinishedError):
            undo(check(EXTRACT, now), now)

    def test_refuses_everyone_but_administrators(self, now):
        found = imported(EXTRACT, now)

        with pytest.raises(NotAnAdministratorError):
            undo(found, now, people.person("Sam Body", now))
        assert Organisation.objects.count() == 3


def real_register() -> Path:
    folder = Path(
        os.environ.get("CONCORDAT_TEST_DATA")
        or settings.ROOT.parent / "shared" / "data"
    )
    path = folder / "ods_nhs_trusts.csv"
    if not path.exists():
        pytest.skip("the larger real data is not here: set CONCORDAT_TEST_DATA")
    return path


@pytest.mark.real_data
class TestThePublishedExtract:
    def test_loads_whole_once_and_is_undone(self, now):
        text = real_register().read_text(encoding="utf-8")

        found = imported(text, now)

        assert found.status == ImportStatus.FINISHED
        assert Organisation.objects.count() == 210
        assert Organisation.objects.filter(closed_on=None).count() == 205
        assert ImportedRow.objects.filter(outcome=ImportOutcome.CREATED).count() == 210
        with pytest.raises(NothingToLoadError):
            check(text, now)
        reversal = undo(found, now)
        while reversal.status == ImportStatus.LOADING:
            continue_import(import_uid=reversal.uid, now=now)
            reversal.refresh_from_db()
        assert not Organisation.objects.exists()
