"""Walking through a large table a portion at a time, each at the cost of its own rows."""

from typing import Any

from django.db.models import QuerySet


def next_by_key(rows: QuerySet[Any], after: int, most: int) -> list[Any]:
    """
    Give the next of these rows after an internal id, by id; none once there are none.

    The keys are read first and by themselves: a database that is asked for the first
    rows of a state finds all of that state, sorts them, and does so for every portion.
    """
    every = rows.model._base_manager.order_by("pk").values_list("pk", flat=True)
    while keys := list(every.filter(pk__gt=after)[:most]):
        if found := list(rows.filter(pk__in=keys).order_by("pk")):
            return found
        after = keys[-1]
    return []
