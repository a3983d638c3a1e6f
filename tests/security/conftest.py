"""The worlds of other tests, met here by strangers with bad intentions."""

from tests.access.conftest import clients, quiet, world
from tests.accounts.conftest import clock

__all__ = ["clients", "clock", "quiet", "world"]
