"""Values before and after, as a reader reads them."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import BooleanField, DateField, DateTimeField, ForeignKey

from audit import registries
from audit.models import Event
from audit.presenters.sentences import NOBODY
from audit.selectors.events import labels_of, personal_values, stored_texts
from ui import formats

ERASED: Final = "erased"
NOTHING: Final = "nothing"
LONGEST_IN_TIMELINE: Final = 80


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field before and after, in words."""

    field: str
    before: str
    after: str


@dataclass
class Lookups:
    """What the values of some events point at, read with one query for each table."""

    personal: dict[str, str | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, payloads: list[dict[str, Any]]) -> "Lookups":
        """Read all that the payloads point at."""
        made = cls()
        made.texts = stored_texts(_found(payloads, "sha256"))
        whole = [*payloads, *(_changes(each, made.texts) for each in payloads)]
        made.personal = personal_values(_found(whole, "ref"))
        pointed = {
            value
            for each in payloads
            for name, pair in _changes(each, made.texts).items()
            if isinstance(_field(each["object"]["type"], name), ForeignKey)
            for value in pair
            if isinstance(value, str)
        }
        people = {uid for uid in pointed if uid.startswith("usr_")}
        made.names = registries.names_of(people) if people else {}
        made.labels = labels_of(pointed - people)
        return made

    def committed(self, value: dict[str, Any]) -> str:
        """Give a personal value, or say that it was erased."""
        return self.personal.get(value.get("ref", "")) or ERASED


def _found(payloads: list[dict[str, Any]], key: str) -> list[str]:
    """Find every reference of a kind, however deep."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get(key), str):
                yield value[key]
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    return sorted(set(walk(payloads)))


def _changes(payload: dict[str, Any], texts: dict[str, str]) -> dict[str, list[Any]]:
    """Give the changes, wherever they are kept."""
    changes = payload.get("changes", {})
    if isinstance(changes.get("sha256"), str):
        found: dict[str, list[Any]] = json.loads(texts.get(changes["sha256"], "{}"))
        return found
    return dict(changes)


def _field(object_type: str, name: str) -> Any:
    try:
        return apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError):
        return None


def differences_of(payload: dict[str, Any], lookups: Lookups) -> list[Difference]:
    """Present every field that an event tells of."""
    object_type = payload["object"]["type"]
    found = []
    for name, (before, after) in _changes(payload, lookups.texts).items():
        described = _field(object_type, name)
        found.append(
            Difference(
                field=_name_of(described, name),
                before=_in_words(described, name, before, lookups),
                after=_in_words(described, name, after, lookups),
            )
        )
    return found


def _name_of(described: Any, name: str) -> str:
    words = str(getattr(described, "verbose_name", name)).replace("_", " ")
    words = words.removesuffix(" pence")
    return words[:1].upper() + words[1:]


def _in_words(described: Any, name: str, value: Any, lookups: Lookups) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, dict):
        return _kept_apart(value, lookups)
    if isinstance(value, list):
        return formats.sentence_list(value) or NOTHING
    if isinstance(described, ForeignKey):
        return _target(str(value), lookups)
    return _scalar(described, name, value)


def _kept_apart(value: dict[str, Any], lookups: Lookups) -> str:
    if "ref" in value:
        return lookups.committed(value)
    if "sha256" in value:
        return lookups.texts.get(value["sha256"], "a text that is not kept here")
    if "set" in value:
        return "set, and kept secret" if value["set"] else "not set"
    return json.dumps(value, ensure_ascii=False)


def _target(value: str, lookups: Lookups) -> str:
    if value.startswith("usr_"):
        return lookups.names.get(value, NOBODY)
    return lookups.labels.get(value) or value


def _scalar(described: Any, name: str, value: Any) -> str:
    if isinstance(value, bool) or isinstance(described, BooleanField):
        return "yes" if value else "no"
    choices = dict(getattr(described, "flatchoices", ()) or ())
    if value in choices:
        return str(choices[value])
    if name.endswith("_pence"):
        return formats.pounds(value)
    if isinstance(described, DateTimeField):
        return formats.moment(dt.datetime.fromisoformat(value))
    if isinstance(described, DateField):
        return formats.date(dt.date.fromisoformat(value))
    return str(value)


def details_of(events: list[Event]) -> dict[str, str]:
    """Say in one line each what the events changed, for a timeline."""
    payloads = [json.loads(event.payload) for event in events]
    lookups = Lookups.of(payloads)
    return {
        payload["id"]: _detail(payload, differences_of(payload, lookups))
        for payload in payloads
    }


def _detail(payload: dict[str, Any], found: list[Difference]) -> str:
    is_new = payload.get("changes", {}).get("uid", [0])[0] is None
    if is_new or not found:
        return ""
    return "; ".join(
        f"{each.field}: {_short(each.before)} became {_short(each.after)}"
        for each in found[:5]
    )


def _short(text: str) -> str:
    if len(text) <= LONGEST_IN_TIMELINE:
        return text
    return text[: LONGEST_IN_TIMELINE - 1] + "…"
