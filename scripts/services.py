"""Which database and broker the tests may use (never anything they were not given)."""

import os
import socket

POSTGRESQL = ("127.0.0.1", 5432)
REDIS = ("127.0.0.1", 6379)


def listens(address: tuple[str, int]) -> bool:
    """Say whether something listens at the address."""
    try:
        with socket.create_connection(address, timeout=1):
            return True
    except OSError:
        return False


def database_url() -> str:
    """Give the address of PostgreSQL for tests, or nothing."""
    if os.environ.get("TEST_SERVICES") == "off":
        return ""
    if named := os.environ.get("TEST_DATABASE_URL", ""):
        return named
    local = os.environ.get("TEST_SERVICES") == "local" and listens(POSTGRESQL)
    return "postgres://postgres@127.0.0.1:5432/postgres" if local else ""


def broker_url() -> str:
    """Give the address of Redis for tests, or nothing."""
    if os.environ.get("TEST_SERVICES") == "off":
        return ""
    if named := os.environ.get("TEST_BROKER_URL", ""):
        return named
    local = os.environ.get("TEST_SERVICES") == "local" and listens(REDIS)
    return "redis://127.0.0.1:6379/0" if local else ""
