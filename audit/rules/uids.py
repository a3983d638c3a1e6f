"""Opaque names: a prefix for the kind and 16 random bytes in base32."""

import base64
import secrets


def new_uid(prefix: str) -> str:
    """Make a name such as ``agr_`` and 26 letters; it says nothing about its bearer."""
    random = base64.b32encode(secrets.token_bytes(16)).decode()
    return f"{prefix}_{random.rstrip('=').lower()}"
