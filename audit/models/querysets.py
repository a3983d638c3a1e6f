"""Querysets whose writing calls go row by row through the open act."""

from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, models

from audit.models.open_act import require_open_act


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
        rows = list(objs)
        if not rows:
            return rows
        for row in rows:
            row.prepare_new()
        super().bulk_create(rows, batch_size=batch_size)
        for row in rows:
            row.remember_as_stored()
        if hasattr(self.model, "history"):
            self._bulk_history(act, rows, batch_size)
        act.rows_loaded(self.model, rows)
        return rows

    def _bulk_history(self, act: Any, rows: list[Any], batch_size: int | None) -> None:
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
