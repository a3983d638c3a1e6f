"""The database's own guard: append-only tables, and the mark of pending events.

Three holes that row triggers leave are closed too: TRUNCATE (PostgreSQL), INSERT OR
REPLACE (SQLite), and SQLite's remaking of a table, which drops its triggers: the
``migrate`` command takes them off first and puts them all back (docs/adr/0002).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections

from audit.models import Event, PendingEvent, is_append_only

REFUSE = "concordat_refuse_change"
ENQUEUE = "concordat_enqueue_event"


def guarded_models() -> list[Any]:
    """List the models whose rows the database must not change, by table."""
    return sorted(
        (
            model
            for model in apps.get_models(include_auto_created=True)
            if is_append_only(model) and model._meta.managed
        ),
        key=lambda model: model._meta.db_table,
    )


def _existing(connection: Any) -> list[Any]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    return [model for model in guarded_models() if model._meta.db_table in tables]


def install(connection: Any) -> None:
    """Put every trigger on every guarded table that exists; safe to repeat."""
    statements = (
        _postgresql_statements(connection)
        if connection.vendor == "postgresql"
        else _sqlite_statements(connection)
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the triggers off, for an upgrade or a test's flush."""
    with connection.cursor() as cursor:
        for table, trigger in _installed(connection):
            quoted = connection.ops.quote_name(trigger)
            on_table = (
                f" ON {connection.ops.quote_name(table)}"
                if connection.vendor == "postgresql"
                else ""
            )
            cursor.execute(f"DROP TRIGGER IF EXISTS {quoted}{on_table}")


def missing(connection: Any) -> list[str]:
    """Name the triggers that should stand and do not, or are switched off."""
    wanted = set()
    for model in _existing(connection):
        table = model._meta.db_table
        kinds = ("ao", "tr") if connection.vendor == "postgresql" else ("u", "d", "r")
        wanted |= {_name(table, kind) for kind in kinds}
        if model is Event:
            wanted.add(ENQUEUE)
    return sorted(wanted - {trigger for _, trigger in _installed(connection, on=True)})


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Take the guard off and put it back, whatever happens between."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def check_guards(
    *, databases: list[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Fail the system check where a trigger is missing (``check --database``)."""
    return [
        checks.Error(
            f"The database does not guard the history: {', '.join(gone)}.",
            hint="Run manage.py migrate, which puts the triggers back.",
            id="audit.E001",
        )
        for alias in databases or []
        if (gone := missing(connections[alias]))
    ]


def _name(table: str, kind: str) -> str:
    # PostgreSQL cuts names at 63 bytes; tables here stay well below.
    return f"guard_{table}_{kind}"[:63]


def _installed(connection: Any, *, on: bool = False) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgname FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
                + (" AND t.tgenabled = 'A'" if on else "")
            )
        else:
            cursor.execute(
                "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
            )
        return [
            (table, trigger)
            for table, trigger in cursor.fetchall()
            if trigger == ENQUEUE or trigger.startswith("guard_")
        ]


def _postgresql_statements(connection: Any) -> Iterator[str]:
    quote = connection.ops.quote_name
    yield (
        f"CREATE OR REPLACE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'append-only table %: % refused', tg_table_name, tg_op"
        " USING errcode = 'restrict_violation'; END $$"
    )
    for model in _existing(connection):
        table = model._meta.db_table
        for kind, timing in (
            ("ao", "BEFORE UPDATE OR DELETE ON {} FOR EACH ROW"),
            ("tr", "BEFORE TRUNCATE ON {} FOR EACH STATEMENT"),
        ):
            name = quote(_name(table, kind))
            yield f"DROP TRIGGER IF EXISTS {name} ON {quote(table)}"
            yield (
                f"CREATE TRIGGER {name} {timing.format(quote(table))}"
                f" EXECUTE FUNCTION {REFUSE}()"
            )
            # ALWAYS: also in session_replication_role = replica.
            yield f"ALTER TABLE {quote(table)} ENABLE ALWAYS TRIGGER {name}"
    yield from _postgresql_enqueue(quote)


def _postgresql_enqueue(quote: Any) -> Iterator[str]:
    events, pending = quote(Event._meta.db_table), quote(PendingEvent._meta.db_table)
    yield (
        f"CREATE OR REPLACE FUNCTION {ENQUEUE}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN INSERT INTO {pending}(event_id) VALUES (new.id); RETURN NULL; END $$"
    )
    yield f"DROP TRIGGER IF EXISTS {ENQUEUE} ON {events}"
    yield (
        f"CREATE TRIGGER {ENQUEUE} AFTER INSERT ON {events} FOR EACH ROW"
        f" EXECUTE FUNCTION {ENQUEUE}()"
    )
    yield f"ALTER TABLE {events} ENABLE ALWAYS TRIGGER {ENQUEUE}"


def _sqlite_statements(connection: Any) -> Iterator[str]:
    quote = connection.ops.quote_name
    for model in _existing(connection):
        table = model._meta.db_table
        for kind, word in (("u", "UPDATE"), ("d", "DELETE")):
            yield f"DROP TRIGGER IF EXISTS {quote(_name(table, kind))}"
            yield (
                f"CREATE TRIGGER {quote(_name(table, kind))} BEFORE {word} ON"
                f" {quote(table)} BEGIN SELECT RAISE(ABORT,"
                f" 'append-only table {table}: {word} refused'); END"
            )
        yield f"DROP TRIGGER IF EXISTS {quote(_name(table, 'r'))}"
        same = " OR ".join(_sqlite_keys(model, quote))
        yield (
            f"CREATE TRIGGER {quote(_name(table, 'r'))} BEFORE INSERT ON {quote(table)}"
            f" WHEN EXISTS (SELECT 1 FROM {quote(table)} WHERE {same})"
            f" BEGIN SELECT RAISE(ABORT, 'append-only table {table}: REPLACE refused');"
            " END"
        )
    events, pending = quote(Event._meta.db_table), quote(PendingEvent._meta.db_table)
    yield f"DROP TRIGGER IF EXISTS {ENQUEUE}"
    yield (
        f"CREATE TRIGGER {ENQUEUE} AFTER INSERT ON {events}"
        f" BEGIN INSERT INTO {pending}(event_id) VALUES (new.id); END"
    )


def _sqlite_keys(model: Any, quote: Any) -> Iterator[str]:
    """Give one condition for each unique key: REPLACE may come in by any of them."""
    options = model._meta
    keys = [[field.column] for field in options.concrete_fields if field.unique]
    keys += [
        [options.get_field(name).column for name in constraint.fields]
        for constraint in options.constraints
        if getattr(constraint, "fields", None) and not constraint.condition
    ]
    for columns in keys:
        yield (
            "("
            + " AND ".join(f"{quote(name)} = new.{quote(name)}" for name in columns)
            + ")"
        )
