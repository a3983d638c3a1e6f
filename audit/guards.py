"""The database's own guard: append-only tables, and the mark of pending events.

Three holes that row triggers leave are closed too: TRUNCATE (PostgreSQL), INSERT OR
REPLACE (SQLite), and SQLite's remaking of a table, which drops its triggers: the
``migrate`` command takes them off first and puts them all back (docs/adr/0002).
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import DatabaseError, connections

from audit.models import Event, GovernedBase, PendingEvent, is_append_only

logger = logging.getLogger(__name__)

REFUSE = "concordat_refuse_change"
ENQUEUE = "concordat_enqueue_event"


@dataclass(frozen=True)
class Trigger:
    """One trigger that must stand: where, under what name, made how."""

    table: str
    name: str
    create: str


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


def guard_base_managers() -> None:
    """
    Make the plain base manager of each governed model a governed one too.

    Django reaches rows through it behind the model's own manager (related objects,
    ``save_base``, ``loaddata``), and so could anybody else. Not through ``Meta``, which
    would enter every room's migrations.
    """
    for model in apps.get_models():
        if issubclass(model, GovernedBase):
            model._meta.base_manager_name = "objects"
            model._meta.__dict__.pop("base_manager", None)


def wanted(connection: Any) -> list[Trigger]:
    """List every trigger that should stand on the tables that exist."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    found: list[Trigger] = []
    for model in guarded_models():
        if model._meta.db_table in tables:
            make = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
            found += make(connection, model)
    return found


def install(connection: Any) -> None:
    """Put every trigger on every guarded table that exists; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _functions(connection):
                cursor.execute(statement)
        for trigger in wanted(connection):
            cursor.execute(_drop(connection, trigger.table, trigger.name))
            cursor.execute(trigger.create)
            if connection.vendor == "postgresql":
                # ALWAYS: also in session_replication_role = replica.
                quote = connection.ops.quote_name
                cursor.execute(
                    f"ALTER TABLE {quote(trigger.table)}"
                    f" ENABLE ALWAYS TRIGGER {quote(trigger.name)}"
                )


def remove(connection: Any) -> None:
    """Take the triggers off, for an upgrade or a test's flush."""
    with connection.cursor() as cursor:
        for table, name in _standing(connection, switched_on=False):
            cursor.execute(_drop(connection, table, name))


def missing(connection: Any) -> list[str]:
    """Name the triggers that should stand and do not, are switched off, or differ."""
    standing = _standing(connection, switched_on=True)
    return sorted(
        trigger.name
        for trigger in wanted(connection)
        if not _same(standing.get((trigger.table, trigger.name)), trigger)
    )


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Take the guard off and put it back, whatever happens between."""
    remove(connection)
    try:
        yield
    except BaseException:
        # In a transaction that failed nothing more can be said to the database; its
        # rollback puts the triggers back, since dropping them was part of it.
        if not (connection.in_atomic_block and connection.needs_rollback):
            _put_back_after_failure(connection)
        raise
    install(connection)


def _put_back_after_failure(connection: Any) -> None:
    try:
        install(connection)
    except DatabaseError:
        logger.exception("The guard of the history could not be put back.")


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
    name = f"guard_{table}_{kind}"
    if len(name) <= 63:
        return name
    # PostgreSQL cuts names at 63 bytes, and with them the kind.
    return f"guard_{table[:42]}_{hashlib.sha256(table.encode()).hexdigest()[:8]}_{kind}"


def _drop(connection: Any, table: str, name: str) -> str:
    quote = connection.ops.quote_name
    on_table = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {quote(name)}{on_table}"


def _standing(connection: Any, *, switched_on: bool) -> dict[tuple[str, str], str]:
    """Give our triggers in the database with what each does."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgname, p.proname || p.prosrc FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
                " AND t.tgenabled = ANY(%s)",
                [["A"] if switched_on else ["A", "O", "R", "D"]],
            )
        else:
            cursor.execute(
                "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
            )
        return {
            (table, name): does
            for table, name, does in cursor.fetchall()
            if name == ENQUEUE or name.startswith("guard_")
        }


def _same(does: str | None, trigger: Trigger) -> bool:
    if does is None:
        return False
    if does == trigger.create:
        return True
    # PostgreSQL keeps the function apart: its name and its body must be ours.
    function = ENQUEUE if trigger.name == ENQUEUE else REFUSE
    return does == function + _bodies()[function]


def _bodies() -> dict[str, str]:
    return {
        REFUSE: (
            " BEGIN RAISE EXCEPTION 'append-only table %: % refused', tg_table_name,"
            " tg_op USING errcode = 'restrict_violation'; END "
        ),
        ENQUEUE: (
            f' BEGIN INSERT INTO "{PendingEvent._meta.db_table}"(event_id)'  # noqa: S608 - our own table
            " VALUES (new.id); RETURN NULL; END "
        ),
    }


