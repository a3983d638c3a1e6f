"""Numbers without gaps: the next one is taken in the transaction that uses it."""

from audit.door import Record
from collab.models import ReferenceCounter


def next_reference(record: Record, *, series: str) -> int:
    """
    Take the next number of a series, such as ``impact/decisions/2026``.

    The counter row stays locked until the open act ends: another act of the same
    series waits, and a rolled-back act gives its number back. Callers write the
    number as their pages do: ``f"2026-{number:03d}"``.
    """
    return next_references(record, series=series, count=1)[0]


def next_references(record: Record, *, series: str, count: int) -> range:
    """Take the next so many numbers of a series at once, as ``next_reference`` does."""
    ReferenceCounter.objects.get_or_create(series=series)
    counter = ReferenceCounter.objects.select_for_update().get(series=series)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return range(first, first + count)
