"""The world of these tests: built once, and gone again when they end.

It stands in a transaction that is never committed, so that no other test meets it;
each test runs in a savepoint of it. The world's clock is the real one, since pages
read that.
"""

import gc
import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.access.attempting import kept_open
from tests.access.walking import clients_of, secrets_of
from tests.access.world import World, build


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Both collaboratives and a person for each situation."""
    with django_db_blocker.unblock(), kept_open():
        built = build(timezone.now())
        # What stands now stays: collecting it again and again takes a tenth of the time.
        gc.freeze()
        yield built
        gc.unfreeze()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def clients(world, django_db_blocker) -> dict[str, Client]:
    """A browser for each situation, signed in where that can be."""
    with django_db_blocker.unblock():
        return clients_of(world)


@pytest.fixture(scope="package")
def secrets(world, django_db_blocker) -> set[str]:
    """What nobody outside the first collaborative may read."""
    with django_db_blocker.unblock():
        return secrets_of(world)


@pytest.fixture(autouse=True, scope="package")
def quiet() -> Iterator[None]:
    """Keep the thousand refusals of these tests out of the log."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)
