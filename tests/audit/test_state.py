"""What was written behind the door's back is found."""

import time
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from audit import guards
from audit.selectors.state import check_model, governed_models
from collab.models import Organisation, Succession
from tests.audit.things import opened, renamed, trust, unsaved

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def forge(statement: str) -> None:
    """Change what is guarded, as the owner of the database could."""
    connection.check_constraints()  # PostgreSQL alters no table with checks pending
    with guards.lifted(connection):
        sql(statement)
        connection.check_constraints()


def words(model: Any = Organisation) -> list[str]:
    return [finding.words for finding in check_model(model).findings]


class TestCheckModel:
    def test_finds_nothing_where_everything_went_through_the_door(self, now):
        row = trust("A", now)
        row.name = "B"
        with opened(now):
            row.save()
            unsaved("C").save()
            Organisation.objects.bulk_create([unsaved(f"D{n}") for n in range(5)])
        with opened(now):
            Organisation.objects.get(name="C").delete()
        renamed(row, now)

        for model in governed_models():
            outcome = check_model(model)
            assert outcome.findings == []
        assert check_model(Organisation).rows == 6

    def test_names_the_columns_that_raw_sql_changed(self, now):
        row = trust("A", now)
        trust("B", now)

        sql(
            "UPDATE collab_organisation SET town = 'Elsewhere', name = 'Z'"
            " WHERE id = %s",
            row.pk,
        )

        (history, digest) = check_model(Organisation).findings
        assert history.uid == digest.uid == row.uid
        assert history.words == "differs from its newest history row in name, town"
        assert digest.words == "differs from the digest in its newest event"

    def test_finds_a_column_that_was_emptied(self, now):
        row = trust("A", now)
        row.ods_code = "RX1"
        with opened(now):
            row.save()

        sql("UPDATE collab_organisation SET ods_code = NULL")

        assert "differs from its newest history row in ods_code" in words()

    def test_finds_a_row_that_raw_sql_added(self, now):
        row = trust("A", now)
        columns = [
            field.column
            for field in Organisation._meta.concrete_fields
            if field.name not in ("id", "uid")
        ]
        sql(
            f"INSERT INTO collab_organisation (uid, {', '.join(columns)})"
            f" SELECT 'org_forged', {', '.join(columns)} FROM collab_organisation"
            " WHERE id = %s",
            row.pk,
        )

        assert words() == [
            "has no history: it was not written through Concordat",
            "is named by no event and by no bulk load",
        ]

    def test_finds_a_row_that_raw_sql_removed(self, now):
        row = trust("A", now)

        sql("DELETE FROM collab_organisation WHERE id = %s", row.pk)

        assert words() == [
            "is gone although its history does not say that it was removed"
        ]

    def test_finds_a_row_that_came_back(self, now):
        row = trust("A", now)
        with opened(now):
            row.delete()
        sql(
            "INSERT INTO collab_organisation (id, uid, revision, name, sector,"
            " legal_form, oversight_route, town, postcode, region_code, icb_code,"
            " source) SELECT id, uid, revision, name, sector, legal_form,"
            " oversight_route, town, postcode, region_code, icb_code, source"
            " FROM collab_historicalorganisation WHERE history_type = '-'"
        )

        assert "stands although its history says that it was removed" in words()

    def test_finds_a_fact_forged_with_the_guard_taken_off(self, now):
        renamed(trust("A", now), now)
        forge("UPDATE collab_succession SET former_name = 'Forged'")

        assert words(Succession) == ["differs from the digest in its newest event"]

    def test_finds_a_fact_removed_with_the_guard_taken_off(self, now):
        renamed(trust("A", now), now)
        forge("DELETE FROM collab_succession")

        assert words(Succession) == ["is gone although it can only be written once"]

    def test_finds_a_loaded_fact_that_was_forged(self, now):
        body = trust("A", now)
        with opened(now):
            Succession.objects.bulk_create(
                [
                    Succession(
                        organisation=body,
                        kind="renamed",
                        former_name=f"Old {n}",
                        happened_on=now.date(),
                        source="x",
                    )
                    for n in range(4)
                ]
            )
        assert words(Succession) == []

        forge(
            "UPDATE collab_succession SET former_name = 'F' WHERE former_name = 'Old 2'"
        )

        assert words(Succession) == [
            "or one of 4 rows loaded together differs or is gone"
        ]

    def test_does_not_call_an_upgrade_a_forgery(self, now, monkeypatch):
        trust("A", now)
        monkeypatch.setattr(
            "audit.selectors.state.columns_digest", lambda model: "after000"
        )

        outcome = check_model(Organisation)

        assert outcome.findings == []
        assert outcome.incomparable == 1

    def test_takes_as_many_queries_for_many_rows(self, now, django_assert_num_queries):
        with opened(now):
            for number in range(30):
                unsaved(f"Body {number}").save()

        with django_assert_num_queries(4):
            check_model(Organisation)

    @pytest.mark.slow
    def test_compares_tens_of_thousands_of_rows_a_second_with_history(self, now):
        from audit.selectors.state import _against_history

        with opened(now):
            for _ in range(4):
                Organisation.objects.bulk_create(
                    [unsaved(f"Body {n}") for n in range(5_000)], batch_size=500
                )

        started = time.perf_counter()
        assert list(_against_history(Organisation)) == []

        assert 20_000 / (time.perf_counter() - started) > 50_000


class TestAuditState:
    def test_says_that_all_agree(self, now, capsys):
        trust("A", now)

        call_command("audit_state")

        assert "All agree." in capsys.readouterr().out

    def test_names_what_differs_and_fails(self, now, capsys):
        row = trust("A", now)
        sql("UPDATE collab_organisation SET town = 'Elsewhere'")

        with pytest.raises(SystemExit) as stopped:
            call_command("audit_state")

        assert stopped.value.code == 1
        told = capsys.readouterr().out
        assert f"collab.organisation {row.uid} differs from its newest history" in told

    def test_fails_when_the_guard_is_missing(self, now, capsys):
        trigger = guards.wanted(connection)[0]
        sql(guards._drop(connection, trigger.table, trigger.name))

        with pytest.raises(SystemExit) as stopped:
            call_command("audit_state")

        assert stopped.value.code == 1
        assert f"The guard {trigger.name} is missing" in capsys.readouterr().out

    def test_says_when_it_could_not_check(self, monkeypatch, capsys):
        def refuse(_):
            raise DatabaseError("away")

        monkeypatch.setattr(
            "audit.management.commands.audit_state.guards.missing", refuse
        )

        with pytest.raises(SystemExit) as stopped:
            call_command("audit_state")

        assert stopped.value.code == 2
        assert "could not be made" in capsys.readouterr().err
