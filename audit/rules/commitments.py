"""Commitments: an event can hold a personal value without showing it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

SALT_BYTES: Final = 16


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """What enters an event (``ref`` and ``c``) and the salt that stays outside it."""

    ref: str
    c: str
    salt: bytes

    def in_event(self) -> dict[str, str]:
        """Give the part that the event keeps for ever."""
        return {"c": self.c, "ref": self.ref}


def commitment_to(value: str, *, ref: str, salt: bytes | None = None) -> Commitment:
    """
    Commit to a value: c = HMAC-SHA256(salt, value), the salt 16 random bytes.

    A salt of its own for each value keeps equal values from being linked and
    short ones from being guessed (docs/explanation/ledger.md). Erasing value and
    salt leaves nothing that identifies anybody.
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    return Commitment(
        ref=ref, c=hmac.new(salt, value.encode(), hashlib.sha256).hexdigest(), salt=salt
    )


def matches(value: str, *, salt: bytes, c: str) -> bool:
    """Say whether the value is the one that was committed to."""
    return hmac.compare_digest(
        hmac.new(salt, value.encode(), hashlib.sha256).hexdigest(), c
    )
