"""Whether the records still are what the history and the events say they are.

Raw SQL leaves neither history nor event, so it shows here: each row against its newest
history row (in SQL, for a whole table at once) and against the digest in its newest
event. What cannot be told from outside the database is told by the checkpoints.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection

from audit.models import Event, GovernedBase
from audit.models.naming import privacy_classes
from audit.models.payloads import columns_digest, row_digest
from audit.rules.canonical import canonical, digest

PORTION: Final = 1_000


@dataclass(frozen=True)
class Finding:
    """One record that is not what was recorded, in words for the person who checks."""

    model: str
    uid: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """What was found in one table; ``incomparable`` rows date from before an upgrade."""

    model: str
    rows: int
    incomparable: int
    findings: list[Finding]


def governed_models() -> list[Any]:
    """List every governed model by name."""
    return sorted(
        (model for model in apps.get_models() if issubclass(model, GovernedBase)),
        key=lambda model: model._meta.label_lower,
    )


def check_model(model: Any) -> Outcome:
    """Compare every row of one table with its history and its events."""
    label = model._meta.label_lower
    findings: list[Finding] = []
    if hasattr(model, "history"):
        findings += [
            *_against_history(model),
            *_vanished(model),
        ]
    against = _AgainstEvents(model)
    findings += against.findings()
    return Outcome(label, against.rows, against.incomparable, findings)


def _history_columns(model: Any) -> list[str]:
    kept = privacy_classes(model)
    return [
        field.column
        for field in model._meta.concrete_fields
        if kept[field.attname] != "secret"
    ]


def _same(column: str) -> str:
    quoted = connection.ops.quote_name(column)
    word = "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"
    return f"s.{quoted} {word} h.{quoted}"


def _tables(model: Any) -> tuple[str, str]:
    quote = connection.ops.quote_name
    return (
        quote(model._meta.db_table),
        quote(model.history.model._meta.db_table),
    )


def _against_history(model: Any) -> Iterator[Finding]:
    columns = _history_columns(model)
    live, history = _tables(model)
    differs = ", ".join(
        f"CASE WHEN {_same(column)} THEN 0 ELSE 1 END" for column in columns
    )
    agree = " AND ".join(_same(column) for column in columns)
    sql = (
        f"SELECT s.uid, h.history_type, {differs} FROM {live} s"  # noqa: S608 - our own tables
        f" LEFT JOIN (SELECT id, max(history_id) AS newest FROM {history}"
        " GROUP BY id) n ON n.id = s.id"
        f" LEFT JOIN {history} h ON h.history_id = n.newest"
        f" WHERE h.history_id IS NULL OR h.history_type = '-' OR NOT ({agree})"
        " ORDER BY s.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for uid, kind, *differing in cursor.fetchall():
            yield Finding(
                model._meta.label_lower,
                uid,
                _words(kind, itertools.compress(columns, differing)),
            )


def _words(kind: str | None, differing: Iterator[str]) -> str:
    if kind is None:
        return "has no history: it was not written through Concordat"
    if kind == "-":
        return "stands although its history says that it was removed"
    return f"differs from its newest history row in {', '.join(differing)}"


def _vanished(model: Any) -> Iterator[Finding]:
    live, history = _tables(model)
    sql = (
        f"SELECT h.uid FROM (SELECT id, max(history_id) AS newest FROM {history}"  # noqa: S608 - our own tables
        f" GROUP BY id) n JOIN {history} h ON h.history_id = n.newest"
        f" LEFT JOIN {live} s ON s.id = n.id"
        " WHERE s.id IS NULL AND h.history_type <> '-' ORDER BY h.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for (uid,) in cursor.fetchall():
            yield Finding(
                model._meta.label_lower,
                uid,
                "is gone although its history does not say that it was removed",
            )


def _vanished_facts(model: Any) -> Iterator[Finding]:
    """Find rows that are written once, were recorded, and are no longer there."""
    live = connection.ops.quote_name(model._meta.db_table)
    sql = (
        f"SELECT DISTINCT object_uid FROM {Event._meta.db_table}"  # noqa: S608 - our own tables
        f" WHERE object_type = %s AND {_in_payload('row', 'sha256')} IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {live} s WHERE s.uid = object_uid)"
    )
    label = model._meta.label_lower
    with connection.cursor() as cursor:
        cursor.execute(sql, [label])
        for (uid,) in cursor.fetchall():
            yield Finding(label, uid, "is gone although it can only be written once")


class _AgainstEvents:
    """Compares one table, a portion of rows at a time, with the digests in events."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.label = model._meta.label_lower
        self.rows = 0
        self.incomparable = 0
        self.loaded: list[dict[str, Any]] = []

    def findings(self) -> Iterator[Finding]:
        rows = self.model._base_manager.order_by("pk").values(
            *privacy_classes(self.model)
        )
        unnamed: list[dict[str, Any]] = []
        for portion in _portions(rows.iterator(chunk_size=PORTION)):
            self.rows += len(portion)
            recorded = _recorded_digests([row["uid"] for row in portion])
            for row in portion:
                if row["uid"] not in recorded:
                    unnamed.append(row)
                elif words := self._compare(row, *recorded[row["uid"]]):
                    yield Finding(self.label, row["uid"], words)
        yield from self._unnamed(unnamed)
        if not hasattr(self.model, "history"):
            yield from _vanished_facts(self.model)

    def _compare(self, row: dict[str, Any], columns: str, sha256: str) -> str:
        if columns != columns_digest(self.model):
            self.incomparable += 1
            return ""
        if row_digest(self.model, row) != sha256:
            return "differs from the digest in its newest event"
        return ""

    def _unnamed(self, rows: list[dict[str, Any]]) -> Iterator[Finding]:
        """Judge rows that no event names: they must have come in bulk loads."""
        if not rows:
            return
        loads = _loads_of(self.label)
        excess = len(rows) - sum(count for _, count, _ in loads)
        if excess > 0:
            for row in rows[-excess:]:
                yield Finding(
                    self.label, row["uid"], "is named by no event and by no bulk load"
                )
        elif not hasattr(self.model, "history"):
            yield from self._against_loads(rows, loads)

    def _against_loads(
        self, rows: list[dict[str, Any]], loads: list[tuple[str, int, str]]
    ) -> Iterator[Finding]:
        start = 0
        for columns, count, sha256 in loads:
            part = rows[start : start + count]
            start += count
            if columns != columns_digest(self.model):
                self.incomparable += count
            elif _load_digest(self.model, part) != sha256:
                uid = part[0]["uid"] if part else "(none left)"
                words = f"or one of {count:,} rows loaded together differs or is gone"
                yield Finding(self.label, uid, words)


