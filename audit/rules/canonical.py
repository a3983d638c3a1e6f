"""Canonical JSON: one value, one spelling, so that a hash means something.

The profile is a subset of RFC 8785 in which Python's own ``json`` gives the same
bytes: keys are ASCII text, no floats, integers below 2**53, no lone surrogates,
moments as UTC text with six digits and ``Z``, days and times of day as ISO 8601 says.
"""

import datetime as dt
import hashlib
import json
from typing import Any, Final

LARGEST_INTEGER: Final = 2**53 - 1
LARGEST_PAYLOAD: Final = 60_000


class NotCanonicalError(ValueError):
    """The value has no single spelling in the profile."""


def moment(value: dt.datetime) -> str:
    """Spell an aware moment as UTC text, such as ``2026-01-05T09:12:44.120331Z``."""
    if value.tzinfo is None:
        raise NotCanonicalError("A moment needs a time zone.")
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:  # noqa: C901 - one branch for each type of the profile
    """
    Turn a stored value into the profile's types, or refuse.

    :raises NotCanonicalError: for floats, huge integers, lone surrogates and the rest
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonicalError(f"{value} is beyond 2**53 - 1.")
        return int(value)
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise NotCanonicalError("The text holds a lone surrogate.") from error
        return str(value)
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return _plain_mapping(value)
    raise NotCanonicalError(f"{type(value).__name__} has no canonical spelling.")


def _plain_mapping(value: dict[Any, Any]) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str) or not key.isascii():
            raise NotCanonicalError(f"{key!r} is not an ASCII key.")
    return {key: plain(item) for key, item in value.items()}


def canonical(value: Any) -> str:
    """Spell a value in its one canonical form."""
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def digest(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes as lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
