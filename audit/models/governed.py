"""Models that can only be written through the door.

This is the one place where ``save``, ``delete``, ``update`` and the bulk calls are
overridden: they refuse outside an act and report before and after to the open one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import DatabaseError, models

from audit.models.history import AuditedHistory
from audit.models.open_act import require_open_act
from audit.rules.uids import new_uid


class StaleRowError(ValueError):
    """Somebody else changed the row after it was read."""


class PartialSaveError(TypeError):
    """``update_fields`` leaves out a field that was changed: history would lie."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A thing as an event names it: opaque id and label as it was."""

    uid: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who may see a record: a token, and the collaborative it belongs to if any.

    Tokens: ``installation``, ``person:usr_…``, ``organisation:org_…``,
    ``collaborative:col_…``, ``parties:agr_…``, ``forum:for_…``, ``restricted:…``.
    """

    token: str
    collaborative: Named | None = None


class Privacy:
    """How each field may enter an event (settled question 17).

    open and confidential values enter in clear, personal ones as a commitment;
    secret ones (a password's hash) enter neither events nor history: an event only
    says that they were set.
    """

    open: ClassVar[tuple[str, ...]] = ()
    confidential: ClassVar[tuple[str, ...]] = ()
    personal: ClassVar[tuple[str, ...]] = ()
    secret: ClassVar[tuple[str, ...]] = ()


class GovernedQuerySet(models.QuerySet[Any]):
    """A queryset whose writing calls go row by row through the open act."""

    def update(self, **values: Any) -> int:
        """Change every row with its own history and event entry; refuses outside an act."""
        require_open_act(f"{self.model._meta.label}.update()")
        rows = list(self.select_for_update())
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        return len(rows)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete row by row; refuses outside an act."""
        require_open_act(f"{self.model._meta.label}.delete()")
        rows = list(self.select_for_update())
        for row in rows:
            row.delete()
        return len(rows), {self.model._meta.label: len(rows)}

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(  # type: ignore[override]
        self, objs: Iterable[Any], batch_size: int | None = None, **options: Any
    ) -> list[Any]:
        """Load many new rows as one event with their count and hash; with history."""
        act = require_open_act(f"{self.model._meta.label}.bulk_create()")
        if options:
            raise TypeError("Upserts would hide what was there before: refused.")
        rows = super().bulk_create(list(objs), batch_size=batch_size)
        for row in rows:
            row._remember_as_stored()
        if hasattr(self.model, "history"):
            history = self.model.history.model
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
        act.rows_loaded(self.model, rows)
        return rows

    def bulk_update(self, objs: Iterable[Any], fields: Any, **_: Any) -> int:  # type: ignore[override]
        """Save row by row; refuses outside an act."""
        require_open_act(f"{self.model._meta.label}.bulk_update()")
        rows = list(objs)
        for row in rows:
            row.save(update_fields=fields)
        return len(rows)

    def _raw_delete(self, using: str | None) -> int:
        raise DatabaseError(f"{self.model._meta.label}._raw_delete(): refused.")


class GovernedBase(models.Model):
    """What governed rows share: an opaque uid and the guard."""

    uid_prefix: ClassVar[str] = ""
    Privacy: ClassVar[type[Privacy]]

    uid = models.CharField(max_length=32, unique=True, editable=False)

    objects = GovernedQuerySet.as_manager()

    class Meta:
        abstract = True

    def audience(self) -> Audience:
        """Say who may see this row; every model answers for itself."""
        raise TypeError(f"{self._meta.label} does not say who may see it.")

    def audit_label(self) -> str:
        """Name the row as events keep it; never with a person's name in it."""
        return str(self)

    def named(self) -> Named:
        """Give uid and label together."""
        return Named(uid=self.uid, label=self.audit_label())

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:
        """Remember what the database held, so that an act knows the before."""
        row = super().from_db(db, field_names, values)
        row._remember_as_stored()
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read again and remember again."""
        super().refresh_from_db(*args, **kwargs)
        self._remember_as_stored()

    def stored_values(self) -> dict[str, Any]:
        """Give the loaded columns by attribute name, without touching the database."""
        return {
            field.attname: self.__dict__[field.attname]
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__
        }

    def values_for_history(self) -> dict[str, Any]:
        """Give the stored values that history keeps: all but the secret ones."""
        secret = getattr(self.Privacy, "secret", ())
        return {
            name: value
            for name, value in self.stored_values().items()
            if name not in secret
        }

    def _remember_as_stored(self) -> None:
        self.__dict__["_stored"] = self.stored_values()

    def clean_fields_for_save(self) -> None:
        """Bring values to their stored types, so that before and after compare."""
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if value is not None and not hasattr(value, "resolve_expression"):
                self.__dict__[field.attname] = field.to_python(value)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """
        Write the row inside the open act.

        :raises OutsideAnActError: if there is none
        :raises StaleRowError: if the row was changed since it was read
        """
        act = require_open_act(f"{self._meta.label}.save()")
        if self._state.adding:
            self.uid = self.uid or new_uid(self.uid_prefix)
            self.clean_fields_for_save()
            super().save(*args, **kwargs)
            act.row_written(self, None, self.stored_values())
            self._remember_as_stored()
        else:
            self._save_changes(act, **kwargs)

    def _save_changes(self, act: Any, **kwargs: Any) -> None:
        raise DatabaseError(f"{self._meta.label} rows are written once: refused.")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the row inside the open act; the event keeps what it held."""
        act = require_open_act(f"{self._meta.label}.delete()")
        before = self.stored_values()
        act.row_written(self, before, None)
        return super().delete(*args, **kwargs)


class Governed(GovernedBase):
    """A record that may change, each change with its event and history row."""

    revision = models.PositiveIntegerField(default=0, editable=False)

    history = AuditedHistory()

    class Meta:
        abstract = True

    def _save_changes(self, act: Any, **kwargs: Any) -> None:
        self.clean_fields_for_save()
        stored: dict[str, Any] = self.__dict__.get("_stored", {})
        now = self.stored_values()
        changed = [name for name in now if stored.get(name, ...) != now[name]]
        if not changed:
            return
        named = kwargs.pop("update_fields", None)
        if named is not None:
            allowed = {self._meta.get_field(name).attname for name in named}
            if left_out := set(changed) - allowed - {"revision"}:
                raise PartialSaveError(f"{self._meta.label}: {sorted(left_out)}")
        self.revision = stored["revision"] + 1
        kwargs.pop("force_update", None)
        try:
            super(GovernedBase, self).save(
                **kwargs, update_fields={*changed, "revision"}
            )
        except DatabaseError as error:
            if "did not affect any rows" not in str(error):
                raise
            raise StaleRowError(
                "Somebody else changed this while you were working on it."
            ) from error
        act.row_written(self, stored, self.stored_values())
        self._remember_as_stored()

    def _do_update(self, base_qs: Any, *args: Any) -> bool:
        # One statement decides between two writers, on SQLite too, where a row
        # lock means nothing.
        revision = self.__dict__["_stored"]["revision"]
        return bool(super()._do_update(base_qs.filter(revision=revision), *args))  # type: ignore[misc]


class Fact(GovernedBase):
    """A record that is written once; a change of mind is another row.

    The database refuses UPDATE and DELETE on its table (audit.guards).
    """

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True
