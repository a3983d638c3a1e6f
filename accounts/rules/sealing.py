"""Keeping a secret readable to the application and to nobody who reads the table."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class UnreadableSecretError(ValueError):
    """The secret was sealed with another key, or was altered."""


def _box(key: str) -> Fernet:
    derived = HKDF(
        algorithm=SHA256(), length=32, salt=None, info=b"concordat.accounts.sealing"
    ).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(text: str, *, key: str) -> str:
    """Encrypt a text under the installation's key."""
    return _box(key).encrypt(text.encode()).decode()


def unseal(sealed: str, *, key: str) -> str:
    """
    Read a sealed text.

    :raises UnreadableSecretError: if the key has changed
    """
    try:
        return _box(key).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError(
            "A secret in the database does not open with MFA_KEY or SECRET_KEY."
        ) from error


def fingerprint(text: str) -> str:
    """Shorten a secret to what may stand in a session or a log."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