def _functions(connection: Any) -> Iterator[str]:
    for name, body in _bodies().items():
        yield (
            f"CREATE OR REPLACE FUNCTION {connection.ops.quote_name(name)}()"
            f" RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        )


def _on_postgresql(connection: Any, model: Any) -> Iterator[Trigger]:
    quote = connection.ops.quote_name
    table = model._meta.db_table
    for kind, when in (
        ("ao", f"BEFORE UPDATE OR DELETE ON {quote(table)} FOR EACH ROW"),
        ("tr", f"BEFORE TRUNCATE ON {quote(table)} FOR EACH STATEMENT"),
    ):
        name = _name(table, kind)
        yield Trigger(
            table,
            name,
            f"CREATE TRIGGER {quote(name)} {when} EXECUTE FUNCTION {REFUSE}()",
        )
    if model is Event:
        yield Trigger(
            table,
            ENQUEUE,
            f"CREATE TRIGGER {ENQUEUE} AFTER INSERT ON {quote(table)} FOR EACH ROW"
            f" EXECUTE FUNCTION {ENQUEUE}()",
        )


def _on_sqlite(connection: Any, model: Any) -> Iterator[Trigger]:
    quote = connection.ops.quote_name
    table = model._meta.db_table
    for kind, word in (("u", "UPDATE"), ("d", "DELETE")):
        name = _name(table, kind)
        yield Trigger(
            table,
            name,
            f"CREATE TRIGGER {quote(name)} BEFORE {word} ON {quote(table)} BEGIN"
            f" SELECT RAISE(ABORT, 'append-only table {table}: {word} refused'); END",
        )
    name = _name(table, "r")
    same = " OR ".join(_sqlite_keys(connection, model))
    yield Trigger(
        table,
        name,
        f"CREATE TRIGGER {quote(name)} BEFORE INSERT ON {quote(table)}"  # noqa: S608 - our own tables
        f" WHEN EXISTS (SELECT 1 FROM {quote(table)} WHERE {same})"
        f" BEGIN SELECT RAISE(ABORT, 'append-only table {table}: REPLACE refused');"
        " END",
    )
    if model is Event:
        pending = quote(PendingEvent._meta.db_table)
        yield Trigger(
            table,
            ENQUEUE,
            f"CREATE TRIGGER {ENQUEUE} AFTER INSERT ON {quote(table)}"  # noqa: S608 - our own tables
            f" BEGIN INSERT INTO {pending}(event_id) VALUES (new.id); END",
        )


def _sqlite_keys(connection: Any, model: Any) -> Iterator[str]:
    """
    Give one condition for each unique key: REPLACE may come in by any of them.

    Read from the database, which also knows keys over some rows only (WHERE) and over
    expressions.
    """
    yield _equal([connection.ops.quote_name(model._meta.pk.column)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.name, m.sql FROM pragma_index_list(%s) i"
            " LEFT JOIN sqlite_master m ON m.name = i.name AND m.type = 'index'"
            ' WHERE i."unique" ORDER BY i.name',
            [model._meta.db_table],
        )
        for name, sql in cursor.fetchall():
            if sql:
                yield _condition_of(sql)
                continue
            cursor.execute("SELECT name FROM pragma_index_info(%s)", [name])
            yield _equal([f'"{column}"' for (column,) in cursor.fetchall()])


def _condition_of(sql: str) -> str:
    """Say in SQL when a new row meets an existing one in a unique index."""
    listed, rest = _in_brackets(sql[sql.index("(") :])
    parts = [part.strip() for part in listed]
    where = rest.strip()
    condition = _equal([re.sub(r"\s+(ASC|DESC)$", "", part) for part in parts])
    if where.upper().startswith("WHERE"):
        some = where[5:].strip()
        condition = f"({condition} AND {some} AND {_of_new(some)})"
    return condition


def _in_brackets(text: str) -> tuple[list[str], str]:
    """Split ``(a, f(b, c)) rest`` into its parts, and give the rest."""
    parts, depth, start = [], 0, 1
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            parts.append(text[start:at])
            return parts, text[at + 1 :]
        if letter == "," and depth == 1:
            parts.append(text[start:at])
            start = at + 1
    raise ValueError(text)


def _equal(expressions: list[str]) -> str:
    return "(" + " AND ".join(f"{x} = {_of_new(x)}" for x in expressions) + ")"


def _of_new(expression: str) -> str:
    return re.sub(r'"(\w+)"', r'new."\1"', expression)
