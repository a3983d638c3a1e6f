"""Turning what an act did into events: one canonical payload for each object."""

from typing import Any, Final

from audit.enums import ActorType, Retention
from audit.models.inserting import (
    EventRow,
    PersonalRow,
    insert_events,
    insert_personal_values,
    store_texts,
)
from audit.models.naming import Audience
from audit.models.payloads import (
    EMPTY,
    Change,
    Committed,
    as_text,
    changes_of,
    columns_digest,
    commitments_in_force,
    in_event,
    row_digest,
)
from audit.rules.canonical import LARGEST_PAYLOAD, canonical, digest, moment
from audit.rules.commitments import commitment_to
from audit.rules.uids import new_uid

SCHEMA: Final = "concordat.audit-event/1"
INSTALLATION: Final = Audience(token="installation")  # noqa: S106 - an audience


class NoSubjectError(RuntimeError):
    """An act changed nothing and names nothing: it would leave no event."""


class TooLargeError(ValueError):
    """An event names so many things that it passes the limit of one entry."""


class EventWriter:
    """Writes the events of one act with as few statements as there are tables."""

    def __init__(self, record: Any, context: dict[str, Any]) -> None:
        self.record = record
        self.context = context
        self.personal: list[PersonalRow] = []
        self.texts: dict[str, str] = {}
        self.rows: list[EventRow] = []

    def write(self, described: list[dict[str, Any]] | None = None) -> None:
        """
        Append one event for each object, the subject first.

        ``described`` are rows that an upgrade reports in words of its own:
        ``type``, ``id``, ``changes``, and perhaps ``label``.

        :raises NoSubjectError: if the act names nothing and changed nothing
        """
        changes = self.record.surviving_changes()
        held = commitments_in_force(changes.values())
        shared = self._shared()
        for obj, change in self._in_order(changes):
            self._add(obj, change, shared, held)
        for model, loaded in self.record.surviving_loads():
            self._add_load(model, loaded, shared)
        for row in described or []:
            self._add_described(row, shared)
        if not self.rows:
            raise NoSubjectError(self.record.verb_name)
        store_texts(self.texts)
        insert_personal_values(self.personal)
        insert_events(self.rows)

    def _in_order(
        self, changes: dict[tuple[str, str], Change]
    ) -> list[tuple[Any, Change | None]]:
        left = dict(changes)
        ordered: list[tuple[Any, Change | None]] = []
        seen: set[tuple[str, str]] = set()
        for obj in self.record.subjects:
            key = (obj._meta.label_lower, obj.uid)
            if key not in seen:
                seen.add(key)
                change = left.pop(key, None)
                # The instance that was written last knows the row's latest label.
                ordered.append((obj if change is None else change.row, change))
        ordered.extend((change.row, change) for change in left.values())
        return ordered

    def _shared(self) -> dict[str, Any]:
        record = self.record
        actor_type = getattr(record.by, "audit_actor_type", ActorType.USER)
        shared: dict[str, Any] = {
            "v": 1,
            "schema": SCHEMA,
            "act": record.uid,
            "verb": record.verb_name,
            "at": moment(record.at),
            "recorded_at": moment(record.recorded_at),
            "actor": {"type": str(actor_type), "id": record.actor_uid},
        }
        if record.for_organisation is not None:
            shared["for"] = in_event(record.for_organisation)
        if record.reason:
            shared["reason"] = self.commit(record.reason, record.uid, "reason")
        if record.allowed_by is not None:
            shared["allowed_by"] = {
                "type": record.allowed_by._meta.label_lower,
                **in_event(record.allowed_by.named()),
            }
        if record.related_to:
            shared["related"] = [in_event(item) for item in record.related_to]
        return {**shared, **self._shared_context()}

    def _shared_context(self) -> dict[str, Any]:
        shared: dict[str, Any] = {}
        if self.context.get("request"):
            shared["request"] = {"id": self.context["request"]}
            for name in ("address", "agent"):
                if self.context.get(name):
                    shared["request"][name] = self.commit(
                        self.context[name], self.record.uid, name, Retention.SECURITY
                    )
        if self.context.get("via"):
            shared["via"] = self.context["via"]
        return shared

    def _add(
        self, obj: Any, change: Change | None, shared: dict[str, Any], held: Committed
    ) -> None:
        payload: dict[str, Any] = {
            "object": {
                "type": obj._meta.label_lower,
                **in_event(obj.named()),
                **({"rev": obj.revision} if hasattr(obj, "revision") else {}),
            },
        }
        if change is not None:
            payload["changes"] = changes_of(change, self, held)
            if change.after is not None:
                payload["row"] = {
                    "columns": columns_digest(type(obj)),
                    "sha256": row_digest(type(obj), change.after),
                }
        self._append(payload, obj.audience(), shared)

    def _add_load(self, model: Any, rows: list[Any], shared: dict[str, Any]) -> None:
        lines = "\n".join(
            canonical({"uid": row.uid, "row": row_digest(model, row.stored_values())})
            for row in rows
        )
        subject = self.record.subjects[0] if self.record.subjects else rows[0]
        payload = {
            "object": {"type": subject._meta.label_lower, **in_event(subject.named())},
            "load": {
                "type": model._meta.label_lower,
                "columns": columns_digest(model),
                "count": len(rows),
                "sha256": digest(lines),
            },
        }
        self._append(payload, subject.audience(), shared)

    def _add_described(self, row: dict[str, Any], shared: dict[str, Any]) -> None:
        changes = {
            name: self._described(row, name, pair)
            for name, pair in row["changes"].items()
        }
        payload = {
            "object": {
                "type": row["type"],
                "id": row["id"],
                "label": row.get("label", ""),
                **({"rev": row["rev"]} if "rev" in row else {}),
            },
            "changes": changes,
            **({"row": row["row"]} if "row" in row else {}),
        }
        self._append(payload, INSTALLATION, shared)

    def _described(self, row: dict[str, Any], name: str, pair: list[Any]) -> list[Any]:
        if name not in row.get("personal", ()):
            return pair
        return [
            None
            if value in EMPTY
            else self.commit(as_text(value), object_uid=row["id"], field=name)
            for value in pair
        ]

    def _append(
        self, payload: dict[str, Any], audience: Audience, shared: dict[str, Any]
    ) -> None:
        uid, position = new_uid("evt"), len(self.rows)
        payload = {**shared, **payload, "id": uid, "position": position}
        payload["audience"] = audience.token
        if audience.collaborative is not None:
            payload["collaborative"] = in_event(audience.collaborative)
        self.rows.append(
            (
                uid,
                self.record.uid,
                position,
                self.record.recorded_at,
                self.record.at,
                self.record.verb_name,
                payload["actor"]["type"],
                self.record.actor_uid,
                payload.get("for", {}).get("id", ""),
                payload.get("collaborative", {}).get("id", ""),
                audience.token,
                payload["object"]["type"],
                payload["object"]["id"],
                payload["object"]["label"][:250],
                self._spelt(payload),
            )
        )

    def _spelt(self, payload: dict[str, Any]) -> str:
        """Spell the payload, its longest parts by hash where it passes the limit."""
        text = canonical(payload)
        for part in ("changes", "related"):
            if len(text.encode()) > LARGEST_PAYLOAD and part in payload:
                payload[part] = self.store(canonical(payload[part]))
                text = canonical(payload)
        if len(text.encode()) > LARGEST_PAYLOAD:
            raise TooLargeError(self.record.verb_name)
        return text

    def store(self, text: str) -> dict[str, Any]:
        """Keep a long text under its hash and give the hash and length."""
        sha256 = digest(text)
        self.texts[sha256] = text
        return {"sha256": sha256, "bytes": len(text.encode())}

    def commit(
        self,
        value: str,
        object_uid: str,
        field: str,
        retention: str = Retention.RECORD,
    ) -> dict[str, str]:
        """Keep a personal value apart and give the commitment to it."""
        made = commitment_to(value, ref=new_uid("pv"))
        self.personal.append(
            (
                made.ref,
                made.salt,
                made.c,
                value,
                object_uid,
                field,
                str(retention),
                self.record.recorded_at,
            )
        )
        return made.in_event()
