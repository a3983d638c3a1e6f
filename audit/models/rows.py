"""What governed models do with their rows besides writing them."""

import copy
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models


class CascadeRefusedError(TypeError):
    """Deleting the row would take other governed rows along, without their events."""


def refuse_cascade(row: Any, *, governed: Any) -> None:
    """
    See to it that deleting a row takes no other governed row along.

    :raises CascadeRefusedError: if it would
    """
    collector = models.deletion.Collector(using=row._state.db or "default", origin=row)
    collector.collect([row])
    others = {model for model in collector.data if model is not type(row)}
    others |= {found.model for found in collector.fast_deletes}
    taken = [model for model in others if issubclass(model, governed)]
    if taken or len(collector.data.get(type(row), ())) > 1:
        raise CascadeRefusedError(f"{row._meta.label}: {taken}")


def clean_fields(row: Any) -> None:
    """Bring values to their stored types, so that before and after compare."""
    for field in row._meta.concrete_fields:
        value = row.__dict__.get(field.attname)
        if value is not None and not hasattr(value, "resolve_expression"):
            row.__dict__[field.attname] = field.to_python(value)


def insert_new(
    act: Any, rows: list[Any], insert: Callable[[list[Any]], Any], at_once: int | None
) -> None:
    """Insert many new rows with few statements, and their first history rows."""
    for row in rows:
        row.prepare_new()
    insert(rows)
    for row in rows:
        row.remember_as_stored()
    if rows and hasattr(type(rows[0]), "history"):
        write_bulk_history(act, rows, at_once)


def write_bulk_history(act: Any, rows: list[Any], batch_size: int | None) -> None:
    """Write the first history row of each of many new rows."""
    history = type(rows[0]).history.model
    history.objects.bulk_create(
        [
            history(
                history_date=act.recorded_at,
                history_type="+",
                history_change_reason=act.reason or act.verb_name,
                act_uid=act.uid,
                history_user_uid=act.actor_uid,
                **row.values_for_history(),
            )
            for row in rows
        ],
        batch_size=batch_size,
    )


def attnames(row: Any, names: Iterable[str]) -> set[str]:
    """Give the names of columns for the names of fields."""
    return {row._meta.get_field(name).attname for name in names}


def apart(value: Any) -> Any:
    """Copy what could be changed in place, so that what we remember stays."""
    return copy.deepcopy(value) if isinstance(value, list | dict) else value
