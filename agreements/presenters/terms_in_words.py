"""Whatever a content holds, named and written as people read it."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from agreements.enums import Instrument
from agreements.rules.comparison import as_mapping
from ui.formats import date, pounds_short

_LABELS: Final = {
    "title": "Title",
    "instrument": "Kind",
    "commences_on": "Day it commences",
    "expires_on": "Last day",
    "value_pence": "Value",
    "review_on": "Review by",
}


def is_list(value: Any) -> bool:
    """Say whether a value is a list of others."""
    return isinstance(value, (tuple, list))


def label_of(name: str) -> str:
    """Name a part of a content as people do, whatever it is."""
    if name in _LABELS:
        return _LABELS[name]
    bare = re.sub(r"_(on|at|pence)\Z", "", name).replace("_", " ")
    return f"{bare[:1].upper()}{bare[1:]}"


def value_in_words(name: str, value: Any) -> str:
    """Write a value of a content as people read it, whatever kind it is."""
    if value is None or value == "" or (is_list(value) and not value):
        return "None"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int) and name.endswith("pence"):
        return pounds_short(value)
    if isinstance(value, dt.date):
        return date(value)
    if name == "instrument" and value in Instrument.values:
        return Instrument(value).label
    if is_list(value):
        return "; ".join(value_in_words(name, item) for item in value)
    parts = as_mapping(value)
    return _parts_in_words(parts) if parts is not None else _plain(value)


def _parts_in_words(parts: Mapping[str, Any]) -> str:
    said = [
        (label_of(key).lower(), value_in_words(key, value))
        for key, value in parts.items()
        if key not in ("identity", "organisation", "uid")
    ]
    if len(said) == 1:
        return said[0][1]
    return ", ".join(f"{label} {words}" for label, words in said if words != "None")


def _plain(value: Any) -> str:
    text = str(value)
    coded = re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", text)
    return text.replace("_", " ") if coded else text
