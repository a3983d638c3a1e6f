"""Acts of an upgrade: what changed in the schema and in the data."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from audit.door import CommandActor, Record
from audit.enums import ActorType
from audit.models import Audience, Named
from audit.models.writing import INSTALLATION, EventWriter
from audit.registries import verb_named


class SchemaSubject:
    """The database itself, as the subject of an upgrade's event."""

    _meta = SimpleNamespace(label_lower="audit.schema")
    uid = "schema"

    def __init__(self, label: str) -> None:
        self.label = label

    def named(self) -> Named:
        """Give the schema's name and what happened to it."""
        return Named(uid=self.uid, label=self.label)

    def audience(self) -> Audience:
        """Say that upgrades concern the whole installation."""
        return INSTALLATION


def record_schema_change(
    *, applied: list[str], removed: list[str], now: dt.datetime
) -> None:
    """Append one event that lists the migrations applied and taken back."""
    described = {
        "type": SchemaSubject._meta.label_lower,
        "id": SchemaSubject.uid,
        "label": "database",
        "changes": {"applied": [None, applied], "taken_back": [None, removed]},
    }
    with transaction.atomic():
        record = _record("audit.schema.migrated", "", now)
        EventWriter(record, {}).write(described=[described])


@contextmanager
def migration_act(
    name: str, *, why: str, now: dt.datetime
) -> Iterator["MigrationRecord"]:
    """
    Record what a data migration changes.

    Historical models have no guard, so the migration itself reports each row with
    ``changed``; ``name`` is the migration, such as ``collab.0005_split_names``.
    """
    found = MigrationRecord()
    with transaction.atomic():
        record = _record("audit.data.migrated", why, now)
        yield found
        record.about(SchemaSubject(name))
        EventWriter(record, {}).write(described=found.rows)


class MigrationRecord:
    """What a data migration says it changed."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def changed(self, label: str, uid: str, changes: dict[str, list[Any]]) -> None:
        """Note one row: model label, uid, and pairs of before and after."""
        self.rows.append({"type": label, "id": uid, "changes": changes})


def _record(verb: str, reason: str, now: dt.datetime) -> Record:
    return Record(
        verb=verb_named(verb),
        by=CommandActor("migrate", audit_actor_type=ActorType.MIGRATION),
        for_organisation=None,
        at=now,
        reason=reason,
        recorded_at=now,
    )
