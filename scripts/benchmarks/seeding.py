"""Rows by the hundred thousand, written by the database itself.

Only for scratch databases: this goes round the door, which would take hours.
"""

from typing import Any

from django.db import connection, models
from django.utils import timezone

from collab.rules.periods import london_day


def insert_series(
    model: type[models.Model],
    columns: dict[str, str],
    *,
    first: int,
    last: int,
    only: str = "1 = 1",
) -> None:
    """Insert one row for each n from first to last; columns are expressions in n.

    Columns that are not named take a value that their type allows. ``only`` is a
    condition on n.
    """
    stored: list[Any] = [
        field for field in model._meta.concrete_fields if not field.primary_key
    ]
    expressions = {field.column: filler(field) for field in stored} | columns
    numbers = (
        "SELECT generate_series(%s, %s) AS n"
        if connection.vendor == "postgresql"
        else (
            "WITH RECURSIVE series(n) AS (SELECT %s UNION ALL "
            "SELECT n + 1 FROM series WHERE n < %s) SELECT n FROM series"
        )
    )
    names = ", ".join(f'"{name}"' for name in expressions)
    values = ", ".join(expressions.values())
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({names}) '  # noqa: S608 - our own
        f"SELECT {values} FROM ({numbers}) AS numbers WHERE {only}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [first, last])
        cursor.execute("ANALYZE")


def filler(field: Any) -> str:
    """Give an SQL value that a column takes when nothing else is said."""
    if field.null:
        return "NULL"
    match field:
        case models.BooleanField():
            return "FALSE"
        case models.CharField() | models.TextField():
            return "''"
        case models.DateTimeField():
            return "'2026-04-01 09:30:00+00:00'"
        case models.JSONField():
            return "'{}'"
    return "0"


def day(days: str) -> str:
    """Give the SQL of a day so many days from today; the number is an expression."""
    today = london_day(timezone.now()).isoformat()
    if connection.vendor == "postgresql":
        return f"(DATE '{today}' + ({days})::integer)"
    return f"date('{today}', ({days}) || ' days')"


def moment(minutes: str) -> str:
    """Give the SQL of a moment so many minutes from the last midnight UTC."""
    today = timezone.now().date().isoformat()
    if connection.vendor == "postgresql":
        start = f"TIMESTAMPTZ '{today} 00:00:00+00:00'"
        return f"({start} + ({minutes}) * INTERVAL '1 minute')"
    return f"datetime('{today}', ({minutes}) || ' minutes')"
