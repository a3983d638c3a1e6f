"""Models that can only be written through the door.

This is the one place where ``save``, ``delete``, ``update`` and the bulk calls are
overridden: they refuse outside an act and report before and after to the open one.
"""

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any, ClassVar, Self

from django.db import DatabaseError, models

from audit.models.history import AuditedHistory
from audit.models.naming import Audience, Named, Privacy, privacy_classes
from audit.models.open_act import require_open_act
from audit.models.rows import (
    apart,
    attnames,
    clean_fields,
    insert_new,
    refuse_cascade,
)
from audit.rules.uids import new_uid


class StaleRowError(ValueError):
    """Somebody else changed the row after it was read."""


class PartialSaveError(TypeError):
    """``update_fields`` leaves out a field that was changed: history would lie."""


class FixedFieldError(TypeError):
    """A row's key or uid would change: everything recorded of it would be orphaned."""


class UpsertRefusedError(TypeError):
    """An upsert would hide what was there before."""


class GovernedQuerySet(models.QuerySet[Any]):
    """The queryset of every governed model: refuses outside an act."""

    def update(self, **values: Any) -> int:
        """Change every row with its own history and event entry."""
        require_open_act(f"{self.model._meta.label}.update()")
        rows = list(self.select_for_update(of=("self",)))
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        return len(rows)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete row by row."""
        require_open_act(f"{self.model._meta.label}.delete()")
        rows = list(self.select_for_update(of=("self",)))
        for row in rows:
            row.delete()
        return len(rows), {self.model._meta.label: len(rows)}

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(  # type: ignore[override]
        self, objs: Iterable[Any], batch_size: int | None = None, **options: Any
    ) -> list[Any]:
        """
        Load many new rows as one event with their count and hash, and with history.

        :raises UpsertRefusedError: for anything but plain inserts
        """
        act = require_open_act(f"{self.model._meta.label}.bulk_create()")
        if any(options.values()):
            raise UpsertRefusedError(f"{self.model._meta.label}: {sorted(options)}")
        if rows := self._insert_many(act, objs, batch_size):
            act.rows_loaded(self.model, rows)
        return rows

    def create_each(self, objs: Iterable[Any]) -> list[Any]:
        """Write many new rows at once, each with an event of its own, as ``save`` does."""
        act = require_open_act(f"{self.model._meta.label}.create_each()")
        rows = self._insert_many(act, objs, None)
        for row in rows:
            act.row_written(row, None, row.__dict__["_stored"])
        return rows

    def _insert_many(
        self, act: Any, objs: Iterable[Any], batch_size: int | None
    ) -> list[Any]:
        rows = list(objs)
        insert = partial(super().bulk_create, batch_size=batch_size)
        insert_new(act, rows, insert, batch_size)
        return rows

    def bulk_update(self, objs: Iterable[Any], fields: Any, **_: Any) -> int:  # type: ignore[override]
        """Save row by row."""
        require_open_act(f"{self.model._meta.label}.bulk_update()")
        rows = list(objs)
        for row in rows:
            row.save(update_fields=fields)
        return len(rows)

    # What Django itself calls underneath; also reached by save_base() and loaddata.

    def _update(self, values: Any) -> int:
        require_open_act(f"{self.model._meta.label}._update()")
        return super()._update(values)  # type: ignore[misc,no-any-return]

    def _insert(self, *args: Any, **kwargs: Any) -> Any:
        require_open_act(f"{self.model._meta.label}._insert()")
        return super()._insert(*args, **kwargs)  # type: ignore[misc]

    def _raw_delete(self, using: str | None) -> int:
        raise DatabaseError(f"{self.model._meta.label}._raw_delete(): refused.")


class GovernedBase(models.Model):
    """What governed rows share: an opaque uid and the guard."""

    uid_prefix: ClassVar[str] = ""
    Privacy: ClassVar[type[Privacy]]

    uid = models.CharField(max_length=32, unique=True, editable=False)

    objects: ClassVar = GovernedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """
        Write the row inside the open act.

        :raises OutsideAnActError: if there is none
        :raises StaleRowError: if the row was changed since it was read
        """
        act = require_open_act(f"{self._meta.label}.save()")
        if self._state.adding:
            self.prepare_new()
            # Never "update if the key is there": that would hide what was there.
            kwargs |= {"force_insert": True, "update_fields": None}
            super().save(**kwargs)
            self.remember_as_stored()
            act.row_written(self, None, self.__dict__["_stored"])
        else:
            self._save_changes(act, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the row inside the open act; the event keeps what it held."""
        act = require_open_act(f"{self._meta.label}.delete()")
        self.load_deferred()
        refuse_cascade(self, governed=GovernedBase)
        removed = super().delete(*args, **kwargs)
        act.row_written(self, self.__dict__["_stored"], None)
        return removed

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:
        """Remember what the database held, so that an act knows the before."""
        row = super().from_db(db, field_names, values)
        row.remember_as_stored()
        return row

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: Any = None,
    ) -> None:
        """Read again and remember again, but only what was read."""
        stored = self.__dict__.get("_stored", {})
        super().refresh_from_db(using, fields, from_queryset)
        self.remember_as_stored()
        if fields is not None:
            names = attnames(self, fields)
            now = self.__dict__["_stored"]
            kept = {key: value for key, value in now.items() if key in names}
            self.__dict__["_stored"] = {**stored, **kept}

    def audience(self) -> Audience:
        """Say who may see this row; every model answers for itself."""
        raise TypeError(f"{self._meta.label} does not say who may see it.")

    def audit_label(self) -> str:
        """Name the row as events keep it; never with a person's name in it."""
        return str(self)

    def named(self) -> Named:
        """Give uid and label together."""
        return Named(uid=self.uid, label=self.audit_label())

    def prepare_new(self) -> None:
        """Give a new row its uid, and its values their stored types."""
        self.uid = self.uid or new_uid(self.uid_prefix)
        clean_fields(self)

    def load_deferred(self) -> None:
        """Read the columns that were left out, so that before and after are whole."""
        if left_out := self.get_deferred_fields():
            self.refresh_from_db(fields=list(left_out))

    def stored_values(self) -> dict[str, Any]:
        """Give the loaded columns by attribute name, without touching the database."""
        values = self.__dict__
        return {
            name: apart(values[name])
            for name in privacy_classes(type(self))
            if name in values
        }

    def values_for_history(self) -> dict[str, Any]:
        """Give the stored values that history keeps: all but the secret ones."""
        classes = privacy_classes(type(self))
        return {
            name: value
            for name, value in self.stored_values().items()
            if classes[name] != "secret"
        }

    def remember_as_stored(self) -> None:
        """Take the present values for what the database holds."""
        self.__dict__["_stored"] = self.stored_values()

    def _save_changes(self, act: Any, **kwargs: Any) -> None:
        raise DatabaseError(f"{self._meta.label} rows are written once: refused.")