def _load_digest(model: Any, rows: list[dict[str, Any]]) -> str:
    return digest(
        "\n".join(
            canonical({"uid": row["uid"], "row": row_digest(model, row)})
            for row in rows
        )
    )


def _portions(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while portion := list(itertools.islice(rows, PORTION)):
        yield portion


def _in_payload(*path: str) -> str:
    """Give the SQL that reads a text out of a payload."""
    if connection.vendor == "postgresql":
        return "payload::json #>> '{" + ",".join(path) + "}'"
    return f"json_extract(payload, '$.{'.'.join(path)}')"


def _recorded_digests(uids: list[str]) -> dict[str, tuple[str, str]]:
    """Give columns and digest of the newest event that holds one, by object."""
    marks = ", ".join(["%s"] * len(uids))
    sql = (
        f"SELECT object_uid, {_in_payload('row', 'columns')},"  # noqa: S608 - our own table
        f" {_in_payload('row', 'sha256')} FROM {Event._meta.db_table}"
        f" WHERE object_uid IN ({marks}) ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, uids)
        return {
            uid: (columns, sha256)
            for uid, columns, sha256 in cursor.fetchall()
            if sha256 is not None
        }


def _loads_of(label: str) -> list[tuple[str, int, str]]:
    """Give columns, count and digest of every bulk load of a model, oldest first."""
    sql = (
        f"SELECT {_in_payload('load', 'columns')}, {_in_payload('load', 'count')},"  # noqa: S608 - our own table
        f" {_in_payload('load', 'sha256')} FROM {Event._meta.db_table}"
        f" WHERE {_in_payload('load', 'type')} = %s ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [label])
        return [
            (columns, int(count), sha256)
            for columns, count, sha256 in cursor.fetchall()
        ]
