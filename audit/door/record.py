"""The open act, as services and governed models talk to it."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from audit import dispatch, registries
from audit.door.actors import Actor
from audit.models import Named
from audit.models.open_act import OutsideAnActError, open_act
from audit.models.payloads import Change
from audit.rules.uids import new_uid


class _Mark:
    """Tells whether a write was undone by the rollback of a savepoint.

    Django forgets what was registered to run on commit when the savepoint around it
    is rolled back, so a mark that is no longer there names a write that is not either.
    """

    def __call__(self) -> None:
        """Do nothing on commit."""

    @classmethod
    def put(cls, depth: int) -> "_Mark | None":
        """Mark the present savepoint, if there is one inside the act."""
        if len(connection.savepoint_ids) <= depth:
            return None
        mark = cls()
        transaction.on_commit(mark)
        return mark

    @staticmethod
    def standing() -> set[int]:
        """Give the marks whose savepoints stand."""
        return {id(entry[1]) for entry in connection.run_on_commit}


class Record:
    """The open act: what services tell it, and what governed models report."""

    def __init__(
        self,
        *,
        verb: registries.Verb,
        by: Actor,
        for_organisation: Any,
        at: dt.datetime,
        reason: str,
        recorded_at: dt.datetime,
    ) -> None:
        self.uid = new_uid("act")
        self.verb_name = verb.name
        self.by = by
        self.actor_uid = by.uid
        self.for_organisation: Named | None = (
            for_organisation.named()
            if hasattr(for_organisation, "named")
            else for_organisation
        )
        self.at = at
        self.reason = reason
        self.recorded_at = recorded_at
        self.subjects: list[Any] = []
        self.allowed_by: Any = None
        self.related_to: list[Named] = []
        self._depth = len(connection.savepoint_ids)
        self._writes: list[tuple[Change, _Mark | None]] = []
        self._loads: list[tuple[Any, list[Any], _Mark | None]] = []

    def about(self, *objects: Any, allowed_by: Any = None) -> None:
        """Name what the act is about, first the subject, and the right that allowed it.

        ``allowed_by`` is a governed row (a delegation, a grant, an appointment).
        """
        self.subjects.extend(objects)
        if allowed_by is not None:
            self.allowed_by = allowed_by

    def related(self, *objects: Any) -> None:
        """Name other records that a reader will want beside this act."""
        self.related_to.extend(item.named() for item in objects)

    def after_commit(self, task: str, **arguments: Any) -> None:
        """
        Have the named task run once this commits, however often things crash.

        :raises OutsideAnActError: once the act is closed
        """
        self.many_after_commit(task, [arguments])

    def many_after_commit(self, task: str, arguments: list[dict[str, Any]]) -> None:
        """
        Have the named task run once for each of these, each tried alone.

        :raises OutsideAnActError: once the act is closed
        """
        if open_act() is not self:
            raise OutsideAnActError(f"{task} asked for after the act was closed.")
        dispatch.many_after_commit(
            task, act_uid=self.uid, now=self.recorded_at, arguments=arguments
        )

    def row_written(
        self, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        """Note one write of one row."""
        change = Change(row=row, before=before, after=after)
        self._writes.append((change, _Mark.put(self._depth)))

    def rows_loaded(self, model: Any, rows: list[Any]) -> None:
        """Note a bulk load: one event with count and hash."""
        self._loads.append((model, rows, _Mark.put(self._depth)))

    def surviving_changes(self) -> dict[tuple[str, str], Change]:
        """Give what changed, several writes of one row as one change.

        Without writes that a savepoint took back, and rows that came and went.
        """
        standing = _Mark.standing()
        folded: dict[tuple[str, str], Change] = {}
        for change, mark in self._writes:
            if mark is not None and id(mark) not in standing:
                continue
            key = (change.row._meta.label_lower, change.row.uid)
            first = folded.get(key, change)
            folded[key] = Change(
                row=change.row, before=first.before, after=change.after
            )
        return {
            key: change
            for key, change in folded.items()
            if not (change.before is None and change.after is None)
        }

    def surviving_loads(self) -> list[tuple[Any, list[Any]]]:
        """Give the bulk loads that no savepoint took back."""
        standing = _Mark.standing()
        return [
            (model, rows)
            for model, rows, mark in self._loads
            if mark is None or id(mark) in standing
        ]
