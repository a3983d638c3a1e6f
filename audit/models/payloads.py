"""What an event says of one row: its changes, and a digest of the row after them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

from django.db.models import ForeignKey, Max

from audit.models.governed import GovernedBase
from audit.models.ledger import PersonalValue
from audit.models.naming import Named, privacy_classes
from audit.rules.canonical import canonical, digest, plain

LONG_VALUE_BYTES: Final = 2_000
EMPTY: Final = (None, "")

Committed = Mapping[tuple[str, str], dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One row's stored values around an act; None where it did not exist."""

    row: Any
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def fields(self) -> list[Any]:
        """List the governed fields that the event tells of, in the table's order."""
        whole = self.before is None or self.after is None
        return [
            field
            for field in self.row._meta.concrete_fields
            if field.attname not in {"id", "revision"}
            and (whole or self.old(field) != self.new(field))
        ]

    def old(self, field: Any) -> Any:
        """Give the value before the act."""
        return (self.before or {}).get(field.attname)

    def new(self, field: Any) -> Any:
        """Give the value after the act."""
        return (self.after or {}).get(field.attname)


class Keeper(Protocol):
    """Where values go that an event only points at."""

    def commit(self, value: str, object_uid: str, field: str) -> dict[str, str]:
        """Keep a personal value apart and give the commitment to it."""

    def store(self, text: str) -> dict[str, Any]:
        """Keep a long text under its hash and give the hash and length."""


def changes_of(change: Change, keeper: Keeper, held: Committed) -> dict[str, Any]:
    """Give each changed field with its value before and after, as the event says it."""
    classes = privacy_classes(type(change.row))
    return {
        field.name: _pair(change, field, classes[field.attname], keeper, held)
        for field in change.fields
    }


def _pair(
    change: Change, field: Any, kind: str, keeper: Keeper, held: Committed
) -> list[Any]:
    old, new = change.old(field), change.new(field)
    if kind == "secret":
        return [None, {"set": bool(new)}]
    if kind == "personal":
        uid = change.row.uid
        earlier = None
        if old not in EMPTY:
            earlier = held.get((uid, field.name)) or _commit(keeper, old, uid, field)
        return [earlier, None if new in EMPTY else _commit(keeper, new, uid, field)]
    return [_value(change.row, field, value, keeper) for value in (old, new)]


def _commit(keeper: Keeper, value: Any, uid: str, field: Any) -> dict[str, str]:
    return keeper.commit(as_text(value), uid, field.name)


def as_text(value: Any) -> str:
    """Spell a value as it is committed to."""
    return value if isinstance(value, str) else canonical(value)


def _value(row: Any, field: Any, value: Any, keeper: Keeper) -> Any:
    if value is None:
        return None
    if isinstance(field, ForeignKey):
        return _uid_of_target(row, field, value)
    value = plain(value)
    text = value if isinstance(value, str) else None
    if isinstance(value, dict | list):
        text = canonical(value)
    if text is not None and len(text.encode()) > LONG_VALUE_BYTES:
        return keeper.store(text)
    return value


def _uid_of_target(row: Any, field: Any, value: Any) -> str:
    target = field.remote_field.model
    if not issubclass(target, GovernedBase):
        return f"{target._meta.label_lower}:{value}"
    cached = row._state.fields_cache.get(field.name)
    if cached is not None and cached.pk == value:
        return str(cached.uid)
    found = target._base_manager.filter(pk=value).values_list("uid", flat=True).first()
    return str(found) if found else f"{target._meta.label_lower}:{value}"


def commitments_in_force(changes: Iterable[Change]) -> Committed:
    """Read the commitments to the old personal values of all the rows at once."""
    wanted = {
        (change.row.uid, field.name)
        for change in changes
        if change.before is not None
        for field in change.fields
        if privacy_classes(type(change.row))[field.attname] == "personal"
        and change.old(field) not in EMPTY
    }
    if not wanted:
        return {}
    newest = (
        PersonalValue.objects.filter(
            object_uid__in={uid for uid, _ in wanted},
            field__in={name for _, name in wanted},
        )
        .values("object_uid", "field")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    rows = PersonalValue.objects.filter(pk__in=newest).values(
        "object_uid", "field", "ref", "c"
    )
    return {
        (row["object_uid"], row["field"]): {"ref": row["ref"], "c": row["c"]}
        for row in rows
    }


@cache
def _digested_columns(model: Any) -> tuple[str, ...]:
    return tuple(
        name
        for name, kind in privacy_classes(model).items()
        if kind in ("open", "confidential")
    )


@cache
def _columns_digest(model: Any) -> str:
    return digest(canonical(sorted(_digested_columns(model))))[:8]


def columns_digest(model: Any) -> str:
    """Give a short name for the columns that a row's digest covers.

    An upgrade that adds or drops a column changes it: older digests then cannot be
    compared with today's rows, which is not the same as not agreeing with them.
    """
    return _columns_digest(model)


def row_digest(model: Any, values: Mapping[str, Any]) -> str:
    """
    Hash a row's open and confidential columns as stored.

    Personal columns are left out: a hash of a short value can be guessed.
    """
    return digest(canonical({name: values[name] for name in _digested_columns(model)}))


def digest_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Give what an event says of a row: which columns, and the hash of their values."""
    return {
        "columns": digest(canonical(sorted(values)))[:8],
        "sha256": digest(canonical(dict(values))),
    }


def in_event(named: Named) -> dict[str, str]:
    """Spell a name as events do."""
    return {"id": named.uid, "label": named.label}
