"""The database itself refuses to change or lose what was recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from audit import guards
from audit.models import Event, PendingEvent, StoredText
from collab.models import Organisation, Succession
from tests.audit.things import renamed, trust

pytestmark = pytest.mark.django_db

HISTORY = Organisation.history.model


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# For each guarded table: the model, a column of text, how to make a row.
TABLES: dict[str, tuple[Any, str, Callable[[Any], Any]]] = {
    "event": (Event, "payload", lambda now: trust("A", now)),
    "stored text": (
        StoredText,
        "text",
        lambda now: StoredText.objects.create(sha256="0" * 64, text="long"),
    ),
    "history": (HISTORY, "name", lambda now: trust("A", now)),
    "fact": (Succession, "former_name", lambda now: renamed(trust("A", now), now)),
}


def plain(model: Any) -> Any:
    """The rows behind whatever manager the model has: what an attacker would use."""
    from django.db.models import QuerySet

    return QuerySet(model)


def upsert(row: Any, column: str) -> None:
    model = type(row)
    values = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
    plain(model).bulk_create(
        [model(**{**values, column: "forged"})],
        update_conflicts=True,
        update_fields=[column],
        unique_fields=[model._meta.pk.name],
    )


def save(row: Any, column: str) -> None:
    setattr(row, column, "forged")
    row.save_base(force_update=True, update_fields=[column])


def bulk_update(row: Any, column: str) -> None:
    setattr(row, column, "forged")
    plain(type(row)).bulk_update([row], [column])


ATTACKS: dict[str, Callable[[Any, str], Any]] = {
    "save": save,
    "update": lambda row, c: plain(type(row)).update(**{c: "forged"}),
    "bulk_update": bulk_update,
    "delete": lambda row, c: super(type(row), row).delete(),
    "delete of a queryset": lambda row, c: plain(type(row)).all().delete(),
    "_raw_delete": lambda row, c: plain(type(row)).all()._raw_delete("default"),
    "upsert": upsert,
    "raw UPDATE": lambda row, c: sql(f"UPDATE {row._meta.db_table} SET {c} = 'forged'"),
    "raw DELETE": lambda row, c: sql(f"DELETE FROM {row._meta.db_table}"),
}


@pytest.fixture(params=TABLES)
def guarded(request, now):
    """A guarded row and its column of text."""
    model, column, make = TABLES[request.param]
    make(now)
    return plain(model).order_by("-pk").first(), column


def held(row: Any, column: str) -> Any:
    return plain(type(row)).values_list(column, flat=True).get(pk=row.pk)


class TestGuardedTables:
    @pytest.mark.parametrize("attack", ATTACKS)
    def test_refuse(self, guarded, attack):
        row, column = guarded
        before = held(row, column)

        # Our own models refuse some before the database would: either will do.
        with pytest.raises((DatabaseError, RuntimeError)), transaction.atomic():
            ATTACKS[attack](row, column)

        assert held(row, column) == before

    @pytest.mark.postgresql
    def test_refuse_truncate(self, guarded):
        row, column = guarded

        with pytest.raises(DatabaseError), transaction.atomic():
            sql(f"TRUNCATE {row._meta.db_table} CASCADE")

        assert held(row, column)

    @pytest.mark.postgresql
    @pytest.mark.parametrize(
        "statement", ["UPDATE {} SET {} = 'forged'", "DELETE FROM {}", "TRUNCATE {}"]
    )
    def test_refuse_a_session_that_plays_a_replica(self, guarded, statement):
        row, column = guarded
        before = held(row, column)

        with pytest.raises(DatabaseError), transaction.atomic():
            sql("SET LOCAL session_replication_role = replica")
            sql(statement.format(row._meta.db_table, column))

        assert held(row, column) == before

    @pytest.mark.sqlite
    @pytest.mark.parametrize("recursive", ["ON", "OFF"])
    def test_refuse_insert_or_replace(self, guarded, recursive):
        row, column = guarded
        before = held(row, column)
        columns = [field.column for field in row._meta.concrete_fields]
        forged = [f"'forged' AS {c}" if c == column else c for c in columns]
        table = row._meta.db_table

        sql(f"PRAGMA recursive_triggers = {recursive}")
        try:
            with pytest.raises(DatabaseError), transaction.atomic():
                sql(
                    f"INSERT OR REPLACE INTO {table} ({', '.join(columns)})"
                    f" SELECT {', '.join(forged)} FROM {table}"
                )
        finally:
            sql("PRAGMA recursive_triggers = ON")

        assert held(row, column) == before

    @pytest.mark.sqlite
    def test_refuse_a_replacement_by_any_unique_key(self, now):
        fact = renamed(trust("A", now), now)
        columns = [f.column for f in Succession._meta.concrete_fields if f.name != "id"]
        forged = ["'forged'" if c == "former_name" else c for c in columns]

        sql("PRAGMA recursive_triggers = OFF")
        try:
            with pytest.raises(DatabaseError), transaction.atomic():
                sql(
                    f"INSERT OR REPLACE INTO collab_succession ({', '.join(columns)})"
                    f" SELECT {', '.join(forged)} FROM collab_succession"
                )
        finally:
            sql("PRAGMA recursive_triggers = ON")

        assert Succession.objects.get().former_name == fact.former_name


class TestInstall:
    def test_guards_every_table_of_facts_history_and_events(self):
        tables = {model._meta.db_table for model in guards.guarded_models()}

        assert {"audit_event", "audit_storedtext", "collab_succession"} <= tables
        assert HISTORY._meta.db_table in tables
        assert "audit_outboxmessage" not in tables
        assert "audit_personalvalue" not in tables

    def test_marks_each_event_as_pending(self, now):
        trust("A", now)

        waiting = set(PendingEvent.objects.values_list("event_id", flat=True))

        assert set(Event.objects.values_list("pk", flat=True)) <= waiting

    def test_may_be_repeated(self):
        guards.install(connection)
        guards.install(connection)

        assert guards.missing(connection) == []

    def test_gives_long_tables_names_that_differ(self):
        long = "collab_historical" + "x" * 60

        names = {guards._name(long, kind) for kind in ("ao", "tr", "u", "d", "r")}

        assert len(names) == 5
        assert all(len(name) <= 63 for name in names)

    @pytest.mark.sqlite
    @pytest.mark.parametrize(
        ("index", "stands", "comes", "refused"),
        [
            ("(a)", "(1, 1, 'x')", "(1, 2, 'y')", True),
            ("(a, b)", "(1, 1, 'x')", "(1, 2, 'y')", False),
            ("(a, b)", "(1, 1, 'x')", "(1, 1, 'y')", True),
            ('("a") WHERE "b" IS NULL', "(1, NULL, 'x')", "(1, NULL, 'y')", True),
            ('("a") WHERE "b" IS NULL', "(1, NULL, 'x')", "(1, 2, 'y')", False),
            ('(LOWER("c"), "a")', "(1, 1, 'x')", "(1, 2, 'X')", True),
            ('(LOWER("c"), "a" DESC)', "(1, 1, 'x')", "(2, 2, 'X')", False),
        ],
    )
    def test_knows_when_a_row_would_replace_another(
        self, index, stands, comes, refused
    ):
        quoted = index if '"' in index else index.replace("a", '"a"', 1)
        quoted = quoted.replace(", b", ', "b"')
        condition = guards._condition_of(f"CREATE UNIQUE INDEX i ON t {quoted}")
        sql("CREATE TABLE t (a int, b int, c text)")
        sql(f"INSERT INTO t VALUES {stands}")
        sql(
            "CREATE TRIGGER r BEFORE INSERT ON t WHEN EXISTS"
            f" (SELECT 1 FROM t WHERE {condition})"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )

        if refused:
            with pytest.raises(DatabaseError), transaction.atomic():
                sql(f"INSERT INTO t VALUES {comes}")
        else:
            sql(f"INSERT INTO t VALUES {comes}")


class TestMissing:
    def test_is_empty_after_the_migrations(self):
        assert guards.missing(connection) == []

    def test_names_exactly_the_trigger_that_was_dropped(self):
        every = guards.wanted(connection)
        for trigger in (every[0], every[-1]):
            savepoint = transaction.savepoint()
            sql(guards._drop(connection, trigger.table, trigger.name))

            assert guards.missing(connection) == [trigger.name]

            transaction.savepoint_rollback(savepoint)
        assert guards.missing(connection) == []

    @pytest.mark.postgresql
    @pytest.mark.parametrize("how", ["DISABLE", "ENABLE", "ENABLE REPLICA"])
    def test_names_a_trigger_that_is_not_always_on(self, how):
        sql(f"ALTER TABLE audit_event {how} TRIGGER guard_audit_event_ao")

        assert guards.missing(connection) == ["guard_audit_event_ao"]

    @pytest.mark.postgresql
    def test_sees_a_function_that_no_longer_refuses(self):
        sql(
            "CREATE OR REPLACE FUNCTION concordat_refuse_change() RETURNS trigger"
            " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        )

        assert "guard_audit_event_ao" in guards.missing(connection)

    @pytest.mark.sqlite
    def test_sees_a_trigger_that_no_longer_refuses(self):
        sql("DROP TRIGGER guard_audit_event_u")
        sql(
            "CREATE TRIGGER guard_audit_event_u BEFORE UPDATE ON audit_event"
            " BEGIN SELECT 1; END"
        )

        assert guards.missing(connection) == ["guard_audit_event_u"]

    def test_fails_the_system_check(self):
        trigger = guards.wanted(connection)[0]
        sql(guards._drop(connection, trigger.table, trigger.name))

        (found,) = guards.check_guards(databases=["default"])

        assert trigger.name in found.msg


class TestLifted:
    def test_puts_the_guard_back(self):
        with guards.lifted(connection):
            assert guards.missing(connection) != []

        assert guards.missing(connection) == []

    def test_puts_the_guard_back_after_an_error_and_lets_it_through(self):
        with pytest.raises(ZeroDivisionError), guards.lifted(connection):
            _ = 1 / 0

        assert guards.missing(connection) == []

    def test_hides_no_error_of_a_failed_transaction(self):
        with (
            pytest.raises(DatabaseError, match="no_such_table"),
            transaction.atomic(),
            guards.lifted(connection),
        ):
            sql("SELECT * FROM no_such_table")

        assert guards.missing(connection) == []
