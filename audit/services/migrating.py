"""Acts of an upgrade: what changed in the schema and in the data."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import transaction

from audit.door import CommandActor, Record
from audit.enums import ActorType
from audit.models import Audience, Named
from audit.models.naming import privacy_classes
from audit.models.payloads import digest_of
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

    Historical models have no guard, so the migration writes each governed row with
    ``change``; ``name`` is the migration, such as ``collab.0005_split_names``.
    """
    with transaction.atomic():
        record = _record("audit.data.migrated", why, now)
        found = MigrationRecord(record)
        yield found
        record.about(SchemaSubject(name))
        EventWriter(record, {}).write(described=found.rows)


class MigrationRecord:
    """What a data migration says it changed."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.rows: list[dict[str, Any]] = []

    def change(self, row: Any, **values: Any) -> None:
        """
        Write one governed row of a historical model, with its history.

        ``values`` are fields by name. The event and the history row are those that the
        door would have written, so that the state still equals the log.
        """
        names = [row._meta.get_field(name).attname for name in values]
        before = {name: getattr(row, name) for name in names}
        for name, value in values.items():
            setattr(row, name, value)
        row.revision += 1
        row.save(update_fields=[*values, "revision"])
        history = _write_history(row, self.record)
        self.rows.append(
            {
                "type": row._meta.label_lower,
                "id": row.uid,
                "changes": {
                    name: [before[attname], getattr(row, attname)]
                    for name, attname in zip(values, names, strict=True)
                },
                "personal": _personal(row, values),
                "row": _digest(row),
                "rev": history.revision,
            }
        )

    def changed(self, label: str, uid: str, changes: dict[str, list[Any]]) -> None:
        """Note a change of something that is not governed: never a personal value."""
        self.rows.append({"type": label, "id": uid, "changes": changes})


def _classes(row: Any) -> dict[str, str]:
    """Give the classes of the columns as the code of today knows them.

    A column that the code no longer knows counts as personal.
    """
    try:
        known = dict(privacy_classes(apps.get_model(row._meta.label)))
    except LookupError:
        known = {}
    columns = [field.attname for field in row._meta.concrete_fields]
    return {name: known.get(name, "personal") for name in columns}


def _personal(row: Any, values: dict[str, Any]) -> list[str]:
    classes = _classes(row)
    return [
        name
        for name in values
        if classes[row._meta.get_field(name).attname] in ("personal", "secret")
    ]


def _digest(row: Any) -> dict[str, str]:
    return digest_of(
        {
            name: getattr(row, name)
            for name, kind in _classes(row).items()
            if kind in ("open", "confidential")
        }
    )


def _write_history(row: Any, record: Record) -> Any:
    model = row._meta.apps.get_model(
        row._meta.app_label, f"historical{row._meta.model_name}"
    )
    kept = {field.attname for field in model._meta.concrete_fields}
    return model.objects.create(
        history_date=record.recorded_at,
        history_type="~",
        history_change_reason=record.reason or record.verb_name,
        act_uid=record.uid,
        history_user_uid=record.actor_uid,
        **{
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname in kept
        },
    )


def _record(verb: str, reason: str, now: dt.datetime) -> Record:
    return Record(
        verb=verb_named(verb),
        by=CommandActor("migrate", audit_actor_type=ActorType.MIGRATION),
        for_organisation=None,
        at=now,
        reason=reason,
        recorded_at=now,
    )