class Governed(GovernedBase):
    """A record that may change, each change with its event and history row."""

    revision = models.PositiveIntegerField(default=0, editable=False)

    history = AuditedHistory()

    class Meta:
        abstract = True

    def _save_changes(
        self,
        act: Any,
        *,
        update_fields: Collection[str] | None = None,
        using: str | None = None,
        **_: Any,
    ) -> None:
        self.load_deferred()
        clean_fields(self)
        stored: dict[str, Any] = self.__dict__["_stored"]
        now = self.stored_values()
        changed = {name for name in now if stored[name] != now[name]} - {"revision"}
        if not changed:
            return
        self._require_whole(changed, update_fields)
        self.revision = stored["revision"] + 1
        try:
            super(GovernedBase, self).save(
                using=using, update_fields={*changed, "revision"}
            )
        except DatabaseError as error:
            self.revision = stored["revision"]
            if "did not affect any rows" not in str(error):
                raise
            raise StaleRowError(
                "Somebody else changed this while you were working on it."
            ) from error
        self.remember_as_stored()
        act.row_written(self, stored, self.__dict__["_stored"])

    def _require_whole(
        self, changed: set[str], update_fields: Collection[str] | None
    ) -> None:
        if fixed := changed & {"id", "uid"}:
            raise FixedFieldError(f"{self._meta.label}: {sorted(fixed)}")
        if update_fields is None:
            return
        if left_out := changed - attnames(self, update_fields):
            raise PartialSaveError(f"{self._meta.label}: {sorted(left_out)}")

    def _do_update(self, base_qs: Any, *args: Any) -> bool:
        # One statement decides between two writers, on SQLite too, where a row
        # lock means nothing.
        require_open_act(f"{self._meta.label}._do_update()")
        revision = self.__dict__["_stored"]["revision"]
        return bool(super()._do_update(base_qs.filter(revision=revision), *args))


class Fact(GovernedBase):
    """A record that is written once; a change of mind is another row.

    The database refuses UPDATE and DELETE on its table (audit.guards).
    """

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True
