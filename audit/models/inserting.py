"""The hot path's own inserts: measured a third cheaper than ``bulk_create``."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from audit.models.ledger import Event, PersonalValue, StoredText

EventRow = tuple[Any, ...]
PersonalRow = tuple[Any, ...]

# SQLite takes at most 32,766 values in one statement.
ROWS_AT_ONCE: Final = 1_000

_EVENT_COLUMNS: Final = (
    "uid",
    "act_uid",
    "position",
    "recorded_at",
    "at",
    "verb",
    "actor_type",
    "actor_uid",
    "organisation_uid",
    "collaborative_uid",
    "audience",
    "object_type",
    "object_uid",
    "label",
    "payload",
)
_PERSONAL_COLUMNS: Final = (
    "ref",
    "salt",
    "c",
    "value",
    "object_uid",
    "field",
    "retention",
    "recorded_at",
)


def insert_events(rows: list[EventRow]) -> None:
    """Append the events, in their order; positional values of the event's columns."""
    _insert(Event, _EVENT_COLUMNS, rows)


def insert_personal_values(rows: list[PersonalRow]) -> None:
    """Keep the personal values that the events only commit to."""
    _insert(PersonalValue, _PERSONAL_COLUMNS, rows)


def store_texts(texts: dict[str, str]) -> None:
    """Keep long texts, each once under its hash, whoever else keeps the same one."""
    if not texts:
        return
    held = set(
        StoredText.objects.filter(sha256__in=texts).values_list("sha256", flat=True)
    )
    new = [
        StoredText(sha256=sha256, text=text)
        for sha256, text in texts.items()
        if sha256 not in held
    ]
    # On SQLite there is one writer at a time, and the guard refuses OR IGNORE.
    StoredText.objects.bulk_create(
        new, ignore_conflicts=connection.vendor == "postgresql"
    )


def _insert(model: Any, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    quote = connection.ops.quote_name
    one = f"({', '.join(['%s'] * len(columns))})"
    start = (
        f"INSERT INTO {quote(model._meta.db_table)}"  # noqa: S608 - our own names
        f" ({', '.join(map(quote, columns))}) VALUES "
    )
    for at in range(0, len(rows), ROWS_AT_ONCE):
        portion = rows[at : at + ROWS_AT_ONCE]
        values = [
            adapt(value) if isinstance(value, dt.datetime) else value
            for row in portion
            for value in row
        ]
        with connection.cursor() as cursor:
            cursor.execute(start + ", ".join([one] * len(portion)), values)
