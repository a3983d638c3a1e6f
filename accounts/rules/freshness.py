"""Whether a person proved lately, in this session, who they are.

The records are those the sign-in library keeps in the session: dictionaries with
``method`` and ``at`` (seconds since 1970), and ``type`` where a second factor was used.
Its own verdict is not asked: it says yes to people without password and factor.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

FACTORS: Final = frozenset({"totp", "webauthn"})
CLOCK_TOLERANCE: Final = dt.timedelta(seconds=30)
Proof = Mapping[str, Any]


def proves_factor(proof: Proof) -> bool:
    """Say whether a record shows something that the person has, not only knows.

    ``sso`` is a fresh sign-in at the identity provider, ``sample`` an invented person.
    """
    if proof.get("method") == "mfa":
        return proof.get("type") in FACTORS
    return proof.get("method") in {"sso", "sample"}


def _is_lately(proof: Proof, now: dt.datetime, within: dt.timedelta) -> bool:
    at = proof.get("at")
    if not isinstance(at, int | float):
        return False
    age = now - dt.datetime.fromtimestamp(at, tz=dt.UTC)
    return -CLOCK_TOLERANCE <= age <= within


def is_recent(
    proofs: Iterable[Proof], *, now: dt.datetime, within: dt.timedelta
) -> bool:
    """Say whether anything at all was shown within the time."""
    return any(_is_lately(proof, now, within) for proof in proofs)


def is_fresh(
    proofs: Iterable[Proof], *, now: dt.datetime, within: dt.timedelta
) -> bool:
    """
    Say whether the proofs are good enough for an act of lasting effect.

    A second factor within the time will do; so will the password within the time,
    in a session that a second factor opened.
    """
    kept = list(proofs)
    lately = [proof for proof in kept if _is_lately(proof, now, within)]
    if any(proves_factor(proof) for proof in lately):
        return True
    knows = any(proof.get("method") == "password" for proof in lately)
    return knows and any(proves_factor(proof) for proof in kept)
