"""Keeping the entries of the search: written in the act that writes the records.

``follow_record`` is called by the door inside every act, so that no service can forget
it; an act that is rolled back takes its entries along. An entry says nothing that its
record does not say, so it is no act of its own.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, prefetch_related_objects

from audit.models import Fact
from collab.models import SearchEntry
from collab.registries.search import (
    SearchFollowers,
    SearchSource,
    search_followers,
    search_source,
    search_sources,
)
from collab.rules.searching import terms_of

AT_ONCE: Final = 500
PORTION: Final = 1_000

_COLUMNS: Final = (
    "object_type",
    "object_uid",
    "kind",
    "title",
    "text",
    "address",
    "audience",
    "collaborative_uid",
    "terms",
    "changed_at",
)
_KEY: Final = ("object_type", "object_uid")
# Titles and addresses longer than their columns are cut; the terms are not.
_TITLE: Final = 300

_Row = tuple[Any, ...]


def follow_record(record: Any) -> None:
    """Bring the entries of everything that the open act changed or loaded up to date."""
    entries = _Entries(record.recorded_at)
    changes = record.surviving_changes()
    for (label, _), change in changes.items():
        entries.follow(label, change)
    for leaders, each in _led_by(changes.values()):
        entries.put_each(each.followers(leaders))
    for model, rows in record.surviving_loads():
        if (source := search_source(model._meta.label_lower)) is not None:
            _read_along(source, rows)
            for row in rows:
                entries.put(source, row)
    entries.write()


def forget_entries(*, object_uids: Iterable[str]) -> None:
    """Remove the entries of records, so that nothing they say is found any more."""
    SearchEntry.objects.filter(object_uid__in=[*object_uids]).delete()


def rebuild_search(*, missing_only: bool, now: dt.datetime) -> int:
    """
    Write the entries of everything that exists anew, and remove those of what is gone.

    In portions, each a transaction of its own; safe to stop, to run again, and to run
    while people work. With ``missing_only`` just what has no entry is looked at. Gives
    how many records were looked at.
    """
    looked_at = 0
    for label, source in search_sources().items():
        model = apps.get_model(label)
        last = 0
        while portion := _next_portion(model, label, last, missing_only=missing_only):
            last = portion[-1]
            _rewrite(model, source, portion, now)
            looked_at += len(portion)
    if not missing_only:
        _remove_what_is_gone()
    return looked_at


class _Entries:
    """What one act has to say to the table, gathered and then written at once."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment
        self.rows: dict[tuple[str, str], _Row] = {}
        self.gone: set[str] = set()

    def follow(self, label: str, change: Any) -> None:
        changed = _changed(change)
        if (source := search_source(label)) is not None:
            if change.after is None:
                self.forget(change.row.uid)
            elif not source.reads or source.reads & changed:
                self.put(source, change.row)

    def put(self, source: SearchSource, row: Any) -> None:
        said = source.entry_of(row)
        if said is None:
            self.forget(row.uid)
            return
        audience = row.audience()
        place = "" if audience.collaborative is None else audience.collaborative.uid
        title, text = (unicodedata.normalize("NFC", t) for t in (said.title, said.text))
        # PostgreSQL holds no NUL, and no reader misses one.
        title, text = title.replace("\0", ""), text.replace("\0", "")
        label = row._meta.label_lower
        self.rows[label, row.uid] = (
            label,
            row.uid,
            source.kind,
            title[:_TITLE],
            text,
            source.address(row),
            audience.token,
            place,
            terms_of(
                text=f"{title} {text}",
                kind=source.kind,
                token=audience.token,
                collaborative_uid=place,
            ),
            self.moment,
        )

    def put_each(self, rows: Iterable[Any]) -> None:
        for row in rows:
            source = search_source(row._meta.label_lower)
            # What the act itself wrote is newer than what was read for it.
            if source is not None and (row._meta.label_lower, row.uid) not in self.rows:
                self.put(source, row)

    def forget(self, uid: str) -> None:
        self.gone.add(uid)

    def write(self) -> None:
        if self.gone:
            forget_entries(object_uids=self.gone)
        rows = list(self.rows.values())
        for at in range(0, len(rows), AT_ONCE):
            _upsert(rows[at : at + AT_ONCE])


def _changed(change: Any) -> set[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return set(before or after or ())
    return {name for name, value in after.items() if before.get(name) != value}


def _led_by(changes: Iterable[Any]) -> Iterator[tuple[list[Any], SearchFollowers]]:
    """Give each kind of followers with the changed rows that they follow."""
    by_label: dict[str, list[Any]] = {}
    for change in changes:
        if change.before is not None and change.after is not None:
            by_label.setdefault(change.row._meta.label_lower, []).append(change)
    for label, changed in by_label.items():
        for each in search_followers(label):
            rows = [one.row for one in changed if each.reads & _changed(one)]
            if rows:
                yield rows, each


def _upsert(rows: list[_Row]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    table = SearchEntry._meta.db_table
    one = f"({', '.join(['%s'] * len(_COLUMNS))})"
    kept = [name for name in _COLUMNS if name not in _KEY]
    changes = ", ".join(f"{name} = excluded.{name}" for name in kept)
    statement = (
        f"INSERT INTO {table} ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 - our own names
        f"{', '.join([one] * len(rows))}"
        f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {changes}"
    )
    values = [
        adapt(value) if isinstance(value, dt.datetime) else value
        for row in rows
        for value in row
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _read_along(source: SearchSource, rows: list[Any]) -> None:
    if source.related:
        prefetch_related_objects(rows, *source.related)


def _next_portion(
    model: Any, label: str, last: int, *, missing_only: bool
) -> list[int]:
    rows = model.objects.filter(pk__gt=last).order_by("pk")
    if missing_only:
        known = SearchEntry.objects.filter(
            object_type=label, object_uid=OuterRef("uid")
        )
        rows = rows.filter(~Exists(known))
    return list(rows.values_list("pk", flat=True)[:PORTION])


def _rewrite(
    model: Any, source: SearchSource, keys: list[int], now: dt.datetime
) -> None:
    with transaction.atomic():
        rows = model.objects.filter(pk__in=keys)
        if not issubclass(model, Fact):
            # Whoever changes one meanwhile waits, and writes its entry after this.
            rows = rows.select_for_update(of=("self",))
        found = list(rows.order_by("pk"))
        _read_along(source, found)
        entries = _Entries(now)
        for row in found:
            entries.put(source, row)
        entries.write()


def _remove_what_is_gone() -> None:
    SearchEntry.objects.exclude(object_type__in=search_sources()).delete()
    last = 0
    while portion := list(
        SearchEntry.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "object_type", "object_uid")[:PORTION]
    ):
        last = portion[-1][0]
        by_label: dict[str, set[str]] = {}
        for _, label, uid in portion:
            by_label.setdefault(label, set()).add(uid)
        for label, uids in by_label.items():
            rows = apps.get_model(label).objects.filter(uid__in=uids)
            if gone := uids - set(rows.values_list("uid", flat=True)):
                forget_entries(object_uids=gone)
